"""A share that went away while one saves there holds neither the loop nor, for long, the end."""

import asyncio
import threading

import pytest

from workstation.base.blocking_call import finish_writing
from workstation.program.app import program_loop
from workstation.ui.record import paper_output

TOO_LONG = 10.0
"""Seconds after which the share comes back by itself: a test that waits for it has failed."""
THREADS = 10
"""Those of the loop."""


class HangingShare:
    """A folder into which nothing is written until it is back."""

    def __init__(self):
        self.writing, self.back = threading.Event(), threading.Event()

    def write(self, *_file):
        self.writing.set()
        self.back.wait(TOO_LONG)
        self.back.set()


@pytest.fixture
def share(monkeypatch):
    """Where a record is saved as a PDF."""
    share = HangingShare()
    monkeypatch.setattr(paper_output, "save_where_chosen", share.write)
    yield share
    share.back.set()
    assert finish_writing(TOO_LONG)


async def save(path):
    """What the window does once the doctor has said where."""
    return await paper_output._write(path, b"%PDF-", lambda: None)


def test_the_window_ends_while_a_file_is_saved(share, qapp, tmp_path):
    async def a_run():
        saving = asyncio.ensure_future(save(tmp_path / "record.pdf"))
        await asyncio.to_thread(share.writing.wait)
        saving.cancel()
        await asyncio.wait([saving])

    with program_loop(qapp) as loop:
        loop.run_until_complete(a_run())
    assert not finish_writing(0.01)
    assert not share.back.is_set()
    share.back.set()
    assert finish_writing(TOO_LONG), "what is nearly written is waited for"


def test_files_that_are_saved_leave_the_loop_its_threads(share, qapp, tmp_path):
    async def a_run():
        places = (tmp_path / f"{number}.pdf" for number in range(THREADS))
        saving = [asyncio.ensure_future(save(place)) for place in places]
        await asyncio.sleep(0)
        await asyncio.to_thread(share.writing.wait)
        assert not share.back.is_set()
        share.back.set()
        await asyncio.gather(*saving)

    with program_loop(qapp) as loop:
        loop.run_until_complete(a_run())
