"""A form filled in while nothing can be saved, and another one that the disk has."""

import pytest

from tests.journeys.conftest import Work, Workplace, until
from tests.journeys.locked_keys import LockedKeys
from tests.journeys.opening import Opening
from tests.journeys.pages import come_in
from tests.journeys.profile_page import open_profile, write_introduction
from workstation.session import disk_retry
from workstation.ui.kit import save_timer
from workstation.ui.kit.strings import tr
from workstation.ui.profile.page import ProfilePage
from workstation.vault.keys import system_keyring
from workstation.vault.keys.secret_service import KeyringState

YESTERDAY = "昨天写在盘上的。"
TODAY = "今天写在内存里的。"


@pytest.fixture(autouse=True)
def _tried_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_retry, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(system_keyring, "POLL_SECONDS", 0.02)


@pytest.fixture
def keys(workplace: Workplace, expect_log: list[str]) -> LockedKeys:
    """The keyring of the workplace, open."""
    expect_log.extend(["kept in memory only", "cannot be read yet"])
    workplace.keys = keys = LockedKeys()
    return keys


async def unlock_keyring(work: Work, keys: LockedKeys) -> None:
    """The sign-in goes on with the database on the disk."""
    first = work.program.session
    keys.now = KeyringState.OPEN
    await until(
        lambda: work.program.session not in {None, first} and work.program.main_window is not None,
        "it is on the disk",
    )
    assert work.session.storage.memory_reason is None


def texts_of(work: Work) -> list[str]:
    """What was said in the window, the latest first."""
    return [notice.text for notice in work.main_window.frame.notice_bar.recent]


async def test_both_forms_are_there_one_after_the_other(workplace, keys):
    async with workplace.open() as work:
        Opening(work).fill(YESTERDAY)
    keys.now = KeyringState.LOCKED
    async with workplace.open(sign_in=False) as work:
        await come_in(work)
        opening = Opening(work)
        opening.fill(TODAY)
        opening.sheet.dismiss()
        await unlock_keyring(work, keys)
        await until(lambda: tr("opening.another_waits") in texts_of(work))
        opening = Opening(work)
        assert opening.sheet.text.text() == TODAY
    async with workplace.open() as work:
        await until(lambda: tr("opening.another_waits") in texts_of(work))
        opening = Opening(work)
        assert opening.sheet.text.text() == TODAY
        await opening.press()
        await until(lambda: work.active.open_key not in opening.before | {None})
        notice = work.main_window.frame.notice_bar.recent[0]
        assert notice.text == tr("opening.another_left")
        notice.action.act()
        assert opening.sheet.text.text() == YESTERDAY
    async with workplace.open() as work:
        await until(lambda: tr("opening.unsaved") in texts_of(work))
        opening = Opening(work)
        assert opening.sheet.text.text() == YESTERDAY
        opening.sheet.clear()


async def test_the_page_has_what_was_written_at_both_times(workplace, keys, monkeypatch):
    async with workplace.open() as work:
        page = await open_profile(work)
        write_introduction(page, YESTERDAY)
        page.editor.title.edit.setText("教授")
        page.editor.title.edit.textEdited.emit("教授")
        end_unasked(work)
    keys.now = KeyringState.LOCKED
    async with workplace.open(sign_in=False) as work:
        await come_in(work)
        write_introduction(await open_profile(work), TODAY)
        monkeypatch.setattr(save_timer, "PAUSED_SECONDS", 0.0)
        await unlock_keyring(work, keys)
        assert written_on(await open_profile(work)) == (f"{YESTERDAY}\n{TODAY}", "教授")
        assert tr("profile.merged") in texts_of(work)
        end_unasked(work)
    async with workplace.open() as work:
        page = await open_profile(work)
        assert written_on(page) == (f"{YESTERDAY}\n{TODAY}", "教授")
        assert tr("profile.restored") in texts_of(work)
        page.discard()


def written_on(page: ProfilePage) -> tuple[str, str]:
    """The introduction and the title, as they would be saved."""
    edited = page.editor.profile()
    return edited.introduction, edited.title


def end_unasked(work: Work) -> None:
    """End the program as the system does, which waits for no answer."""
    work.program.parts.closing.set()
