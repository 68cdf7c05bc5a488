"""A doctor locks the window and comes back to the same place; nobody else reads anything."""

import asyncio

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QClipboard, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from tests.journeys.conftest import until
from tests.journeys.locking import all_spoken, lock, protect, read, type_code, unlock
from tests.journeys.pages import open_viewer, pictured_consultation, sign_in_page
from workstation.domain.errors import DatabaseBusy
from workstation.domain.keys import KeyDestroyed
from workstation.services.audit_check import check_audit
from workstation.services.media_reader import OriginalFile
from workstation.ui.conversation.timeline.hit_actions import SaveMedium
from workstation.ui.kit.layers.file_dialog import FileDialog
from workstation.ui.kit.strings import tr
from workstation.ui.main_window.main_window import MainWindow
from workstation.ui.shell.desktop_notifier import DesktopNotifier
from workstation.vault.unsent.unsaved import unsaved

pytestmark = pytest.mark.usefixtures("cheap_codes")


async def test_caret_and_scroll_are_where_they_were_and_nothing_could_be_read(workplace):
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        number = work.session.store.worklist.consultation_ids()[0]
        await work.caught_up(number)  # what comes while it is opened is shown before it is
        await work.open_consultation(number)
        await until(work.messages)
        work.write("先观察两天，再复查")
        editor = work.active.composer.editor
        cursor = editor.textCursor()
        cursor.setPosition(4)
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 2)
        editor.setTextCursor(cursor)
        editor.setFocus()
        bar = work.active.conversation.view.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        scroll = bar.value()
        assert read(work, all_spoken(work))
        await lock(work)
        assert not read(work, all_spoken(work))
        assert not read(work, work.window.windowTitle())
        assert not work.main_window.frame.isVisible()
        assert not work.main_window.thumbnails._pictures
        assert work.session.storage.media_key is None
        await unlock(work)
        assert (editor.textCursor().anchor(), editor.textCursor().position()) == (4, 6)
        assert bar.value() == scroll
        assert QApplication.focusWidget() is editor
        assert read(work, all_spoken(work))


async def test_what_was_copied_is_not_to_be_pasted_beside_a_locked_window(
    workplace, clipboard, monkeypatch
):
    """Qt's offscreen clipboard does not say whose it is; those of desktops do."""
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: True)
    async with workplace.open() as work:
        await protect(work)
        clipboard.setText("从对话里复制的")
        await lock(work)
        assert not clipboard.text()


async def test_a_notice_that_names_a_patient_is_taken_off_the_desktop(workplace, monkeypatch):
    withdrawn = []

    def withdraw(notices: DesktopNotifier) -> None:
        withdrawn.append(notices)

    monkeypatch.setattr(DesktopNotifier, "withdraw", withdraw)
    async with workplace.open() as work:
        await protect(work)
        await lock(work)
        assert withdrawn == [work.program.current.screen_lock._notices]


async def test_what_came_meanwhile_is_counted_and_there_at_once(workplace):
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        number = work.session.store.worklist.consultation_ids()[0]
        await work.open_consultation(number)
        await work.caught_up(number)
        await lock(work)
        page = work.program.current.screen_lock.page
        page.ticked.emit()  # what was read until the database was closed counts no more
        before = page._unread
        patient = work.session.store.worklist.row(number).consultation.creator.member_id
        work.clinic.say(number, patient, "请问可以吃海鲜吗")
        await until(lambda: page._unread > before, "it is counted")
        assert "海鲜" not in all_spoken(work)
        await unlock(work)
        await until(lambda: "请问可以吃海鲜吗" in work.texts(), "it is there")


async def test_a_wrong_code_says_so_and_is_audited_with_all_the_rest(workplace):
    async with workplace.open() as work:
        await protect(work)
        await lock(work)
        page = work.program.current.screen_lock.page
        await type_code(work, "wrong code")
        await until(lambda: page.message.text, "it is said")
        assert not page.code.text()
        assert work.session.is_suspended
        await unlock(work)
    report = await check_audit(workplace.folders.data, workplace.keys)
    events = [line.event for line in report.lines]
    assert [event for event in events if "lock" in event] == ["locked", "unlock_failed", "unlocked"]


async def test_the_viewer_can_be_locked_and_shows_its_picture_again(workplace):
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        viewer = await open_viewer(work)
        viewer.setFocus()
        await lock(work)
        assert viewer.sides.active.canvas.levels is None
        assert not viewer.isVisible()
        await unlock(work)
        await until(lambda: viewer.sides.active.ready, "the picture is back")
        assert viewer.isVisible()


async def test_a_file_that_comes_behind_the_lock_opens_no_dialog_over_it(workplace, monkeypatch):
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        pictured = pictured_consultation(work)
        await work.open_consultation(pictured.consultation_id)
        reader, fetched, opened = work.session.media.reader, asyncio.Event(), []
        original, open_dialog = reader.original, FileDialog.open

        async def slow(url: str) -> OriginalFile:
            await fetched.wait()
            return await original(url)

        def watched(dialog: FileDialog) -> None:
            opened.append(dialog)
            open_dialog(dialog)

        monkeypatch.setattr(reader, "original", slow)
        monkeypatch.setattr(FileDialog, "open", watched)
        save = SaveMedium(pictured.pictures[0], "手臂")
        work.active.conversation.view.action_triggered.emit(save, 0.0)
        await lock(work)
        fetched.set()
        await until(lambda: opened, "the file is there")
        assert not visible_dialogs()


async def test_the_key_of_the_lock_locks_while_a_dialog_for_files_is_open(workplace):
    """The folders of a dialog name patients, and it takes every key from the window below it."""
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        await work.open_consultation(work.session.store.worklist.consultation_ids()[0])
        work.active.composer.pick_asked.emit()
        (dialog,) = visible_dialogs()
        await until(lambda: QApplication.activeModalWidget() is dialog, "it has the keyboard")
        screen_lock = work.program.current.screen_lock
        await press(dialog, Qt.Key.Key_L)
        locked_by_a_letter = screen_lock.page is not None
        await press(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        is_locked, left_open = screen_lock.page is not None, visible_dialogs()
        for each in left_open:
            each.close()  # else no window below it could be closed
        if is_locked:
            await unlock(work)
    assert not locked_by_a_letter
    assert is_locked
    assert not left_open


async def press(dialog: QDialog, *key: Qt.Key | Qt.KeyboardModifier) -> None:
    """Press a key as the desktop gives it to a window; outside of tasks, as events are handled."""
    pressed = asyncio.Event()

    def act() -> None:
        QTest.keyClick(dialog.windowHandle(), *key)
        pressed.set()

    QTimer.singleShot(0, act)
    await pressed.wait()


def visible_dialogs() -> list[QDialog]:
    """The dialogs that are windows of their own."""
    every = QApplication.topLevelWidgets()
    return [one for one in every if isinstance(one, QDialog) and one.isVisible()]


async def test_too_many_wrong_codes_destroy_the_key(workplace, policy, expect_log):
    policy["lock.max_tries"] = 2
    async with workplace.open() as work:
        await protect(work)
        await lock(work)
        expect_log.append("the key is destroyed")
        page = work.program.current.screen_lock.page
        await type_code(work, "wrong code")
        await until(lambda: page.message.text, "what is left is said")
        await type_code(work, "wrong again")
        assert isinstance((await sign_in_page(work)).error, KeyDestroyed)
    account = next((workplace.folders.data / "accounts").iterdir())
    assert not list(account.glob("vault.key*"))
    assert (account / "vault.db").exists()


async def test_what_goes_with_the_key_may_be_unsent_where_the_disk_does_not_say(
    workplace, policy, monkeypatch
):
    policy["lock.max_tries"] = 2
    async with workplace.open() as work:
        await protect(work)
        vault = work.session.vault
        read = vault.read

        async def busy(question, *rest):
            if question is unsaved:
                raise DatabaseBusy
            return await read(question, *rest)

        monkeypatch.setattr(vault, "read", busy)
        await lock(work)
        await type_code(work, "wrong code")
        page = work.program.current.screen_lock.page
        await until(lambda: page.message.text, "what is left is said")
        assert page.message.text == tr("lock.left_unknown", left=1)


async def test_without_a_code_there_is_no_lock(workplace):
    async with workplace.open() as work:
        assert not work.main_window.frame.rail.lock.isVisible()
        work.main_window.frame.lock_asked.emit()
        assert work.program.current.screen_lock.page is None


async def test_the_window_can_be_closed_while_it_is_locked(workplace):
    async with workplace.open() as work:
        await protect(work)
        await lock(work)


async def test_idle_minutes_lock_it(workplace, policy):
    policy["lock.idle_minutes"] = 5
    async with workplace.open() as work:
        await protect(work)
        screen_lock = work.program.current.screen_lock
        assert screen_lock._idle._minutes() == 5
        screen_lock._idle.idle.emit()
        assert screen_lock.page.message.text == "闲置 5 分钟后已自动锁定"


async def test_what_the_minute_brings_behind_the_lock_loads_no_voice(workplace):
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        page, waveforms = work.main_window.active, work.main_window.thumbnails._waveforms
        await until(lambda: waveforms._voices, "voices of the queue")
        await lock(work)
        page._on_rows_shown()
        assert not waveforms._voices
        await unlock(work)
        await until(lambda: waveforms._voices, "they are back")


async def test_a_lock_asked_for_while_the_sign_in_ends_does_not_stay_over_the_next(
    workplace, monkeypatch
):
    async with workplace.open() as work:
        await protect(work)
        close = MainWindow.close

        def lock_and_close(main_window: MainWindow) -> None:
            main_window.frame.lock_asked.emit()  # the hand is as quick as that
            close(main_window)

        monkeypatch.setattr(MainWindow, "close", lock_and_close)
        work.session.token_rejected.publish(None)
        await sign_in_page(work)
        assert not work.window.is_covered
