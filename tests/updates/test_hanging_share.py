"""A share that went away holds each call into it: nobody waits, the window least of all."""

import asyncio
import io
import threading

import pytest

from workstation.domain.update_errors import UpdateUnreachable
from workstation.updates import repository_source
from workstation.updates.repository_source import FolderSource

TOO_LONG = 10.0
"""Seconds after which the share comes back by itself: a test that waits for it has failed."""


class HangingFile(io.RawIOBase):
    """A file whose reading comes back with the share."""

    def __init__(self):
        super().__init__()
        self.reading, self.back, self.gone = (threading.Event() for _ in range(3))

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, *_place):
        return 0

    def readinto(self, _buffer):
        self.reading.set()
        self.back.wait(TOO_LONG)
        self.back.set()
        return 0

    def close(self):
        super().close()
        self.gone.set()


@pytest.fixture
def share(tmp_path, monkeypatch):
    """The one file of a share; the folder it is in answers, and its reading does not."""
    file = HangingFile()
    monkeypatch.setattr(repository_source, "open_regular", lambda _path: io.BufferedReader(file))
    monkeypatch.setattr(repository_source, "CLOSE_SECONDS", 0.01)
    file.source = FolderSource(tmp_path)
    yield file
    file.back.set()
    assert file.gone.wait(TOO_LONG)


async def test_a_fetch_that_is_given_up_does_not_wait_for_the_share(share):
    async with share.source.open_at("targets/package.deb", 0) as opened:
        piece = asyncio.ensure_future(anext(opened.pieces))
        await asyncio.to_thread(share.reading.wait)
        piece.cancel()
        await asyncio.wait([piece])
    assert not share.back.is_set()


async def test_metadata_that_do_not_come_are_those_of_a_share_that_is_away(share, monkeypatch):
    monkeypatch.setattr(repository_source, "API_SECONDS", 0.01)
    with pytest.raises(UpdateUnreachable):
        await share.source.read("metadata/timestamp.json", 1000)
    assert not share.back.is_set()


def test_the_program_ends_while_the_share_is_away(share):
    async def a_run():
        look = asyncio.ensure_future(share.source.read("metadata/timestamp.json", 1000))
        await asyncio.to_thread(share.reading.wait)
        look.cancel()

    asyncio.run(a_run())
    assert not share.back.is_set()
