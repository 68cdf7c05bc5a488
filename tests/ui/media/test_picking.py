"""A file that was picked or dropped is read within its bound, whatever it is or becomes."""

import asyncio
import io
import threading
from types import SimpleNamespace

import pytest

from workstation.domain.errors import MediaTooLarge
from workstation.ui.media.picking import GivenFiles, read_bounded


class StandIn:
    """A file of these bytes that says ``size`` of itself; how often it was opened."""

    name = "photo.jpg"

    def __init__(self, content: bytes, size: int, *, plain: bool = True) -> None:
        self._content, self._size, self._plain = content, size, plain
        self.opened = 0

    def is_file(self) -> bool:
        return self._plain

    def is_dir(self) -> bool:
        return False

    def stat(self) -> SimpleNamespace:
        return SimpleNamespace(st_size=self._size)

    def open(self, _mode: str) -> io.BytesIO:
        self.opened += 1
        return io.BytesIO(self._content)


def test_one_within_the_bound_is_read() -> None:
    assert read_bounded(StandIn(b"12345", 5), 5) == b"12345"


def test_one_that_is_too_large_is_not_opened() -> None:
    large = StandIn(b"123456", 6)
    with pytest.raises(MediaTooLarge):
        read_bounded(large, 5)
    assert large.opened == 0


def test_one_that_grows_meanwhile_is_too_large() -> None:
    with pytest.raises(MediaTooLarge):
        read_bounded(StandIn(b"123456", 5), 5)


def test_what_would_never_end_is_not_opened() -> None:
    pipe = StandIn(b"", 0, plain=False)
    with pytest.raises(FileNotFoundError):
        read_bounded(pipe, 5)
    assert pipe.opened == 0


def test_the_program_ends_while_a_share_is_away(monkeypatch) -> None:
    asked, back = threading.Event(), threading.Event()

    def hang(*_path: object) -> bytes:
        asked.set()
        back.wait(10.0)
        back.set()
        return b""

    monkeypatch.setattr("workstation.ui.media.picking.read_bounded", hang)

    async def run() -> None:
        reading = asyncio.ensure_future(GivenFiles().read(StandIn(b"", 0), 5))
        await asyncio.to_thread(asked.wait)
        reading.cancel()

    asyncio.run(run())
    assert not back.is_set()
    back.set()
