"""The question before a loss is waited for as long as it stands, and no longer."""

import asyncio

import shiboken6

from tests.simulation.virtual_time import VirtualLoop, run
from tests.ui.waiting import until
from workstation.domain.changes import Draft
from workstation.domain.unsaved import Unsaved, UnsavedWords
from workstation.program.leave_confirmation import LeaveConfirmation
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.ui.shell.storage_warning import LossQuestion
from workstation.ui.shell.window import ShellWindow

LOOKS = 7
UNSAVED = UnsavedWords(drafts={7: Draft(7, "休息")})


def test_a_question_that_went_with_what_it_lay_over_is_waited_for_no_longer(qloop, qtbot):
    """With the page of a sign-in that ended: the next one's vault would not come to the disk."""
    window, left = ShellWindow(), []
    qtbot.addWidget(window)
    leaving = LeaveConfirmation(window, MemoryOnlyVaults(), {"1001": UNSAVED}, {}, lambda: None)

    async def ask_and_lose_the_question() -> None:
        leaving.ask(lambda: left.append(True))
        await until(lambda: window.findChild(LossQuestion) is not None)
        shiboken6.delete(window.findChild(LossQuestion))
        await until(lambda: not leaving.is_asking)

    qloop.run_until_complete(ask_and_lose_the_question())
    assert not left
    window.end()


def test_a_disk_is_tried_soon_and_then_less_and_less_often(qtbot, monkeypatch):
    """Each look writes to it all that memory holds, and the question may stand all night."""
    window, loop, tried = ShellWindow(), VirtualLoop(), []
    qtbot.addWidget(window)
    leaving = LeaveConfirmation(window, MemoryOnlyVaults(), {"1001": UNSAVED}, {}, lambda: None)

    async def refuse() -> Unsaved:
        tried.append(loop.time())
        return Unsaved(1, 0) if len(tried) < LOOKS else Unsaved(0, 0)

    async def wait_for_the_disk() -> None:
        assert await leaving._becomes_safe(asyncio.Event())

    monkeypatch.setattr(leaving, "_count_losses", refuse)
    run(loop, wait_for_the_disk())
    assert tried == [2, 6, 14, 30, 62, 122, 182]
    window.end()
