"""A day at the desk on a recording disk, and what of it must be there after a loss of power.

Whoever is told "written" relies on it, so each promise is noted with the place in the disk's notes
at which it was given. What is absorbed (the server can tell it again) is promised nothing, but may
only be missing from its end, together with the cursor.
"""

import asyncio
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import apsw

from tests.fakes import archive
from tests.fakes.archive import ME
from tests.power.disk import ENCRYPTING, RecordingDisk
from tests.vault.people import KEY, consultation
from workstation.domain.changes import Draft, Listed, Place
from workstation.domain.events import Arrived
from workstation.domain.message import Message, MessageKind
from workstation.vault.archive import cursors
from workstation.vault.archive.cursors import Cursor
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import consultations, timelines
from workstation.vault.unsent import drafts, failures, outbox

ROOM = 70
"""The consultation in which the day is spent."""

ELSEWHERE = 71
"""A consultation that is deleted from the history in the middle of the day."""

LOCKED_EVERY = 15
"""After so many rounds the window is locked, and unlocked again."""

MAX_LOG_PAGES = 40
"""The log is written back this often, where SQLite would wait for 1,000 pages."""


@dataclass
class Promises:
    """What the doctor was told, and behind which of the disk's notes."""

    written: dict[str, int] = field(default_factory=dict)
    taken_back: dict[str, int] = field(default_factory=dict)
    drafts: dict[str, int] = field(default_factory=dict)
    deleted: int | None = None
    before: tuple[Message, ...] = ()
    """What an older program had stored in another consultation."""

    archived: dict[str, int] = field(default_factory=dict)
    """Own messages, and from which note on the archive may be known to have them."""


class Day:
    """Writes to the vault at ``path`` as a day does; ``promises`` tells what for."""

    def __init__(self, path: Path, disk: RecordingDisk, pick: Random) -> None:
        self.promises = Promises()
        self._path, self._disk, self._pick = path, disk, pick
        self._count = 0

    async def live(self, rounds: int) -> None:
        """Open the vault, go through the day, and close it."""
        vault = Vault.open(self._path, KEY)
        try:
            self.promises.before = await vault.read(_everything, archive.ROOM)
            await vault.write(_list_consultations)
            for number in range(rounds):
                await self._round(vault, number)
                if number == rounds // 2:
                    await vault.write(consultations.forget, [ELSEWHERE])
                    self.promises.deleted = self._now
                if number % LOCKED_EVERY == LOCKED_EVERY - 1:
                    vault.suspend()
                    vault.resume(KEY)
        finally:
            vault.close()

    @property
    def _now(self) -> int:
        return len(self._disk.notes)

    async def _round(self, vault: Vault, number: int) -> None:
        name = f"{number:04}"
        await vault.write(drafts.put, Draft(ROOM, f"draft {name}"), number)
        self.promises.drafts[f"draft {name}"] = self._now
        await asyncio.gather(
            vault.write(outbox.add, ROOM, name, MessageKind.TEXT, f"own {name}", number),
            vault.absorb(self._absorb, make_arrived(f"theirs {name}")),
        )
        self.promises.written[name] = self._now
        match self._pick.randrange(4):
            case 0:
                await vault.write(failures.discard, name)
                self.promises.taken_back[name] = self._now
            case 1 | 2:
                self.promises.archived[name] = self._now
                await vault.absorb(self._absorb, make_arrived(f"own {name}", ME, origin_id=name))

    def _absorb(self, connection: apsw.Connection, arrived: Arrived) -> None:
        """A message of the archive and the cursor behind it: one transaction, as pages do it."""
        archive_id = f"a{self._count:05}"
        at_ms = 1_000 + self._count
        ingest(connection, [replace(arrived, archive_id=archive_id, at_ms=at_ms)])
        place = timelines.newest(connection, ROOM, 1).messages[0].position
        cursors.put(connection, ROOM, Cursor(archive_id, place, self._count))
        self._count += 1


def connections(weaker: Mapping[str, str]) -> type[apsw.Connection]:
    """A class of connections whose files stand on the recording disk.

    ``weaker`` gives the level of syncing that is set where another is asked for.
    """

    class OnDisk(apsw.Connection):
        def __init__(self, path: str, **options: int) -> None:
            super().__init__(path, vfs=ENCRYPTING, **options)
            self.pragma("wal_autocheckpoint", MAX_LOG_PAGES)

        def pragma(self, name: str, value: object = None, **rest: object) -> object:
            if name == "synchronous" and value is not None:
                value = weaker.get(value, value)
            return super().pragma(name, value, **rest) if value else super().pragma(name, **rest)

    return OnDisk


def broken(path: Path, promises: Promises, cut: int) -> list[str]:
    """The promises that do not hold in the vault at ``path``, after a cut behind a note."""
    vault = Vault.open(path, KEY)
    try:
        return asyncio.run(vault.read(functools.partial(_broken, promises=promises, cut=cut)))
    finally:
        vault.close()


def _broken(connection: apsw.Connection, promises: Promises, cut: int) -> list[str]:
    faults = [] if connection.pragma("quick_check", 1) == "ok" else ["the database is damaged"]
    unsent = [entry.origin_id for entry in outbox.entries(connection, ROOM)]
    messages = _everything(connection, ROOM)
    stored = [each.origin_id for each in messages if each.position is not None]
    theirs = [each.text for each in messages if each.text.startswith("theirs")]
    for name, since in promises.written.items():
        if since > cut:
            continue
        gone = name in promises.taken_back
        if name not in unsent and name not in stored and not gone:
            faults.append(f"lost: {name}")
        if name in unsent and gone and promises.taken_back[name] <= cut:
            faults.append(f"back again: {name}")
    faults += [f"doubled: {name}" for name in set(unsent) & set(stored)]
    own = [name for name in stored if not name.startswith("id-")]
    faults += [f"sent before the archive had it: {n}" for n in own if promises.archived[n] > cut]
    if _everything(connection, archive.ROOM) != promises.before:
        faults.append("what an older program had stored is not as it was")
    if unsent != sorted(unsent):
        faults.append("the outbox lost its order")
    if theirs != [f"theirs {number:04}" for number in range(len(theirs))]:
        faults.append("a hole among the messages")
    return faults + _broken_cursor(connection, stored) + _broken_texts(connection, promises, cut)


def _broken_cursor(connection: apsw.Connection, stored: list[str]) -> list[str]:
    cursor = cursors.get(connection, ROOM)
    expected = f"a{len(stored) - 1:05}" if stored else None
    seen = cursor.archive_id if cursor else None
    return [] if seen == expected else [f"cursor {seen} behind {len(stored)} messages"]


def _broken_texts(connection: apsw.Connection, promises: Promises, cut: int) -> list[str]:
    promised = [text for text, since in promises.drafts.items() if since <= cut]
    faults = []
    if promised and drafts.get(connection, ROOM).text < promised[-1]:
        faults.append(f"draft older than {promised[-1]}")
    listed = connection.execute(
        "SELECT count(*) FROM consultation WHERE consultation_id = ?", (ELSEWHERE,)
    ).get
    if promises.deleted is not None and promises.deleted <= cut and listed:
        faults.append("a deleted consultation is back")
    return faults


def make_arrived(text: str, member_id: int = archive.PATIENT, **rest: object) -> Arrived:
    """A message in the room of this day."""
    return archive.make_arrived(text, member_id, consultation_id=ROOM, **rest)


def _everything(connection: apsw.Connection, consultation_id: int) -> tuple[Message, ...]:
    return timelines.newest(connection, consultation_id, 100_000).messages


def _list_consultations(connection: apsw.Connection) -> None:
    members.set_me(connection, ME, "李医生")
    consultations.put(connection, Listed(consultation(ROOM), Place.IN_PROCESS))
    consultations.put(connection, Listed(consultation(ELSEWHERE), Place.HISTORY))
