"""One simulated day on a bad network: a scheduler that chooses what happens next, by its seed."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from tests.simulation import evening, others, storms, traffic
from tests.simulation.computer import Computer
from tests.simulation.gateway import Gateway
from tests.simulation.interleaving import Order
from tests.simulation.media import Media
from tests.simulation.outages import Outages, TroubledServer
from tests.simulation.people import SPEAKERS, room_of
from tests.simulation.server import Server
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from tests.simulation.weather import Weather

CHECK_EVERY = 60
MAX_STEPS = 50_000
"""More than any day has: one on which nothing goes on must not go on for ever."""
LULLS = (30, 100, 300)
"""So many steps the line holds: rooms are entered, archives read, files stored."""


class Wrong(AssertionError):
    """The history of a run breaks a promise."""


class EndlessDay(Exception):
    """Nothing goes on any more: the test itself is broken, no promise."""


class World(Computer):
    """A server, a doctor's client and others in its rooms; ``counts`` says what happened.

    Who changes own words is drawn from ``mind``, and how one signs in apart from all: with
    ``changing`` off a day is as it was before anybody could, and sign-ins are as ever. A
    ``gateway`` draws from a chance of its own, too, and so do ``outages``.
    """

    def __init__(  # noqa: PLR0913 - what makes a day
        self,
        seed: int,
        cuts: int,
        weather: Weather | None = None,
        order: Order | None = None,
        *,
        changing: bool = True,
        gateway: Gateway | None = None,
        outages: Outages | None = None,
    ) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - to repeat a run
        self.seed, self._max_cuts = seed, cuts
        self.mind = random.Random(f"changes {seed}")  # noqa: S311 - to repeat a run
        self.weather = weather or Weather.drawn(self.chance)
        sign_ins = random.Random(f"sign-ins {seed}")  # noqa: S311 - to repeat a run
        if changing and weather is None:
            self.weather = self.weather.changing(self.mind).offering(sign_ins)
        self.gateway = gateway
        if gateway is not None:
            self.weather = gateway.weather(self.weather)
        if outages is not None:
            self.weather = outages.weather(self.weather)
        self.numbers = range(7, 7 + self.weather.rooms)
        self.rooms = {n: room_of(n) for n in self.numbers}
        self.outages = outages
        self.server = self.make_server(list(self.rooms.values()), self.chance, sign_ins)
        self.record = self.server.record
        self.media = Media(self.weather, self.chance, self.record)
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.loop = VirtualLoop(order)
        self.clock = VirtualClock(self.loop)
        self.furnish("o")
        self._lull = 0

    def make_server(self, rooms: list[str], *chances: random.Random) -> Server:
        """The IM server of the day."""
        make = Server if self.outages is None else partial(TroubledServer, self.outages)
        return make(rooms, self.weather.whims, *chances)

    @property
    def computers(self) -> Sequence["World"]:
        """Those at which the doctor is signed in."""
        return (self,)

    def run(self) -> None:
        """Live through it; raises ``Wrong`` with the seed in its text."""
        try:
            run(self.loop, self._live())
        except EndlessDay:
            raise
        except Exception as failure:
            raise Wrong(f"seed {self.seed}: {failure!r}") from failure
        if self.wrong:
            raise Wrong(f"seed {self.seed}: {self.wrong[:8]}")

    async def _live(self) -> None:
        for each in self.computers:
            await each.switch_on()
        step = 0
        while self.counts["cuts"] < self._max_cuts and not self.wrong:
            step += 1
            if step > MAX_STEPS:
                raise EndlessDay(self.seed)
            await self.step()
            if step % CHECK_EVERY == 0:
                for each in self.computers:
                    await evening.check_moment(each)
        await self.end()
        for each in self.computers:
            await each.switch_off()

    async def end(self) -> None:
        """The evening."""
        await evening.come(self)

    async def step(self) -> None:
        """Let the program run a little, then let one thing happen."""
        for _ in range(self.chance.choice((0, 0, 1, 3))):
            await asyncio.sleep(0)
        if not self.move():
            await self.pass_time()
        for chance, act in self._chances():
            if self.chance.random() < chance:
                act()
        await self._look()
        if self.outages is not None:
            self.outages.step(list(self.rooms.values()))
        if self.weather.loses_archived:
            await storms.lose(self)
        if self._lull:
            self._lull -= 1
        elif self.chance.random() < self.weather.cut:
            await storms.cut(self)
            lulls = self.chance.random() < self.weather.lulls
            self._lull = self.chance.choice(LULLS) if lulls else 0

    async def _look(self) -> None:
        """The doctor may read, and think again of what is shown."""
        if self.chance.random() < self.weather.reads:
            await self.doctor.read(self.chance.choice(self.numbers))
        if self.chance.random() < self.weather.doubts:
            await self._doubt(self.chance.choice(self.numbers))
        if self.mind.random() < self.weather.changes:
            await self.doctor.change(self.mind.choice(self.numbers))

    def _chances(self) -> list[tuple[float, Callable[[], None]]]:
        """What may happen at any moment."""
        weather = self.weather
        return [
            (weather.says, lambda: self.doctor.write(self.chance.choice(self.numbers))),
            (weather.others_say, self._others),
            (weather.room_trouble, lambda: storms.trouble(self)),
            (weather.disturbs, lambda: storms.disturb(self)),
            (weather.queue_changes, lambda: storms.change_rooms(self)),
        ]

    async def _doubt(self, room: int) -> None:
        self.doctor.think_again(room, (await self.page(room)).unsent)

    async def pass_time(self) -> None:
        """Nothing moves: the clock does, and whoever is offline may try again."""
        if not self.client.online and self.chance.random() < 0.5:
            self.client.link.retry_now()
        await self.wait()

    async def wait(self) -> None:
        """A moment or a second."""
        await asyncio.sleep(self.chance.choice((0.0, 0.01, 1.0)))

    def move(self) -> bool:
        """Move one frame on, somewhere; whether there was one."""
        lines = [line for each in self.computers for line in each.connections]
        ways = traffic.ways(self.server, lines)
        if not ways:
            return False
        way, what = self.chance.choice(ways)
        way(self.server, what)
        self.counts["moves"] += 1
        if len(self.connections) > 4:
            self.connections[:] = filter(traffic.is_alive, self.connections)
        return True

    def _others(self) -> None:
        room, member = self.chance.choice(self.numbers), self.chance.choice(SPEAKERS)
        if self.mind.random() < self.weather.others_change and others.change(self, room):
            return
        self.counts["others"] += 1
        number = self.counts["others"]
        poison = self.chance.random() < self.weather.poison
        self.counts["poison"] += poison
        text = f"{self.unreadable()}p{number}"
        self.server.speak(self.rooms[room], member, f"x{number}", text, poison=poison)

    def unreadable(self) -> str:
        """How words begin at which a gateway cuts the line; mostly empty."""
        return "" if self.gateway is None else self.gateway.prefix()
