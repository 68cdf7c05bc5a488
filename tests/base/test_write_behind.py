"""The small files of the window: written in order, in a thread, the last word of each."""

import threading
from pathlib import Path

import pytest

from workstation.base import atomic_write, write_behind
from workstation.base.write_behind import WriteBehind
from workstation.domain.errors import DiskFull


class Disk:
    """One that takes a file when it is let; ``written`` are the contents, in order."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.free, self.asked = threading.Event(), threading.Event()
        self.written: list[tuple[str, bytes]] = []
        self.threads: set[threading.Thread] = set()
        self._write = atomic_write.write_atomically
        patch.setattr(atomic_write, "write_atomically", self.write)

    def write(self, path: Path, content: bytes) -> None:
        """In place of the real one."""
        self.asked.set()
        self.threads.add(threading.current_thread())
        assert self.free.wait(20)
        self.written.append((path.name, content))
        self._write(path, content)


@pytest.fixture
def disk(monkeypatch):
    disk = Disk(monkeypatch)
    yield disk
    disk.free.set()


def test_of_one_file_only_what_was_asked_for_last_is_written_and_nobody_waits(tmp_path, disk):
    files = WriteBehind()
    files.put(tmp_path / "colour", b"1")
    assert disk.asked.wait(20)
    files.put(tmp_path / "place", b"2")
    files.put(tmp_path / "colour", b"3")
    files.put(tmp_path / "colour", b"4")
    assert files.read(tmp_path / "colour", 10) == b"4"
    assert not disk.written
    disk.free.set()
    assert files.finish()
    assert (tmp_path / "colour").read_bytes() == b"4"
    assert (tmp_path / "place").read_bytes() == b"2"
    assert sorted(disk.written) == [("colour", b"1"), ("colour", b"4"), ("place", b"2")]
    assert threading.main_thread() not in disk.threads


def test_the_end_waits_no_longer_than_its_bound(tmp_path, disk):
    files = WriteBehind()
    files.put(tmp_path / "colour", b"1")
    assert not files.finish(0.0)
    disk.free.set()
    assert files.finish()
    assert files.finish(0.0)


def test_what_stands_already_is_not_written_again(tmp_path, disk):
    disk.free.set()
    files = WriteBehind()
    for _ in range(2):
        files.put(tmp_path / "colour", b"1")
        assert files.finish()
    assert disk.written == [("colour", b"1")]


def test_none_removes_it(tmp_path):
    files, file = WriteBehind(), tmp_path / "minimised"
    file.write_bytes(b"")
    files.put(file, None)
    assert files.finish()
    assert not file.exists()
    assert files.read(file, 10) is None
    files.put(file, None)
    assert files.finish()


class SlowDisk:
    """One that gives a file only when it is let."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.free, self.asked = threading.Event(), threading.Event()
        self._read = write_behind.read_bounded
        patch.setattr(write_behind, "read_bounded", self.read)

    def read(self, file: Path, max_bytes: int) -> bytes | None:
        """In place of the real one."""
        assert threading.current_thread() is not threading.main_thread()
        self.asked.set()
        assert self.free.wait(20)
        return self._read(file, max_bytes)


@pytest.fixture
def slow_disk(monkeypatch):
    """A home folder on a network that is silent."""
    disk = SlowDisk(monkeypatch)
    yield disk
    disk.free.set()


def test_nobody_waits_for_a_file_that_is_read_ahead(tmp_path, slow_disk):
    files, file = WriteBehind(), tmp_path / "place"
    file.write_bytes(b"1")
    files.read_ahead(file, 10)
    assert slow_disk.asked.wait(20)
    assert files.read(file, 10) is None
    slow_disk.free.set()
    assert files.finish()
    assert files.read(file, 10) == b"1"
    files.read_ahead(file, 10)
    assert files.read(file, 10) == b"1"


def test_what_was_asked_for_meanwhile_is_no_older_than_what_is_read_ahead(tmp_path, slow_disk):
    files, file = WriteBehind(), tmp_path / "place"
    file.write_bytes(b"1")
    files.read_ahead(file, 10)
    assert slow_disk.asked.wait(20)
    files.put(file, b"2")
    slow_disk.free.set()
    assert files.finish()
    assert files.read(file, 10) == b"2"
    assert file.read_bytes() == b"2"


def test_a_disk_that_takes_nothing_ends_nothing(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise DiskFull("no room")

    files = WriteBehind()
    with monkeypatch.context() as patch:
        patch.setattr(atomic_write, "write_atomically", full)
        files.put(tmp_path / "colour", b"1")
        assert files.finish()
    assert not (tmp_path / "colour").exists()
    files.put(tmp_path / "colour", b"1")
    assert files.finish()
    assert (tmp_path / "colour").exists()
