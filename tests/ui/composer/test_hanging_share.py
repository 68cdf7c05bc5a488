"""A file on a share that hangs holds up no other patient's words, and its own only for a while."""

import asyncio
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.fakes.archive import ROOM
from tests.ui.composer.conftest import HERE, OTHER, PATIENCE, THERE
from workstation.domain.message import MessageKind
from workstation.ui.media import picking

TOO_LONG = 10.0
"""Seconds after which the share comes back by itself: a test that waits for it has failed."""


class HangingShare:
    """The folder in which every look at a file comes back with the share."""

    folder = Path("/share")

    def __init__(self) -> None:
        self.asked, self.back = threading.Event(), threading.Event()

    def look(self, path: Path) -> bool:
        """Whether there is such a file; after that the share has no file at all."""
        self.asked.set()
        self.back.wait(TOO_LONG)
        self.back.set()
        return path.name == ""


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch, bench):  # noqa: ARG001 - it comes back before the bench ends
    """A share that hangs until the test is over."""
    hanging, is_file = HangingShare(), Path.is_file

    def look(path: Path) -> bool:
        return hanging.look(path) if hanging.folder in path.parents else is_file(path)

    monkeypatch.setattr(Path, "is_file", look)
    yield hanging
    hanging.back.set()


async def queued(bench, number: int):
    """What waits to be sent there, once anything does."""
    async with asyncio.timeout(PATIENCE):
        while not (waiting := await bench.queued(number)):  # noqa: ASYNC110 - no event for it
            await asyncio.sleep(0.01)
    return waiting


async def test_what_is_written_to_another_patient_goes(bench, share):
    bench.open(HERE)
    bench.give(share.folder / "arm.png")
    await asyncio.to_thread(share.asked.wait)
    bench.open(THERE)
    bench.write("每晚 0.5 mg")
    bench.clock.ms += 60_000  # long after the switch
    bench.press(Qt.Key.Key_Return)
    assert await queued(bench, OTHER) == [(MessageKind.TEXT, "每晚 0.5 mg")]
    assert not share.back.is_set()
    share.back.set()
    await bench.settle()


async def test_it_is_refused_after_a_while_and_the_words_can_go_without_it(
    bench, share, monkeypatch
):
    monkeypatch.setattr(picking, "READ_SECONDS", 0.01)
    bench.open(HERE)
    bench.write("请看报告")
    bench.give(share.folder / "report.pdf", share.folder / "arm.png")
    await bench.send()
    assert await bench.queued() == []
    assert all(name in bench.error_text for name in ("report.pdf", "arm.png"))
    assert bench.text == "请看报告"
    await bench.send()
    assert await queued(bench, ROOM) == [(MessageKind.TEXT, "请看报告")]
    assert not share.back.is_set()
