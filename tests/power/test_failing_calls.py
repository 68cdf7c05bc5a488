"""Each read, write and sync of the disk fails once: that is said, and tried again it is done.

The doctor drafts, sends, takes back and deletes, hands over, sums up, notes and purges; messages
come in; the window is locked, unlocked and closed. Whichever call of the database's files fails,
whoever asked gets a ``StorageError`` and may ask again, what others asked for is untouched, and at
the end all is as if nothing had failed.
"""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, TypeVar

import apsw
import pytest

from tests.power.day import ELSEWHERE, ROOM, _list_consultations, connections, make_arrived
from tests.power.disk import RecordingDisk
from tests.seeds import NEW, seed
from tests.vault.people import KEY, consultation
from workstation.domain.bookmarks import Bookmark
from workstation.domain.changes import Draft, Listed, Place
from workstation.domain.closing import ClosingSummary
from workstation.domain.errors import DiskFull, StorageError
from workstation.domain.message import Delivery, MessageKind
from workstation.domain.notes import PatientNote, note_subject
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.doctor import bookmarks, notes
from workstation.vault.lists import consultations, handover, timelines
from workstation.vault.purged_numbers import purged_ids
from workstation.vault.removal import patient_data
from workstation.vault.rescue import outbox_backup, recovery
from workstation.vault.unsent import closing, drafts, failures, outbox, own_amendments

T = TypeVar("T")

FAULTS = [apsw.IOError, apsw.FullError]
CALLS = 300 if NEW else 5
"""How many of the calls fail in turn."""

ENDED = 72
"""A consultation whose patient is purged from this computer."""

SUMMARY = ClosingSummary("hives")
VOICE = "https://clinic.example/voice.m4a"

COPY = ".own-wal"
"""The end of the name of the log of the second copy of unsent words."""

BUILT = ".rebuilding-wal"
"""That of the name of the log of a database that takes a damaged one's place."""

Step = tuple[Callable[..., Any], tuple[Any, ...]]
STEPS: tuple[Step, ...] = (
    (_list_consultations, ()),
    (drafts.put, (Draft(ROOM, "draft"), 1)),
    (outbox.add, (ROOM, "0001", MessageKind.TEXT, "own 1", 1)),
    (ingest, ([make_arrived("theirs 1", archive_id="a1", at_ms=1_001)],)),
    (outbox.add, (ROOM, "0002", MessageKind.TEXT, "own 2", 2)),
    (failures.discard, ("0001",)),
    (ingest, ([make_arrived("theirs 2", archive_id="a2", at_ms=1_002)],)),
    (consultations.forget, ([ELSEWHERE],)),
    (consultations.put, (Listed(consultation(ENDED), Place.HISTORY),)),
    (ingest, ([replace(make_arrived("ended", archive_id="e1"), consultation_id=ENDED)],)),
    (handover.send, ([(ROOM, "0003", "handed over")], 3)),
    (closing.put, (ROOM, ClosingSummary("half"))),
    (closing.send, (ROOM, SUMMARY, "0004", "summary", 4)),
    (bookmarks.put, (ROOM, VOICE, Bookmark(1_500, "cough"), 5)),
    (notes.put, (PatientNote(note_subject(consultation(ROOM)), ROOM, text="allergic"),)),
    (patient_data.purge, ([ENDED],)),
)
WHOLE = (
    ["draft"], ["0002", "0003", "0004"], ["theirs 1", "theirs 2"], [ROOM],
    SUMMARY, [VOICE], ["allergic"], {ENDED}, True,
)  # fmt: skip


async def _work(path: Path) -> None:
    """Go through all steps, each tried again where it failed."""
    vault = _twice(lambda: Vault.open(path, KEY))
    for number, (function, arguments) in enumerate(STEPS):
        try:
            await vault.write(function, *arguments)
        except StorageError:
            await vault.write(function, *arguments)
        if number == len(STEPS) // 2:
            _twice(vault.suspend)
            _twice(lambda: vault.resume(KEY))
    _twice(vault.close)


def _twice(act: Callable[[], T]) -> T:
    try:
        return act()
    except StorageError:
        return act()


def _read(connection: apsw.Connection) -> tuple[Any, ...]:
    listed = connection.execute("SELECT consultation_id FROM consultation").fetchall()
    return (
        [drafts.get(connection, ROOM).text],
        [entry.origin_id for entry in outbox.entries(connection, ROOM)],
        [message.text for message in timelines.newest(connection, ROOM, 99).messages],
        [number for (number,) in listed],
        closing.get(connection, ROOM).sent,
        list(bookmarks.of_consultation(connection, ROOM)),
        [note.text for note in notes.read_all(connection)],
        purged_ids(connection),
        connection.pragma("quick_check", 1) == "ok",
    )


def _after(path: Path) -> tuple[Any, ...]:
    vault = Vault.open(path, KEY)
    try:
        return asyncio.run(vault.read(_read))
    finally:
        vault.close()


def _run(folder: Path) -> None:
    folder.mkdir()
    asyncio.run(_work(folder / "vault.db"))


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> RecordingDisk:
    recording = RecordingDisk.of_this_process()
    monkeypatch.setattr(apsw, "Connection", connections(MappingProxyType({})))
    return recording


def test_without_a_fault_all_is_done(disk, tmp_path):
    disk.begin()
    _run(tmp_path / "pc")
    assert _after(tmp_path / "pc" / "vault.db") == WHOLE


@pytest.mark.parametrize("ending", ["", COPY])
@pytest.mark.parametrize("fault", FAULTS)
def test_whichever_call_fails_nothing_is_lost_or_done_twice(fault, ending, disk, tmp_path, caplog):
    caplog.set_level(logging.CRITICAL)
    disk.begin(ending=ending)
    _run(tmp_path / "pc")
    calls = range(disk.calls)
    assert calls
    pick = Random(seed(f"failing calls, {fault.__name__}, {ending}"))  # noqa: S311
    for failing in pick.sample(calls, min(CALLS, len(calls))):
        folder = tmp_path / str(failing)
        disk.begin(failing, fault, ending)
        _run(folder)
        disk.begin()
        assert _after(folder / "vault.db") == WHOLE, f"call {failing}"


class NoRoom(apsw.IOError):
    """What the library makes of a share of the disk that is used up: the system alone says why."""

    def __init__(self) -> None:
        super().__init__()
        with contextlib.suppress(OSError), Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"x")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_the_system_alone_calls_full_is_called_full(disk, tmp_path):
    """A home with a quota and a network's disk were called broken: "restart the program"."""
    path = tmp_path / "vault.db"
    for ending in ("-journal", "-wal", ".own-wal"):
        disk.begin(0, NoRoom, ending)
        with pytest.raises(DiskFull):
            Vault.open(path, KEY)
    disk.begin()
    vault = Vault.open(path, KEY)
    asyncio.run(vault.write(_list_consultations))
    for ending in ("-wal", ".own-wal"):
        disk.begin(0, NoRoom, ending)
        with pytest.raises(DiskFull):
            asyncio.run(vault.write(drafts.put, Draft(ROOM, "draft"), 1))
    disk.begin()
    vault.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_quota_that_is_used_up_in_a_rebuilding_is_called_a_full_disk(disk, tmp_path):
    """A doctor whose database was damaged read that the disk is broken, where room was missing."""
    path = tmp_path / "vault.db"
    _write(path, STEPS[:5])
    disk.begin(ending=BUILT)
    recovery.rebuild(path, KEY)
    calls = disk.calls
    assert calls > 100
    before = path.read_bytes()
    for failing in range(calls - 1, -1, -1 if NEW else -12):
        disk.begin(failing, NoRoom, BUILT)
        with pytest.raises(DiskFull):
            recovery.rebuild(path, KEY)
        assert path.read_bytes() == before
    disk.begin()
    assert recovery.rebuild(path, KEY).unsent == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_quota_that_is_used_up_as_the_second_copy_is_made_anew_is_called_full(disk, tmp_path):
    path = tmp_path / "vault.db"
    _write(path, STEPS[:5])
    outbox_backup.path_beside(path).unlink()
    disk.begin(0, NoRoom, ".own-journal")
    with pytest.raises(DiskFull):
        outbox_backup.set_aside_unless_sound(path, KEY)


LATER: tuple[Step, ...] = (
    (drafts.put, (Draft(ROOM, "later"), 1)),
    (own_amendments.correct, (ROOM, "0001", "c", "corrected", 1, 0)),
    (outbox.add, (ROOM, "0005", MessageKind.TEXT, "own 5", 5)),
    (failures.discard, ("0002",)),
)
"""What outlasts the database's log in its second copy alone."""


def _write(path: Path, steps: Iterable[Step]) -> None:
    vault = Vault.open(path, KEY)
    for function, arguments in steps:
        asyncio.run(vault.write(function, *arguments))
    vault.close()


def _own_words(connection: apsw.Connection) -> tuple[Any, ...]:
    entries = outbox.entries(connection, ROOM)
    states = [(entry.origin_id, entry.text, entry.state) for entry in entries]
    return drafts.get(connection, ROOM).text, states


@pytest.mark.parametrize("fault", FAULTS)
def test_whichever_call_of_an_opening_fails_the_newer_words_are_there_afterwards(
    fault, disk, tmp_path, caplog
):
    caplog.set_level(logging.CRITICAL)
    path = tmp_path / "vault.db"
    _write(path, STEPS[:5])
    before = path.read_bytes()
    _write(path, LATER)
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()} | {path.name: before}
    for failing in itertools.count(step=1 if NEW else 5):
        folder = tmp_path / str(failing)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        disk.begin(failing, fault)
        with contextlib.suppress(StorageError):
            Vault.open(folder / path.name, KEY).close()
        calls = disk.calls
        disk.begin()
        vault = Vault.open(folder / path.name, KEY)
        text, states = asyncio.run(vault.read(_own_words))
        vault.close()
        assert text == "later", failing
        assert states == [
            ("0001", "corrected", Delivery.QUEUED),
            ("0002", "own 2", Delivery.FAILED),
            ("0005", "own 5", Delivery.FAILED),
        ], failing
        if calls <= failing:
            break
    assert calls > 20, "each was reached"


def test_what_is_said_of_a_write_is_what_the_database_says(disk, tmp_path, caplog):
    """A disk that is full between database and copy: told otherwise, one would say it again."""
    caplog.set_level(logging.CRITICAL)
    vault = Vault.open(tmp_path / "vault.db", KEY)
    asyncio.run(vault.write(_list_consultations))
    taken = []
    for failing in itertools.count():
        name = f"{failing:04}"
        disk.begin(failing, apsw.FullError, COPY)
        try:
            asyncio.run(vault.write(outbox.add, ROOM, name, MessageKind.TEXT, name, failing))
        except StorageError:
            pass
        else:
            taken.append(name)
        entries = asyncio.run(vault.read(outbox.entries, ROOM))
        assert [entry.origin_id for entry in entries] == taken
        if disk.calls <= failing:
            break
    vault.close()
    assert len(taken) > 1, "some failed after the database had it"
    assert _after(tmp_path / "vault.db")[1] == taken
