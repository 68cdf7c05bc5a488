"""A disk that loses its power: what was synced stays, of the rest anything may be left.

A file system promises nothing about a write until the file is synced: it may be on the plate or
not, before or after its neighbours, or torn in the middle of a sector's worth of bytes. SQLite's
promises hold on such a disk only where it syncs in the right places, so this module stands below
the real, encrypting engine: ``RecordingDisk`` is a VFS that passes every call to the system's and
notes the ones that change something. Afterwards ``Plates`` goes through the notes and lays out,
for a power loss behind any of them, one of the states that the files may then be in.

A small example: the notes ``write log 0..4096``, ``sync log``, ``write log 4096..8192`` and a cut
behind the third give a log of 4,096 bytes that is whole, and behind it nothing (``Loss.ALL``),
everything (``Loss.NOTHING``), some of its sectors (``Loss.SOME``) or its first half
(``Loss.TORN``).
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Self

import apsw

from workstation.vault.engine.opening import open_memory

SECTOR_BYTES = 512
NEVER = -1
NAME = "recording-disk"
ENCRYPTING = f"multipleciphers-{NAME}"
"""What the database library calls its encryption above this disk."""


class Loss(enum.Enum):
    """What is left of the writes that were not synced."""

    ALL = "nothing of them is left"
    SOME = "each sector is left or not, in no order"
    TORN = "the last of them ends in the middle"
    NOTHING = "all of them are left"


@dataclass(frozen=True, slots=True)
class Note:
    """One call that changed a file; ``size`` is the new length of a truncated one."""

    kind: str
    path: str
    offset: int = 0
    data: bytes = b""
    size: int = 0


class _File(apsw.VFSFile):
    def __init__(self, disk: "RecordingDisk", name: object, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else name

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's name
        self._disk.call(self._path)
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.call(self._path)
        super().xWrite(data, offset)
        self._disk.note("write", self._path, offset=offset, data=bytes(data))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.call(self._path)
        super().xTruncate(size)
        self._disk.note("truncate", self._path, size=size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.call(self._path)
        super().xSync(flags)
        self._disk.note("sync", self._path)


class RecordingDisk(apsw.VFS):
    """The system's disk, with notes of what changes on it.

    Of the reads, writes and syncs of files that end in ``ending`` the one numbered ``failing``
    raises ``fault``; ``calls`` counts them.
    """

    def __init__(self) -> None:
        super().__init__(NAME, "")
        self.notes: list[Note] = []
        self.calls, self.failing, self.ending = 0, NEVER, ""
        self.fault: type[apsw.Error] = apsw.IOError

    @classmethod
    @cache
    def of_this_process(cls) -> Self:
        """The only one: the library's encryption keeps a pointer to the disk below it for good.

        The first opening of a process begins the library anew and frees the disk that this one
        would stand on, so that goes before.
        """
        open_memory().close()
        return cls()

    def begin(
        self, failing: int = NEVER, fault: type[apsw.Error] = apsw.IOError, ending: str = ""
    ) -> None:
        """Forget what was, and count anew."""
        self.notes, self.calls = [], 0
        self.failing, self.fault, self.ending = failing, fault, ending

    def call(self, path: str | None) -> None:
        """Count a call that concerns a file that lasts; raises if it is the one to fail."""
        if path and path.endswith(self.ending):
            self.calls += 1
            if self.calls - 1 == self.failing:
                raise self.fault

    def note(self, kind: str, path: str | None, **rest: object) -> None:
        """Keep a note of a call, if it concerns a file that lasts."""
        if path:
            self.notes.append(Note(kind, path, **rest))

    def xOpen(self, name: object, flags: list[int]) -> _File:  # noqa: N802
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        self.note("delete", filename, size=int(syncdir))


@dataclass
class _Plate:
    """One file: what is synced for good (``None``: no such file), and what came after."""

    synced: bytearray | None = None
    pending: list[Note] = field(default_factory=list)

    def take(self, note: Note) -> None:
        self.pending.append(note)
        if note.kind == "sync" or (note.kind == "delete" and note.size):
            self.synced = _applied(self.synced, self.pending)
            self.pending = []

    def left(self, loss: Loss, pick: Random) -> bytearray | None:
        match loss:
            case Loss.ALL:
                return self.synced
            case Loss.NOTHING:
                return _applied(self.synced, self.pending)
            case Loss.TORN:
                return _applied(self.synced, _torn(self.pending, pick))
            case Loss.SOME:
                return _applied(self.synced, _some(self.pending, pick))


class Plates:
    """The files of a folder after each note; begins with what stood there when it was made.

    A file goes by its name: the database spells the folder with its drive, where there are drives.
    """

    def __init__(self, folder: Path) -> None:
        self._plates = {
            path.name: _Plate(bytearray(path.read_bytes())) for path in folder.iterdir()
        }

    def take(self, note: Note) -> None:
        """Go on behind one more note."""
        self._plates.setdefault(Path(note.path).name, _Plate()).take(note)

    @property
    def is_certain(self) -> bool:
        """Whether everything is synced, so that every loss leaves the same."""
        return not any(plate.pending for plate in self._plates.values())

    def lay_out(self, folder: Path, loss: Loss, pick: Random) -> None:
        """Write the files as they are after a loss of power."""
        for name, plate in self._plates.items():
            content = plate.left(loss, pick)
            place = folder / name
            if content is None or place.name.endswith("-shm"):
                place.unlink(missing_ok=True)
            else:
                place.write_bytes(content)


def _applied(content: bytearray | None, notes: list[Note]) -> bytearray | None:
    result = None if content is None else bytearray(content)
    for note in notes:
        match note.kind:
            case "delete":
                result = None
            case "truncate":
                result = bytearray() if result is None else result
                del result[note.size :]
            case "write":
                result = bytearray() if result is None else result
                end = note.offset + len(note.data)
                result.extend(bytes(max(0, end - len(result))))
                result[note.offset : end] = note.data
    return result


def _torn(notes: list[Note], pick: Random) -> list[Note]:
    survivors = notes[: pick.randint(0, len(notes))]
    if survivors and survivors[-1].kind == "write":
        last = survivors.pop()
        half = last.data[: pick.randint(0, len(last.data))]
        survivors.append(Note("write", last.path, last.offset, half))
    return survivors


def _some(notes: list[Note], pick: Random) -> list[Note]:
    return [each for note in notes for each in _sectors(note) if pick.random() < 0.5]


def _sectors(note: Note) -> Iterator[Note]:
    if note.kind != "write":
        yield note
        return
    begin = 0
    while begin < len(note.data):
        end = min(len(note.data), begin + SECTOR_BYTES - (note.offset + begin) % SECTOR_BYTES)
        yield Note("write", note.path, note.offset + begin, note.data[begin:end])
        begin = end
