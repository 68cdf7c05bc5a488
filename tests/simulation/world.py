"""One simulated day on a bad network: a scheduler that chooses what happens next, by its seed."""

import asyncio
import itertools
import random
from collections import Counter
from dataclasses import replace

from tests.simulation import history
from tests.simulation.client import Client, MortalVault, Network
from tests.simulation.history import History
from tests.simulation.network import Connection
from tests.simulation.people import DOMAIN, ME, SPEAKERS, consultation
from tests.simulation.server import Server
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from tests.simulation.weather import Weather
from workstation.domain.changes import Changes, Listed, Place, Timeline
from workstation.domain.errors import DiskFull
from workstation.vault import consultations, members, timelines
from workstation.vault.database import Vault

EVERYTHING = 1_000_000
SILENCE_SECONDS = 150
MOST_PASSES = 3_000
DONE_PASSES = 30
MOST_LOADS = 200
CHECK_EVERY = 60


class Wrong(AssertionError):
    """The history of a run breaks a promise."""


class World:
    """A server, a doctor's client and others in its rooms; ``counts`` says what happened."""

    def __init__(self, seed: int, cuts: int, weather: Weather | None = None) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - to repeat a run
        self.seed, self._wanted = seed, cuts
        self.weather = weather or Weather.drawn(self.chance)
        self.numbers = range(7, 7 + self.weather.rooms)
        self.rooms = {n: f"consult-{n}@consult.{DOMAIN}" for n in self.numbers}
        self.server = Server(list(self.rooms.values()), self.weather.whims, self.chance)
        self.history = History()
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._loop = VirtualLoop()
        self._clock = VirtualClock(self._loop)
        self._connections: list[Connection] = []
        self._ids = (f"o{n}" for n in itertools.count(1))
        self._typing: dict[int, asyncio.Task[None]] = {}

    def run(self) -> None:
        """Live through it; raises ``Wrong`` with the seed in its text."""
        try:
            run(self._loop, self._live())
        except Exception as failure:
            raise Wrong(f"seed {self.seed}: {failure!r}") from failure
        if self.wrong:
            raise Wrong(f"seed {self.seed}: {self.wrong[:8]}")

    async def _live(self) -> None:
        self.vault = Vault.in_memory(threads=False)
        await self.vault.write(self._furnish)
        await self._start()
        step = 0
        while self.counts["cuts"] < self._wanted and not self.wrong:
            step += 1
            await self._step()
            if step % CHECK_EVERY == 0:
                await self._check_moment()
        await self._calm()
        await self._scroll_up()
        await self._read_all()
        await self._check_end()
        await self.client.kill()
        self.vault.close()

    def _furnish(self, connection) -> None:
        members.set_me(connection, ME, "李医生")
        for number in self.numbers:
            consultations.put(connection, Listed(consultation(number), Place.IN_PROCESS))

    async def _start(self) -> None:
        self._mortal = MortalVault(self.vault, self.chance)
        self.client = Client(
            self._mortal,
            self._clock,
            Network(self._connections.append),
            draw=self.chance.random,
            show=self._shown,
            new_id=self._ids.__next__,
        )
        await self.client.start(frozenset(self.numbers))
        self._mortal.full = self.weather.full_disk

    def _shown(self, changes: Changes) -> None:
        self.wrong += history.premature(changes.messages, self.server.known)

    async def _step(self) -> None:
        """Let the program run a little, then let one thing happen."""
        for _ in range(self.chance.choice((0, 0, 1, 3))):
            await asyncio.sleep(0)
        if not self._move():
            await self._pass_time()
        weather, draw = self.weather, self.chance.random
        if draw() < weather.says:
            self._type()
        if draw() < weather.others_say:
            self._others()
        if draw() < weather.reads:
            await self._read(self.chance.choice(self.numbers))
        if draw() < weather.room_trouble:
            self._trouble()
        if draw() < weather.cut and self._live_connection() is not None:
            await self._cut()

    async def _pass_time(self) -> None:
        if not self.client.online and self.chance.random() < 0.5:
            self.client.link.retry_now()
        await asyncio.sleep(self.chance.choice((0.0, 0.01, 1.0)))

    def _move(self) -> bool:
        """Move one frame on, somewhere; whether there was one."""
        ways = [(_up, each) for each in self._connections if each.up and each.server_open]
        ways += [(_down, each) for each in self._connections if each.down and each.client_open]
        ways += [(_tell, each) for each in self._connections if _is_unaware(each)]
        ways += [(_route, lane) for lane in self.server.open_lanes()]
        if not ways:
            return False
        way, what = self.chance.choice(ways)
        way(self.server, what)
        self.counts["moves"] += 1
        if len(self._connections) > 4:
            self._connections[:] = [each for each in self._connections if _is_alive(each)]
        return True

    def _live_connection(self) -> Connection | None:
        alive = (each for each in self._connections if each.client_open and each.server_open)
        return next(alive, None)

    def _type(self) -> None:
        """The doctor writes, one message after the other in each room."""
        room = self.chance.choice(self.numbers)
        if room in self._typing and not self._typing[room].done():
            return
        self.counts["attempted"] += 1
        text = f"d{self.counts['attempted']}"
        self._typing[room] = asyncio.ensure_future(self._say(self.client, room, text))

    async def _say(self, client: Client, room: int, text: str) -> None:
        try:
            origin_id = await client.say(room, text)
        except asyncio.CancelledError:
            return
        except DiskFull:  # the doctor is told, and what was written stays a draft
            self.counts["not taken"] += 1
            return
        self.history.said(room, origin_id, text)
        self.counts["typed"] += 1

    def _others(self) -> None:
        room, member = self.chance.choice(self.numbers), self.chance.choice(SPEAKERS)
        self.counts["others"] += 1
        number = self.counts["others"]
        poison = self.chance.random() < self.weather.poison
        self.counts["poison"] += poison
        self.server.speak(self.rooms[room], member, f"x{number}", f"p{number}", poison=poison)

    async def _read(self, room: int) -> None:
        """The doctor sees all that is shown of a room."""
        shown = (await self._page(room)).messages
        if shown and await self.client.see(room, shown[-1].position or 0):
            self.history.saw(room, shown)

    def _trouble(self) -> None:
        room = self.rooms[self.chance.choice(self.numbers)]
        kind = self.chance.choice(("silent loss", "shutdown", "restart", "half-dead end"))
        self.counts[kind] += 1
        if kind == "silent loss":
            self.server.lose_silently(room)
        elif kind == "shutdown":
            self.server.shut_down(room)
        elif kind == "restart":
            self.server.restart()
        else:
            self.server.end_half_dead()

    async def _cut(self) -> None:
        """Cut the line somewhere among the frames under way; one end may learn it later."""
        connection = self._live_connection()
        assert connection is not None
        self.counts["cuts"] += 1
        self.counts["inside a frame"] += bool(connection.up or connection.down)
        up = self.chance.randint(0, len(connection.up))
        down = self.chance.randint(0, len(connection.down))
        connection.cut(up=up, down=down)
        if self.chance.random() < self.weather.crash:
            self.counts["crashes"] += 1
            connection.drop_client()
            self._mortal.dead = True
            await self.client.kill()
            self._note_refusals()
            await self._start()
        aware = self.chance.choice(("both", "client", "server"))
        if aware == "both":
            while connection.up:
                self.server.receive(connection)
            while connection.down and connection.client_open:
                connection.deliver_down()
        if aware != "server":
            connection.drop_client()
        if aware != "client":
            connection.drop_server()

    def _note_refusals(self) -> None:
        self.counts["full disk"] += self._mortal.refusals

    async def _calm(self) -> None:
        """Network and disk are good from now on; time passes until nothing is under way."""
        self._note_refusals()
        self._mortal.full = 0.0
        self.server.whims = replace(
            self.server.whims, failed_resume=0.0, keeps_the_half_dead=0.0, repeats=0.0
        )
        self.server.end_half_dead()
        await self._until_done(SILENCE_SECONDS)

    async def _until_done(self, least: float = 0.0) -> None:
        """Let at least so many seconds pass, then as many as it takes until nothing is asked."""
        end, done = self._loop.time() + least, 0
        for _ in range(MOST_PASSES):
            while self._move():
                done = 0
            await asyncio.sleep(1.0 if self._loop.time() < end else 0.1)
            waits = self.client.catch_up.wants or not self.client.online
            done = 0 if waits else done + 1
            if done > DONE_PASSES and self._loop.time() >= end:
                return
        raise Wrong("never calm again")

    async def _scroll_up(self) -> None:
        """What lies before the first page this computer ever asked for is loaded on demand."""
        for _ in range(MOST_LOADS):
            gaps = [gap for number in self.numbers for gap in (await self._page(number)).gaps]
            asked = [self.client.catch_up.load(gap) for gap in gaps if gap.loadable]
            await self._until_done()
            if not any(asked):
                return
            self.counts["loaded"] += 1
        self.wrong.append(f"loaded again and again: {gaps}")

    async def _read_all(self) -> None:
        """The last look is told, although the server forgets all but its archives over it."""
        for number in self.numbers:
            await self._read(number)
        self.server.restart()
        await self._until_done()

    async def _page(self, number: int) -> Timeline:
        return await self.vault.read(timelines.newest, number, EVERYTHING)

    async def _check_moment(self) -> None:
        for number, room in self.rooms.items():
            self.wrong += history.at_any_moment(self.server.lines(room), await self._page(number))

    async def _check_end(self) -> None:
        for number, room in self.rooms.items():
            archive = self.server.lines(room)
            self.counts["archived"] += len(archive)
            self.counts["late copies"] += sum(line.late for line in archive)
            page = await self._page(number)
            self.wrong += history.ended(self.history, number, archive, page)
            told = self.server.read_by(room, ME)
            self.wrong += history.untold(self.history, number, self.server.archives[room], told)


def _up(server: Server, connection: Connection) -> None:
    server.receive(connection)


def _down(_: Server, connection: Connection) -> None:
    connection.deliver_down()


def _tell(_: Server, connection: Connection) -> None:
    connection.drop_client()


def _route(server: Server, lane) -> None:
    server.route(*lane)


def _is_unaware(connection: Connection) -> bool:
    """The server gave it up, all that was under way has come, and the client waits on."""
    return connection.client_open and not connection.server_open and not connection.down


def _is_alive(connection: Connection) -> bool:
    return connection.client_open or (connection.server_open and bool(connection.up))
