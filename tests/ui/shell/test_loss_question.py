"""The question before a loss is waited for as long as it stands, and no longer."""

import shiboken6

from tests.ui.waiting import until
from workstation.domain.changes import Draft
from workstation.domain.unsaved import UnsavedWords
from workstation.leave_confirmation import LeaveConfirmation
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.ui.shell.storage_warning import LossQuestion
from workstation.ui.shell.window import ShellWindow

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
