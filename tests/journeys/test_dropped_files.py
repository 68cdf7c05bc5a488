"""A photo let go anywhere in the window is a photo or nothing: no text field names its file."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTextEdit

from tests.fakes.mime import NO_WORDS, drop_on, text_of, words
from tests.journeys.conftest import until
from tests.journeys.opening import Opening, photo


def fields(work) -> list[QLineEdit | QTextEdit]:
    """Every text field that exists in the window by now."""
    return [*work.window.findChildren(QLineEdit), *work.window.findChildren(QTextEdit)]


async def visit_everything(work) -> None:
    """Open every page and sheet once, so that its fields are there."""
    for page in ("history", "profile", "settings", "active"):
        work.main_window.frame.show_page(page)
        await until(lambda page=page: work.main_window.frame.current_page == page)
    work.active.queue.new.click()
    work.main_window.overlays.new_consultation.sheet.dismiss()


async def test_no_text_field_of_the_window_takes_a_file_or_its_name(workplace, clipboard):
    async with workplace.open() as work:
        await visit_everything(work)
        text_fields = fields(work)
        assert len(text_fields) > 15
        for field in text_fields:
            before = text_of(field)
            for kind, make in NO_WORDS.items():
                drop_on(field, make())
                clipboard.setMimeData(make())
                field.paste()
                assert text_of(field) == before, (field.accessibleName(), kind)


async def test_a_photo_let_go_on_the_new_consultation_goes_with_it(workplace, clipboard, tmp_path):
    async with workplace.open() as work:
        await work.online()
        opening = Opening(work)
        sheet = opening.sheet
        name = str(photo(tmp_path / "photo-arm.jpg"))
        drop_on(sheet.text.edit, words(files=[name]))
        await until(lambda: len(sheet.pictures.attached) == 1)
        drop_on(sheet, words(files=[name]))
        await until(lambda: len(sheet.pictures.attached) == 2)
        pasted = QImage(30, 20, QImage.Format.Format_RGB32)
        pasted.fill(0xCC8866)
        clipboard.setMimeData(words(picture=pasted))
        sheet.text.edit.setFocus()
        QTest.keyClick(sheet.text.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(sheet.pictures.attached) == 3)
        assert sheet.filled.text == ""
        opening.fill("复诊")
        await opening.press()
        await until(lambda: work.active.open_key not in opening.before | {None})
        (row,) = await opening.at_the_server()
        assert (row.symptom.content, len(row.images)) == ("复诊", 3)


async def test_a_photo_let_go_on_the_conversation_lies_in_the_reply(workplace, tmp_path):
    async with workplace.open() as work:
        await work.open_consultation(next(iter(work.session.store.worklist.consultation_ids())))
        name = str(photo(tmp_path / "photo-arm.jpg"))
        drop_on(work.active.conversation, words(files=[name]))
        await until(lambda: len(work.active.composer.tray.urls) == 1)
        assert work.active.composer.text == ""


async def test_what_is_pasted_on_the_conversation_comes_into_the_reply(workplace, clipboard):
    async with workplace.open() as work:
        await work.open_consultation(next(iter(work.session.store.worklist.consultation_ids())))
        view, composer = work.active.conversation.view, work.active.composer
        pasted = QImage(30, 20, QImage.Format.Format_RGB32)
        pasted.fill(0xCC8866)
        for content in (words(picture=pasted), words("复诊")):
            clipboard.setMimeData(content)
            view.setFocus()
            QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            assert composer.editor.hasFocus()
        await until(lambda: len(composer.tray.urls) == 1)
        assert composer.text == "复诊"
