"""One computer of a simulated day: its database, the runs of the program, what it promised."""

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from tests.simulation import history
from tests.simulation.archive import archive_number
from tests.simulation.client import Client, Network, QuickNetwork
from tests.simulation.disk import MortalVault
from tests.simulation.doctor import Doctor
from tests.simulation.gateway import Gateway
from tests.simulation.history import History
from tests.simulation.media import Media
from tests.simulation.network import Connection
from tests.simulation.people import ME, consultation
from tests.simulation.record import Record
from tests.simulation.virtual_time import VirtualClock
from tests.simulation.weather import Weather
from workstation.domain.changes import Changes, Listed, Place, Timeline
from workstation.domain.events import ArchivePage, Arrived
from workstation.domain.row_key import origin_id_of
from workstation.link.fast_tokens import FastTokens, KeptToken
from workstation.vault.archive.ingest import Ingested
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import consultations, timelines
from workstation.xmpp.session import XmppSession

EVERYTHING = 1_000_000
NAMED = re.compile(" id=[\"']([^\"']+)")


class Computer:
    """Part of a world (``world.World``), which says what the day is like."""

    chance: random.Random
    weather: Weather
    gateway: Gateway | None
    numbers: Sequence[int]
    clock: VirtualClock
    media: Media
    record: Record
    counts: Counter[str]
    wrong: list[str]

    def furnish(self, prefix: str, resource: str = "desk") -> None:
        """Nothing has happened here; its own ids begin with ``prefix``."""
        self.computer, self.resource = prefix, resource
        self.token: KeptToken | None = None
        self.history = History()
        self.first_looks: dict[int, int] = {}
        self.pages_read: dict[int, int] = {}
        self.connections: list[Connection] = []
        self.doctor = Doctor(self)
        self.queued_rooms = set(self.numbers)
        self._ids = (f"{prefix}{n}" for n in itertools.count(1))

    async def switch_on(self) -> None:
        """The program begins for the first time."""
        self.vault = Vault.in_memory(threads=False)
        await self.vault.write(self._list_rooms)
        await self.start()

    async def switch_off(self) -> None:
        """The program ends for good."""
        await self.client.kill()
        self.vault.close()

    def _list_rooms(self, connection) -> None:
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
            resource=self.resource,
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
        connection.computer = self.computer
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
            pages = (each for each in written[0] if isinstance(each, ArchivePage))
            self._note_pages(page for page in pages if page.query in result.steps)
        changes = result.changes if isinstance(result, Ingested) else result
        if isinstance(changes, Changes):
            self._note_renamed(changes)

    def _note_pages(self, pages: Iterable[ArchivePage]) -> None:
        """Where what may be new of a room begins, 0 for an empty one, and the last page ends."""
        for page in pages:
            self.first_looks.setdefault(page.consultation_id, self._first_look(page))
            if page.last:
                self.pages_read[page.consultation_id] = archive_number(page.last)

    def _first_look(self, page: ArchivePage) -> int:
        """What the doctor answered at another computer was read there."""
        answers = [
            each.archive_id
            for each in page.items
            if isinstance(each, Arrived)
            and each.member_id == ME
            and not each.origin_id.startswith(self.computer)
        ]
        first = answers[-1] if answers else page.first
        return archive_number(first) if first else 0

    def _on_changes(self, changes: Changes) -> None:
        self.wrong += history.premature(changes.messages, self.record.known)
        self.wrong += history.set_aside(self.history, changes.messages, self.record)
        if changes.removed:
            self.history.went(changes.removed, self.record.known | self._under_way())

    def _note_renamed(self, changes: Changes) -> None:
        """Other words for what failed: one own line goes, and another one comes in its place.

        It waits, or is a correction of it that its room has: there it may stand by itself.
        """
        for gone in changes.removed:
            room, old = gone.consultation_id, origin_id_of(gone.key) or ""
            typed = [name for name, _ in self.history.typed.get(room, [])]
            waiting = [each.origin_id for each in changes.messages if each.position is None]
            lines = [each.origin_id for each in changes.messages if each.position is not None]
            new = [name for name in lines if self.record.changes.get(name) == old] or waiting
            if old in typed and len(new) == 1 and new[0] not in typed:
                self.history.renamed(room, old, new[0])

    def _under_way(self) -> set[str]:
        """The ids of all that still may reach the server without the program's doing."""
        frames = [frame for each in self.connections if each.server_open for frame in each.up]
        return {name for frame in frames for name in NAMED.findall(frame)}

    async def page(self, number: int) -> Timeline:
        """All that is shown of a room."""
        return await self.vault.read(timelines.newest, number, EVERYTHING)
