"""What a doctor keeps or sends, each call of the vault failed once: nothing is different then.

Nothing was announced or recorded either, and asked again it is as if nothing had failed.
"""

import itertools
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.fakes.clock import SetClock
from tests.services.old_and_new import NOW
from tests.vault.people import consultation, furnish
from workstation.domain.bookmarks import Bookmark
from workstation.domain.changes import Listed, Place
from workstation.domain.closing import ClosingSummary
from workstation.domain.errors import DiskFull
from workstation.domain.handover import HandoverItem, HandoverKind
from workstation.services.bookmarks import BookmarkService
from workstation.services.closing import ClosingService
from workstation.services.handover import HandoverService
from workstation.services.patient_purge import PatientPurge
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.lists import consultations, handover
from workstation.vault.purged_numbers import UNFINISHED

MAX_CALLS = 20
ENDED = consultation(8)
INDEX = "message_index"
"""Tables that begin so are made of the others."""

VOICE = "https://clinic.example/voice.m4a"
SUMMARY = ClosingSummary("荨麻疹可能性大")


class FullOnce:
    """A vault of which one call, counted from 0, finds the disk full."""

    def __init__(self, vault: Vault, failing: int) -> None:
        self._vault, self._left = vault, failing
        self.struck = False

    async def write(self, *call: Any) -> Any:
        self._count()
        return await self._vault.write(*call)

    async def read(self, *call: Any) -> Any:
        self._count()
        return await self._vault.read(*call)

    def _count(self) -> None:
        self._left -= 1
        if self._left == -1:
            self.struck = True
            raise DiskFull("full")


class Workplace:
    """Services over one vault, and all that anybody is told by them."""

    def __init__(self, vault: Vault, failing: int) -> None:
        self.vault, self.disk = vault, FullOnce(vault, failing)
        self.announced: list[Any] = []
        clock, note = SetClock(NOW), self.announced.append
        self.handover = HandoverService(self.disk, clock, note, self._new_id, allowed=True)
        self.handover.marked.subscribe(note)
        self.closing = ClosingService(self.disk, clock, note, self._new_id)
        self.bookmarks = BookmarkService(self.disk, clock.now_ms)
        self.bookmarks.changed.subscribe(note)
        record = lambda *event: note(event)  # noqa: E731
        self.purge = PatientPurge(self.disk, self, record, note, lambda: note("copies"))
        self._ids = itertools.count()

    def begin(self) -> None:
        """Ids are the same at each try, so that what is kept can be compared."""
        self._ids = itertools.count()

    def _new_id(self) -> str:
        return f"id {next(self._ids)}"

    async def drop(self, addresses: frozenset[str]) -> None:
        """The files of a patient who is purged."""
        self.announced.append(addresses)

    async def rows(self) -> dict[str, list[Any]]:
        """All that the vault holds, and whether the ended consultation counts as purged."""
        return await self.vault.read(_rows) | {"purged": [self.purge.is_purged(ENDED)]}

    async def promise(self) -> HandoverItem:
        items = await self.vault.read(handover.read)
        return next(filter(_is_promise, items))


Act = Callable[[Workplace], Awaitable[None]]


async def _hand_over(place: Workplace) -> None:
    await place.handover.send([(ROOM, "请接班医生复查"), (ENDED.consultation_id, "已结束")])


async def _remind(place: Workplace) -> None:
    await place.handover.remind(await place.promise(), reminds=True)


async def _put_off(place: Workplace) -> None:
    item = await place.promise()
    await place.handover.set_due(item, 77)


async def _close(place: Workplace) -> None:
    await place.handover.close(await place.promise())


async def _undo_mark(place: Workplace) -> None:
    await place.handover.restore(replace(await place.promise(), due_ms=1, marked_ms=5))


async def _undo_first_mark(place: Workplace) -> None:
    await place.handover.restore(replace(await place.promise(), marked_ms=0))


async def _summarize(place: Workplace) -> None:
    place.closing.hold(ROOM, SUMMARY)
    await place.closing.save(ROOM)


async def _send_summary(place: Workplace) -> None:
    await place.closing.send(ROOM, SUMMARY, "【小结】荨麻疹可能性大")


async def _mark_voice(place: Workplace) -> None:
    await place.bookmarks.put(ROOM, VOICE, Bookmark(1_500, "咳嗽"))


async def _purge(place: Workplace) -> None:
    await place.purge.purge(await place.purge.survey(ENDED))


ACTS = (
    _hand_over, _remind, _put_off, _close, _undo_mark, _undo_first_mark, _summarize, _send_summary,
    _mark_voice, _purge,
)  # fmt: skip


@pytest.fixture
def work() -> Iterator[Callable[[int], Workplace]]:
    """Makes a workplace with one open and one ended consultation, at a disk that fails then."""
    vaults: list[Vault] = []

    def make(failing: int) -> Workplace:
        vaults.append(Vault.in_memory(threads=False))
        return Workplace(vaults[-1], failing)

    yield make
    for vault in vaults:
        vault.close()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__.strip("_"))
async def test_whichever_call_fails_all_is_as_before_and_the_next_try_does_it(
    act: Act, work: Callable[[int], Workplace]
) -> None:
    whole = await _filled(work(-1))
    await act(whole)
    for failing in range(MAX_CALLS):
        place = await _filled(work(failing))
        before = await place.rows()
        try:
            await act(place)
        except DiskFull:
            assert (await place.rows(), place.announced) == (before, []), failing
            place.begin()
            await act(place)
        assert (await place.rows(), place.announced) == (await whole.rows(), whole.announced), (
            failing
        )
        if not place.disk.struck:
            break
    assert failing > 0
    assert before != await whole.rows()


async def _filled(place: Workplace) -> Workplace:
    await place.vault.write(_fill)
    return place


def _fill(connection: Any) -> None:
    furnish(connection)
    consultations.put(connection, Listed(ENDED, Place.HISTORY))
    for number in (ROOM, ENDED.consultation_id):
        own = make_arrived("一周后复查", ME, origin_id=f"p{number}", consultation_id=number)
        theirs = make_arrived("要停药吗？", PATIENT, origin_id=f"q{number}", consultation_id=number)
        ingest(
            connection,
            [replace(own, archive_id=f"a{number}"), replace(theirs, archive_id=f"b{number}")],
        )

    marked = next(filter(_is_promise, handover.read(connection)))
    handover.put(connection, replace(marked, due_ms=99, marked_ms=4))


def _is_promise(item: HandoverItem) -> bool:
    return item.kind is HandoverKind.PROMISE


def _rows(connection: Any) -> dict[str, list[Any]]:
    """Every table's rows, but those of the index behind the search, and what a start has to do."""
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith(INDEX)
    ]
    return {
        name: sorted(
            repr(row)
            for row in connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            if UNFINISHED not in row
        )
        for name in names
    }
