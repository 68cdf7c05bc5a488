"""A folder that loses its power: files written whole, and names that lead to them.

A file system promises a file's content once the file is synced, and a name once its folder is. In
between the content may be there in part, and the name may lead to nothing or to the file of before;
names change in the order in which they were changed, as journals have it, and a file grows from its
beginning: what is missing of that is at its end, where zeros may stand. ``RecordingFolder`` looks
at every file before and after each call that changes a name or syncs, and ``lay_out`` writes what
may be left after a loss of power behind any of these notes. (For databases: ``disk``.)
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, BinaryIO

import pytest

from tests.power.disk import SECTOR_BYTES, Loss

Names = Mapping[Path, int]
"""Which file each name leads to, by the file's number."""


@dataclass(frozen=True)
class State:
    """What is known of the folder at one moment.

    ``names`` are those that may be left, the ones that are synced first and the present ones last.
    """

    names: tuple[Names, ...]
    synced: Mapping[int, bytes]
    contents: Mapping[int, bytes]


@dataclass
class RecordingFolder:
    """Notes of what changes below ``root``; without ``syncs`` no call to sync has any effect."""

    root: Path
    syncs: bool = True
    notes: list[State] = field(default_factory=list)
    _open: dict[int, BinaryIO] = field(default_factory=dict)
    """Every file that was seen: while it is open no other one gets its number."""

    @property
    def now(self) -> int:
        """How many notes there are: what is promised now holds behind the next one."""
        self._look()
        return len(self.notes)

    @contextmanager
    def watching(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        """Look at every call that matters for as long as the block lasts."""
        with patch.context() as patched:
            self._look()
            for name in ("replace", "unlink", "rename"):
                patched.setattr(Path, name, self._looking_around(getattr(Path, name)))
            patched.setattr(os, "fsync", self._sync)
            try:
                yield
                self._look()
            finally:
                for file in self._open.values():
                    file.close()

    def _looking_around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def looked_at(*args: Any, **kwargs: Any) -> Any:
            self._look()
            result = call(*args, **kwargs)
            self._look()
            return result

        return looked_at

    def _sync(self, handle: int) -> None:
        self._look()
        status, last = os.fstat(handle), self.notes[-1]
        if not self.syncs:
            return
        if stat.S_ISDIR(status.st_mode):
            self.notes.append(State(last.names[-1:], last.synced, last.contents))
        else:
            content = {status.st_ino: last.contents.get(status.st_ino, b"")}
            self.notes.append(State(last.names, {**last.synced, **content}, last.contents))

    def _look(self) -> None:
        files = {path: path.stat().st_ino for path in self.root.rglob("*") if path.is_file()}
        for path, number in files.items():
            if number not in self._open:
                self._open[number] = path.open("rb")
        contents = {number: path.read_bytes() for path, number in files.items()}
        if not self.notes:
            self.notes.append(State((files,), contents, contents))
            return
        last = self.notes[-1]
        names = last.names if last.names[-1] == files else (*last.names, files)
        known = {**last.contents, **contents}
        if (names, known) != (last.names, last.contents):
            self.notes.append(State(names, last.synced, known))

    def lay_out(self, behind: int, folder: Path, loss: Loss, pick: Random) -> None:
        """Write the files as they may be after a loss of power behind so many notes."""
        state = self.notes[behind - 1]
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for path, number in pick.choice(state.names).items():
            place = folder / path.relative_to(self.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(_left(state, number, loss, pick))


def _left(state: State, number: int, loss: Loss, pick: Random) -> bytes:
    synced, content = state.synced.get(number, b""), state.contents[number]
    match loss:
        case Loss.ALL:
            return synced
        case Loss.NOTHING:
            return content
        case Loss.TORN:
            end = pick.randint(0, len(content))
            return content[:end] + synced[end:]
        case Loss.SOME:
            grown = pick.randint(min(len(synced), len(content)), len(content))
            return _mixed(content, synced, pick)[:grown].ljust(len(content), b"\0")


def _mixed(content: bytes, synced: bytes, pick: Random) -> bytes:
    """The present content with some of its sectors as they were."""
    before = synced[: len(content)] + content[len(synced) :]
    places = range(0, len(content), SECTOR_BYTES)
    return b"".join(pick.choice((content, before))[n : n + SECTOR_BYTES] for n in places)
