"""Answering with everything the composer has, and whatever comes between."""

import shutil

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import Workplace, until
from tests.ui import keys
from tests.ui.composer.fakes import carrying, painted
from workstation.domain import guards
from workstation.domain.message import Delivery, MessageKind, SpeakerRole
from workstation.ui.composer.quick_replies.menu import QuickMenu
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.kit.layers.menu import MenuItem
from workstation.ui.media.media_lookup import MediaPhase
from workstation.ui.shell.pane_focus import holds

MANGO = 20418
COLLEAGUE = 1002
SMALL = QSize(56, 56)
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def key(work, which: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or work.window, which, modifier)


def compose(work, preedit: str, commit: str = "") -> None:
    keys.compose(work.active.composer.editor, commit, preedit)


def paste(work, *parts) -> None:
    work.active.composer.editor.insertFromMimeData(carrying(*parts))


def own(work, count: int) -> list:
    """The last messages, once all of them are the doctor's and with the room."""
    last = work.messages()[-count:]
    sent = [message for message in last if message.delivery in {Delivery.SENT, Delivery.READ}]
    return last if len(sent) == count else []


def own_pictures(work) -> int:
    mine = [one for one in work.messages() if one.speaker.role is SpeakerRole.ME]
    return sum(one.kind is MessageKind.IMAGE for one in mine)


async def test_the_longest_waiting_is_answered_with_two_pictures_and_a_voice(
    workplace, microphones, tmp_path
):
    photo = tmp_path / "zone.png"
    assert painted("#205060", 300).save(str(photo))
    async with workplace.open() as work:
        await work.online()
        work.window.activateWindow()
        key(work, Qt.Key.Key_J, CONTROL)
        await until(lambda: work.active.open_key is not None)
        number = work.active.open_key
        rows = work.active.queue.entries
        await until(lambda: rows.rowCount() > 1)
        assert rows.entry(1).key == number
        await work.caught_up(number)
        await until(work.messages)
        composer = work.active.composer
        assert composer.editor.hasFocus()
        paste(work, photo)
        paste(work, painted("#a04020", 200))
        await until(lambda: len(composer.tray.urls) == 2)
        work.write("请对照这两张看一下。")
        work.press_enter()
        await until(lambda: work.texts()[-1:] == ["请对照这两张看一下。"] and own(work, 3))
        key(work, Qt.Key.Key_R, CONTROL | SHIFT)
        await until(lambda: microphones)
        microphones[0].hear(4_000)
        key(work, Qt.Key.Key_R, CONTROL | SHIFT)
        key(work, Qt.Key.Key_Return)
        await until(lambda: work.messages()[-1].kind is MessageKind.VOICE and own(work, 4))
        first, second, words, voice = own(work, 4)
        assert [one.kind for one in (first, second, words, voice)] == [
            MessageKind.IMAGE, MessageKind.IMAGE, MessageKind.TEXT, MessageKind.VOICE,
        ]  # fmt: skip
        assert (first.attachment.width, second.attachment.width) == (300, 200)
        assert voice.attachment.duration_ms == 4_000
        assert all(
            one.attachment.url.startswith(work.clinic.address) for one in (first, second, voice)
        )
        row = work.session.store.worklist.row(number)
        assert row.waiting_since_ms is None
        assert composer.text == ""
        assert composer.tray.isHidden()


async def test_what_is_written_offline_with_a_picture_is_sent_once_after_a_restart(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        work.clinic.dial("im-cut=before@in * *")
        paste(work, painted("#405060", 120))
        await until(lambda: len(work.active.composer.tray.urls) == 1)
        await work.say("断网时写的")
    workplace.clinic.clear()
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: work.texts()[-1:] == ["断网时写的"] and own(work, 2))
        assert [one.kind for one in own(work, 2)] == [MessageKind.IMAGE, MessageKind.TEXT]
        assert work.texts().count("断网时写的") == 1
        assert own_pictures(work) == 1


async def test_a_colleague_answers_first_and_that_is_shown_before_sending(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        work.write("先停掉芒果")
        work.clinic.say(MANGO, COLLEAGUE, "更像荨麻疹，先停芒果。")
        await until(lambda: "更像荨麻疹，先停芒果。" in work.texts())
        work.press_enter()
        question = work.active.composer.confirmation
        await until(lambda: "更像荨麻疹，先停芒果。" in question.text)
        assert "先停掉芒果" not in work.texts()
        question.back.click()
        assert work.active.composer.text == "先停掉芒果"
        work.press_enter()
        await until(lambda: own(work, 1) and work.texts()[-1:] == ["先停掉芒果"])


async def test_enter_belongs_to_the_input_method_while_it_composes(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        compose(work, "xian ting diao")
        work.press_enter()
        compose(work, "", "先停掉")
        compose(work, "mang guo")
        work.press_enter()
        compose(work, "", "芒果")
        assert work.active.composer.text == "先停掉芒果"
        work.press_enter()
        await until(lambda: own(work, 1) and work.texts()[-1:] == ["先停掉芒果"])
        assert work.texts().count("先停掉芒果") == 1


async def test_a_draft_with_its_picture_and_caret_survives_a_kill(workplace, tmp_path):
    killed = tmp_path / "killed"
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        work.write("写到一半")
        work.active.composer.editor.moveCursor(
            work.active.composer.editor.textCursor().MoveOperation.Left
        )
        paste(work, painted("#405060", 120))

        def is_kept() -> bool:
            draft = work.session.store.worklist.draft(MANGO)
            return (draft.text, draft.caret, len(draft.files)) == ("写到一半", 3, 1)

        await until(is_kept, "the disk has it")
        # As the disk is now, in the middle of everything, is how a kill leaves it.
        shutil.copytree(workplace.folders.data.parent, killed)
    after = Workplace(killed, workplace.clinic)
    after.keys = workplace.keys
    async with after.open() as work:
        await work.open_consultation(MANGO)
        composer = work.active.composer
        await until(lambda: composer.text == "写到一半")
        assert composer.caret == 3
        (url,) = composer.tray.urls
        ready = MediaPhase.READY
        await until(lambda: work.main_window.thumbnails.thumbnail(url, SMALL, 1.0).phase is ready)
        await until(
            lambda: work.main_window.thumbnails.thumbnail(
                composer.tray.urls[0], composer.tray.size(), 1.0
            )
        )


async def test_a_reply_right_after_a_switch_is_asked_about(workplace, monkeypatch):
    monkeypatch.setattr(guards, "SWITCH_MS", 600_000)  # however slow this computer is
    async with workplace.open() as work:
        await work.online()
        other = next(
            number for number in work.session.store.worklist.consultation_ids() if number != MANGO
        )
        await work.open_consultation(other)
        await work.open_consultation(MANGO)
        work.write("好的")
        work.press_enter()
        question = work.active.composer.confirmation
        name = work.session.store.worklist.row(MANGO).consultation.target.name
        await until(lambda: name in question.text)
        assert "好的" not in work.texts()
        question.go.click()
        await until(lambda: own(work, 1) and work.texts()[-1:] == ["好的"])


async def test_a_question_does_not_take_the_keyboard_from_another_page(workplace, monkeypatch):
    monkeypatch.setattr(guards, "SWITCH_MS", 600_000)  # however slow this computer is
    async with workplace.open() as work:
        await work.online()
        first, other = list(work.session.store.worklist.consultation_ids())[:2]
        await work.open_consultation(first)
        await work.open_consultation(other)
        work.write("早晚各一次。")
        work.press_enter()
        work.main_window.frame.show_page("profile")
        in_front = work.main_window.frame.page("profile")
        await until(lambda: work.active.composer.confirmation.text)
        assert in_front.isVisible()
        assert holds(in_front, QApplication.focusWidget())
        work.main_window.frame.show_page("active")
        assert holds(work.active, QApplication.focusWidget())


async def test_a_quick_reply_is_found_by_initials_filled_in_and_not_sent(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        composer = work.active.composer
        composer.editor.setFocus()
        await until(lambda: work.session.messaging.quick_replies.is_loaded)
        key(work, Qt.Key.Key_Slash)
        await until(lambda: work.window.findChild(QuickMenu))
        for letter in "KC":
            key(work, Qt.Key(ord(letter)))
        key(work, Qt.Key.Key_Return)
        consultation = work.session.store.worklist.row(MANGO).consultation
        assert composer.text.startswith(
            f"{consultation.creator.name}您好，{consultation.target.name}的情况"
        )
        assert composer.text not in work.texts()


async def test_a_message_is_kept_as_a_quick_reply(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: any(work.texts()))
        view = work.active.conversation.view
        entries = [view.timeline.entry(row) for row in range(view.timeline.rowCount())]
        row = next(
            n for n, one in enumerate(entries) if isinstance(one, MessageItem) and one.message.text
        )
        view.setCurrentIndex(view.timeline.index(row, 0))
        by_key = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(
            view.viewport(), QContextMenuEvent(by_key, QPoint(0, 0), view.mapToGlobal(QPoint(0, 0)))
        )
        items = {item.text(): item for item in work.window.findChildren(MenuItem)}
        items["存为常用语"].click()
        await until(lambda: work.window.findChild(QuickSheet))
        sheet = work.window.findChild(QuickSheet)
        assert sheet.form.text.text() == entries[row].message.text
        QTest.keyClicks(sheet.form.title.edit, "Mango")
        sheet.form.save.click()
        await until(lambda: work.session.messaging.quick_replies.look_up("Mango"))
        sheet.done.click()
        assert not sheet.isVisible()


async def test_what_an_input_method_composes_stays_with_the_patient_it_was_typed_for(workplace):
    """The keyboard stays in the box, so nothing but the window ends what is composed there."""
    async with workplace.open() as work:
        work.window.activateWindow()
        await work.open_consultation(MANGO)
        work.active.composer.enter()
        compose(work, "nihao")
        key(work, Qt.Key.Key_J, CONTROL)
        await until(lambda: work.active.open_key != MANGO)
        assert work.active.composer.editor.hasFocus()
        assert (work.active.composer.text, work.active.composer.editor.is_composing) == ("", False)
        await work.open_consultation(MANGO)
        assert work.active.composer.text == "nihao"


async def test_what_is_composed_in_a_note_is_not_noted_about_the_next_patient(workplace):
    async with workplace.open() as work:
        work.window.activateWindow()
        await work.open_consultation(MANGO)
        note = work.active.details.note.area.edit
        note.setFocus()
        QApplication.sendEvent(note, QInputMethodEvent("qingmeisu", []))
        key(work, Qt.Key.Key_J, CONTROL)
        await until(lambda: work.active.open_key != MANGO)
        assert work.active.details.note.text == ""
        await work.open_consultation(MANGO)
        assert work.active.details.note.text == "qingmeisu"
