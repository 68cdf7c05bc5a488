"""What a doctor is in the middle of when the window is locked: nothing of it is lost."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import Work, until
from tests.journeys.locking import CODE, lock, protect, unlock
from tests.journeys.pages import at_work, enter_code
from tests.ui.composer.fakes import Microphone, carrying, painted
from workstation.base.clock import SystemClock
from workstation.domain.errors import StorageError
from workstation.domain.message import Delivery, MessageKind
from workstation.program import screen_lock
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import tr
from workstation.ui.profile.page import ProfilePage
from workstation.vault.conversation.outbox_counts import has_sendable
from workstation.vault.unsent.unsaved import unsaved

MANGO = 20418
NOTHING = Qt.KeyboardModifier.NoModifier

pytestmark = pytest.mark.usefixtures("cheap_codes")


async def edit_introduction(work: Work, text: str) -> ProfilePage:
    work.main_window.frame.show_page("profile")
    page = work.main_window.frame.page("profile")
    await until(lambda: page.editor.base.member_id, "the page is read")
    page.editor.introduction.edit.setFocus()
    page.editor.introduction.edit.selectAll()
    page.editor.introduction.edit.insertPlainText(text)
    assert page.unsaved
    return page


async def test_an_unsaved_profile_and_note_outlive_a_window_closed_while_locked(workplace):
    async with workplace.open() as work:
        await protect(work)
        await work.open_consultation(MANGO)
        await edit_introduction(work, "写到一半的简介")
        work.active.details.note.area.edit.insertPlainText("写到一半的备注")
        await lock(work)
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await at_work(work)
        work.main_window.frame.show_page("profile")
        page = work.main_window.frame.page("profile")
        assert page.editor.introduction.edit.toPlainText() == "写到一半的简介"
        assert note_of(work, MANGO) == "写到一半的备注"
        page.discard()
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await at_work(work)
        assert work.session.account.profile.draft.base is None


async def test_a_profile_that_was_saved_after_unlocking_does_not_come_back(workplace):
    async with workplace.open() as work:
        await protect(work)
        page = await edit_introduction(work, "写到一半的简介")
        await lock(work)
        await unlock(work)
        assert page.unsaved
        page.save_asked.emit(page.editor.base, page.editor.profile())
        await until(lambda: not page.unsaved, "saved")
        await lock(work)
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await at_work(work)
        assert work.session.account.profile.draft.base is None


def note_of(work: Work, number: int) -> str:
    """What is noted about the patient of a consultation."""
    consultation = work.session.store.worklist.row(number).consultation
    return work.session.store.notes.of(consultation).text


def shown_widgets(work: Work) -> set[str]:
    """The kinds of what is visible in the window, beside the lock screen and its parts."""
    page = work.program.current.screen_lock.page
    return {
        type(widget).__name__
        for widget in QApplication.allWidgets()
        if widget.isVisible()
        and widget not in {work.window, work.window.centralWidget(), page}
        and not page.isAncestorOf(widget)
    }


async def open_mango(work: Work) -> None:
    await work.online()
    await protect(work)
    await work.open_consultation(MANGO)
    await until(work.messages)
    work.active.composer.editor.setFocus()


async def test_an_hour_of_messages_is_there_in_order_after_unlocking(workplace, monkeypatch):
    passed = [0.0]
    now_ms, monotonic = SystemClock.now_ms, SystemClock.monotonic
    monkeypatch.setattr(SystemClock, "now_ms", lambda one: now_ms(one) + int(passed[0] * 1000))
    monkeypatch.setattr(SystemClock, "monotonic", lambda one: monotonic(one) + passed[0])
    async with workplace.open() as work:
        await open_mango(work)
        creator = work.session.store.worklist.row(MANGO).consultation.creator.member_id
        await work.all_caught_up()
        await lock(work)
        page = work.program.current.screen_lock.page
        texts = [f"第 {number} 个五分钟" for number in range(12)]
        before = work.session.store.worklist.unread_total
        for text in texts:
            passed[0] += 300
            work.clinic.say(MANGO, creator, text)
        await until(lambda: page._unread == before + 12, "all are counted")
        assert work.session.is_suspended
        assert tr("lock.unread", count=before + 12) == page.unread.text()
        await unlock(work)
        await until(lambda: work.texts()[-12:] == texts, "all of it, in order")


async def test_a_menu_and_a_question_are_out_of_sight_and_the_question_is_still_there(workplace):
    async with workplace.open() as work:
        await open_mango(work)
        before = QApplication.focusWidget()
        work.active.conversation.head.open_menu()
        await lock(work)
        assert shown_widgets(work) == set()
        await unlock(work)
        assert not [menu for menu in work.window.findChildren(Menu) if menu.isVisible()]
        assert QApplication.focusWidget() is before
        dialog = Dialog(work.main_window.frame, "王小宝", "王小宝")
        dialog.add_button("cancel", "cancel")
        dialog.open()
        await lock(work)
        assert shown_widgets(work) == set()
        await unlock(work)
        assert dialog.isVisible()
        dialog.answer("cancel")
        assert QApplication.focusWidget() is before


async def test_what_is_recorded_is_kept_in_the_draft(workplace, monkeypatch):
    microphones: list[Microphone] = []

    def make(progress) -> Microphone:
        microphones.append(Microphone(progress))
        return microphones[-1]

    monkeypatch.setattr("workstation.devices.recorder.Recorder", make)
    async with workplace.open() as work:
        await open_mango(work)
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(work.active.composer.editor, Qt.Key.Key_R, keys)
        await until(lambda: microphones and microphones[0].running, "it records")
        microphones[0].hear(4_000)
        await lock(work)
        assert not microphones[0].running
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await at_work(work)
        await work.open_consultation(MANGO)
        draft = work.session.store.worklist.draft(MANGO)
        assert draft.voice.duration_ms == 4_000


@pytest.mark.parametrize("unreadable", [unsaved, has_sendable], ids=["losses", "what waits"])
async def test_a_disk_that_cannot_be_read_keeps_nobody_from_locking(
    workplace, monkeypatch, unreadable
):
    """What is only asked for a sentence, or to be polite, must not leave the key in memory."""
    async with workplace.open() as work:
        await protect(work)
        read = work.session.vault.read

        async def read_or_fail(function, *rest):
            if function is unreadable:
                raise StorageError("read: IOError")
            return await read(function, *rest)

        with monkeypatch.context() as disk:
            disk.setattr(work.session.vault, "read", read_or_fail)
            await lock(work)
        await unlock(work)


async def test_what_is_dragged_is_not_let_go_behind_the_lock_screen(workplace):
    async with workplace.open() as work:
        await open_mango(work)
        composer, data = work.active.composer, carrying(painted("#405060", 120))
        copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        enter = QDragEnterEvent(QPoint(5, 5), copy, data, button, NOTHING)
        QApplication.sendEvent(composer, enter)
        assert enter.isAccepted()
        given = []  # at once; a picture that is taken comes into the tray later
        composer.editor.picture_given.connect(given.append)
        await lock(work)
        under = work.window.childAt(composer.mapTo(work.window, QPoint(5, 5)))
        assert not composer.isAncestorOf(under)
        QApplication.sendEvent(under, QDropEvent(QPointF(5, 5), copy, data, button, NOTHING))
        assert given == []
        await unlock(work)
        assert composer.tray.urls == ()


async def test_what_is_uploaded_goes_out_before_the_key_goes(workplace, monkeypatch):
    monkeypatch.setattr(screen_lock, "SEND_SECONDS", 0.05)
    async with workplace.open() as work:
        await open_mango(work)
        composer = work.active.composer
        composer.editor.insertFromMimeData(carrying(painted("#405060", 120)))
        await until(lambda: len(composer.tray.urls) == 1)
        work.clinic.dial("im-stall=1500@in 1001 *#1")
        work.press_enter()
        await lock(work)
        await unlock(work)
        await until(lambda: work.messages()[-1].delivery is Delivery.SENT, "sent")
        pictures = [one for one in work.messages() if one.kind is MessageKind.IMAGE]
        assert len({one.key for one in pictures}) == len(pictures)
        assert work.messages()[-1].kind is MessageKind.IMAGE
