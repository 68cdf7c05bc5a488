"""A question before a loss that stands while the loss goes away."""

from tests.journeys.conftest import until
from tests.journeys.locked_keys import LockedKeys
from tests.journeys.pages import decline_code, dialog_of, sign_in_page
from workstation.domain.backoff import Backoff
from workstation.program import leave_confirmation
from workstation.session import disk_retry
from workstation.ui.sign_in.unlock import UnlockPage
from workstation.vault.keys import system_keyring
from workstation.vault.keys.secret_service import KeyringState

MANGO = 20418


async def test_a_question_before_leaving_goes_once_nothing_would_be_lost_by_it(
    workplace, expect_log, monkeypatch
):
    """A computer that goes down ends the program after a while, answered or not."""
    expect_log.extend(["kept in memory only", "cannot be read yet"])
    monkeypatch.setattr(leave_confirmation, "DISK", Backoff(0.02, 0.02))
    monkeypatch.setattr(disk_retry, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(system_keyring, "POLL_SECONDS", 0.02)
    workplace.keys = keys = LockedKeys()
    keys.now = KeyringState.LOCKED
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.page_at_sight(UnlockPage))
        work.page_at_sight(UnlockPage).skip.click()
        page = await sign_in_page(work)
        page.submitted.emit(work.clinic.address, work.clinic.token, False)
        await decline_code(work)
        await until(lambda: work.program.main_window is not None, "signed in")
        await until(lambda: len(work.session.store.worklist) > 0, "the queue is read")
        await work.open_consultation(MANGO)
        work.write("体温 39 以上请马上去急诊")
        work.window.closing.emit()
        await dialog_of(work, "keeping.leave.title")
        keys.now = KeyringState.OPEN
        await until(work.program.parts.closing.is_set, "it closes")
        memory_only = work.program.parts.memory_only
    assert memory_only.is_empty
    assert not memory_only.lost
