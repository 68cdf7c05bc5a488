"""One simulated day on a bad network: a scheduler that chooses what happens next, by its seed."""

import asyncio
import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tests.simulation import evening, history, others, storms, traffic
from tests.simulation.archive import archive_number
from tests.simulation.client import Client, Network, QuickNetwork
from tests.simulation.disk import MortalVault
from tests.simulation.doctor import Doctor
from tests.simulation.gateway import Gateway
from tests.simulation.history import History
from tests.simulation.interleaving import Order
from tests.simulation.media import Media
from tests.simulation.network import Connection
from tests.simulation.outages import Outages, TroubledServer
from tests.simulation.people import ME, SPEAKERS, consultation, room_of
from tests.simulation.server import Server
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from tests.simulation.weather import Weather
from workstation.domain.changes import Changes, Listed, Place, Timeline
from workstation.domain.events import ArchivePage, Event
from workstation.domain.row_key import origin_id_of
from workstation.link.fast_tokens import FastTokens, KeptToken
from workstation.vault.archive.ingest import Ingested
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import consultations, timelines
from workstation.xmpp.session import XmppSession

EVERYTHING = 1_000_000
CHECK_EVERY = 60
NAMED = re.compile(" id=[\"']([^\"']+)")
MAX_STEPS = 50_000
"""More than any day has: one on which nothing goes on must not go on for ever."""
LULLS = (30, 100, 300)
"""So many steps the line holds: rooms are entered, archives read, files stored."""


class Wrong(AssertionError):
    """The history of a run breaks a promise."""


class EndlessDay(Exception):
    """Nothing goes on any more: the test itself is broken, no promise."""


class World:
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
        make_server = Server if outages is None else partial(TroubledServer, outages)
        rooms = list(self.rooms.values())
        self.server = make_server(rooms, self.weather.whims, self.chance, sign_ins)
        self.token: KeptToken | None = None
        self.record = self.server.record
        self.media = Media(self.weather, self.chance, self.record)
        self.history = History()
        self.first_looks: dict[int, int] = {}
        self.pages_read: dict[int, int] = {}
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.loop = VirtualLoop(order)
        self.clock = VirtualClock(self.loop)
        self.connections: list[Connection] = []
        self.doctor = Doctor(self)
        self._lull = 0
        self._acts = self._chances()
        self.queued_rooms = set(self.numbers)
        self._ids = (f"o{n}" for n in itertools.count(1))

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
        self.vault = Vault.in_memory(threads=False)
        await self.vault.write(self._furnish)
        await self.start()
        step = 0
        while self.counts["cuts"] < self._max_cuts and not self.wrong:
            step += 1
            if step > MAX_STEPS:
                raise EndlessDay(self.seed)
            await self._step()
            if step % CHECK_EVERY == 0:
                await evening.check_moment(self)
        await evening.come(self)
        await self.client.kill()
        self.vault.close()

    def _furnish(self, connection) -> None:
        members.set_me(connection, ME, "李医生")
        for number in self.numbers:
            consultations.put(connection, Listed(consultation(number), Place.IN_PROCESS))

    async def start(self) -> None:
        """The program begins, on the vault as it is."""
        self.disk = MortalVault(self.vault, self.chance, self._on_commit)
        self.client = Client(
            self.disk,
            self.clock,
            self._negotiator,
            draw=self.chance.random,
            show=self._on_changes,
            new_id=self._ids.__next__,
            put=self.media.put,
        )
        await self.client.start(frozenset(self.queued_rooms))
        self.disk.full, self.disk.slow = self.weather.full_disk, self.weather.slow_disk

    def _negotiator(self, session: XmppSession) -> Network:
        if not self.weather.quick:
            return Network(self._on_opened)
        tokens = FastTokens(self.token, self.clock.now_ms, self._keep_token)
        return QuickNetwork(self._on_opened, session, tokens)

    def _on_opened(self, connection: Connection) -> None:
        self.connections.append(connection)
        if self.gateway is not None:
            connection.refuses = self.gateway.refuses

    def _keep_token(self, token: KeptToken | None) -> None:
        """In a key store, which no end of the program empties."""
        self.token = token

    async def crash(self) -> None:
        """The program is gone, and begins anew."""
        self.counts["crashes"] += 1
        self.disk.dead = True
        await self.client.kill()
        self.note_disk()
        await self.start()

    def note_disk(self) -> None:
        """What the disk did to this run of the program."""
        self.counts["full disk"] += self.disk.refusals
        self.counts["slow disk"] += self.disk.waits

    def _on_commit(self, written: Sequence[Any], result: Any) -> None:
        """The program may end before it tells anybody of it."""
        if isinstance(result, Ingested):
            self._note_pages(written[0])
        changes = result.changes if isinstance(result, Ingested) else result
        if isinstance(changes, Changes):
            self._note_renamed(changes)

    def _note_pages(self, events: Sequence[Event]) -> None:
        """Where the first page kept of a room begins, 0 for an empty one, and the last one ends."""
        for page in events:
            if isinstance(page, ArchivePage):
                first = archive_number(page.first) if page.first else 0
                self.first_looks.setdefault(page.consultation_id, first)
                if page.last:
                    self.pages_read[page.consultation_id] = archive_number(page.last)

    def _on_changes(self, changes: Changes) -> None:
        self.wrong += history.premature(changes.messages, self.record.known)
        self.wrong += history.set_aside(self.history, changes.messages, self.record)
        if changes.removed:
            self.history.went(changes.removed, self.record.known | self._under_way())

    def _note_renamed(self, changes: Changes) -> None:
        """Other words for what failed: one own line goes, and another one comes that waits."""
        for gone in changes.removed:
            room, old = gone.consultation_id, origin_id_of(gone.key) or ""
            typed = [name for name, _ in self.history.typed.get(room, [])]
            new = [each.origin_id for each in changes.messages if each.position is None]
            if old in typed and len(new) == 1 and new[0] not in typed:
                self.history.renamed(room, old, new[0])

    def _under_way(self) -> set[str]:
        """The ids of all that still may reach the server without the program's doing."""
        frames = [frame for each in self.connections if each.server_open for frame in each.up]
        return {name for frame in frames for name in NAMED.findall(frame)}

    async def _step(self) -> None:
        """Let the program run a little, then let one thing happen."""
        for _ in range(self.chance.choice((0, 0, 1, 3))):
            await asyncio.sleep(0)
        if not self.move():
            await self._pass_time()
        for chance, act in self._acts:
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

    async def _pass_time(self) -> None:
        if not self.client.online and self.chance.random() < 0.5:
            self.client.link.retry_now()
        await asyncio.sleep(self.chance.choice((0.0, 0.01, 1.0)))

    def move(self) -> bool:
        """Move one frame on, somewhere; whether there was one."""
        ways = traffic.ways(self.server, self.connections)
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

    async def page(self, number: int) -> Timeline:
        """All that is shown of a room."""
        return await self.vault.read(timelines.newest, number, EVERYTHING)
