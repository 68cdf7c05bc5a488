"""The sheet before an export: what is drawn, ticked and typed becomes what is kept out."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workstation.domain.identifiers import Identifier, IdentifierKind
from workstation.domain.redaction import PhotoRedaction, PixelBox, Redaction, WordMask
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.media.redacting import RedactablePhoto
from workstation.ui.redaction.leaving import DISCARD
from workstation.ui.redaction.offers import FileOffer, RedactionOffers, WordOffer
from workstation.ui.redaction.sheet import FILES, WORDS, RedactionSheet

PHONE = Identifier(IdentifierKind.MOBILE, "13800138000")
OFFERS = RedactionOffers(
    (FileOffer("p1", "照片 1"), FileOffer("p2", "照片 2")),
    (WordOffer(PHONE, 2),),
    (FileOffer("v1", "录音 1"),),
    ("打 13800138000", "13800138000，找刘姐", ""),
)
PHOTO = RedactablePhoto(QImage(400, 300, QImage.Format.Format_RGB32), QSize(800, 600), "d1")


@pytest.fixture
def opened(qapp):  # noqa: ARG001
    window = QWidget()
    window.resize(1200, 800)
    window.show()
    sheet = RedactionSheet(window, OFFERS)
    sheet.answers = []
    sheet.answered.connect(sheet.answers.append)
    sheet.open()
    sheet.photos.show_photo(0, PHOTO)
    yield sheet
    window.close()
    window.deleteLater()


def drag(sheet, box: PixelBox) -> None:
    """Draw a box with the mouse over these pixels of the photo."""
    canvas = sheet.photos.canvas
    place = canvas.place_of(box).toRect()
    start, end = place.topLeft(), place.bottomRight() + QPoint(1, 1)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, end)
    canvas._editor.drag(canvas._to_photo(end.toPointF()))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def test_nothing_is_kept_out_that_the_doctor_did_not_choose(opened):
    opened.answer(goes_on=True)
    assert opened.answers == [Redaction()]
    assert not opened.answers[0]


def test_a_box_is_drawn_where_the_mouse_went(opened):
    drag(opened, PixelBox(200, 100, 160, 120))
    (box,) = opened.redaction.photos["p1"].boxes
    for name, expected in (("left", 200), ("top", 100), ("width", 160), ("height", 120)):
        assert abs(getattr(box, name) - expected) <= 3
    assert opened.redaction.photos["p1"].digest == "d1"
    assert "1 个框" in opened.total.text()


def test_boxes_are_still_there_when_the_doctor_comes_back_to_a_photo(opened):
    opened.photos.cover.click()
    opened.photos.show_number(1)
    assert not opened.photos.cover.isEnabled()
    opened.photos.show_photo(1, replace(PHOTO, digest="d2"))
    assert opened.photos.canvas.boxes == ()
    opened.photos.show_number(0)
    opened.photos.show_photo(1, PHOTO)
    assert not opened.photos.canvas.has_photo
    opened.photos.show_photo(0, PHOTO)
    assert opened.photos.canvas.boxes == (PixelBox(0, 0, 800, 600),)
    assert opened.redaction.photos == {"p1": PhotoRedaction("d1", (PixelBox(0, 0, 800, 600),))}


def test_a_photo_that_was_sent_twice_has_the_same_boxes_at_both_its_places(opened):
    drag(opened, PixelBox(400, 300, 200, 200))
    (box,) = opened.photos.canvas.boxes
    opened.photos.show_number(1)
    opened.photos.show_photo(1, PHOTO)
    assert opened.photos.canvas.boxes == (box,)
    drag(opened, PixelBox(100, 100, 200, 200))
    both = PhotoRedaction("d1", opened.photos.canvas.boxes)
    assert len(both.boxes) == 2
    assert opened.redaction.photos == {"p1": both, "p2": both}
    opened.photos.remove.click()
    opened.photos.remove.click()
    assert opened.redaction.photos == {}


def test_a_photo_that_cannot_be_shown_can_be_left_out(opened):
    opened.photos.show_number(1)
    opened.photos.show_failure(1, "无法显示")
    assert opened.photos.canvas.accessibleDescription() == "无法显示"
    assert not opened.photos.cover.isEnabled()
    opened.photos.leave_out.click()
    assert opened.redaction.left_out == {"p2"}
    opened.photos.show_number(0)
    assert not opened.photos.leave_out.isChecked()
    assert opened.redaction.left_out == {"p2"}


def test_a_photo_that_fails_late_does_not_take_the_one_on_show_away(opened):
    opened.photos.show_number(1)
    opened.photos.show_number(0)
    opened.photos.show_photo(0, PHOTO)
    opened.photos.cover.click()
    opened.photos.show_failure(1, "无法显示")
    assert opened.photos.canvas.has_photo
    assert len(opened.photos.canvas.boxes) == 1


def test_boxes_drawn_on_other_content_do_not_lie_over_what_is_there_now(opened):
    """Else they would cover other places, and the export refuse them once all is chosen."""
    opened.photos.cover.click()
    opened.photos.show_number(1)
    opened.photos.show_number(0)
    opened.photos.show_photo(0, replace(PHOTO, digest="d2"))
    assert opened.photos.canvas.boxes == ()


def test_boxes_of_a_photo_that_is_left_out_do_not_count(opened):
    opened.photos.cover.click()
    opened.photos.leave_out.click()
    assert opened.redaction.photos == {}
    opened.photos.leave_out.click()
    assert opened.redaction.photos.keys() == {"p1"}


def test_a_box_that_is_taken_away_again_covers_nothing(opened):
    opened.photos.cover.click()
    opened.photos.remove.click()
    assert opened.redaction == Redaction()


def test_nothing_is_drawn_on_a_photo_that_is_left_out(opened):
    opened.photos.leave_out.click()
    QTest.keyClick(opened.photos.canvas, Qt.Key.Key_N)
    opened.photos.leave_out.click()
    assert opened.redaction == Redaction()


def test_every_step_can_be_done_by_keys(opened):
    canvas = opened.photos.canvas
    for key in (Qt.Key.Key_N, Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_N, Qt.Key.Key_Delete):
        QTest.keyClick(canvas, key)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert len(canvas.boxes) == 1
    QTest.keyClick(canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(opened.answers[0].photos["p1"].boxes) == 1


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_is_told_which_box_a_key_drew_moved_chose_and_removed(opened):
    canvas = opened.photos.canvas
    for key, words in (
        (Qt.Key.Key_N, "第 1 个框，共 1 个；左 38%，上 38%，宽 25%，高 25%"),
        (Qt.Key.Key_Left, "第 1 个框，共 1 个；左 37%，上 38%，宽 25%，高 25%"),
        (Qt.Key.Key_N, "第 2 个框，共 2 个；左 38%，上 38%，宽 25%，高 25%"),
        (Qt.Key.Key_PageUp, "第 1 个框，共 2 个；左 37%，上 38%，宽 25%，高 25%"),
        (Qt.Key.Key_Delete, "1 个框"),
    ):
        QTest.keyClick(canvas, key)
        assert announcer.recent[0] == words
    assert "Delete" in canvas.accessibleDescription()


def test_what_the_keys_are_is_said_once_as_one_comes(opened, monkeypatch):
    """Orca reads a description out as a whole when it changes: all keys, at each box."""
    canvas, described = opened.photos.canvas, []
    canvas.setFocus()
    assert "0 个框" in canvas.accessibleDescription()
    monkeypatch.setattr(canvas, "setAccessibleDescription", described.append)
    for key in (Qt.Key.Key_N, Qt.Key.Key_Left, Qt.Key.Key_Delete, Qt.Key.Key_N):
        QTest.keyClick(canvas, key)
    assert described == []
    monkeypatch.undo()
    opened.close_button.setFocus()
    canvas.setFocus()
    assert "1 个框" in canvas.accessibleDescription()


def test_words_are_offered_and_typed_ones_have_to_stand_somewhere(opened):
    opened.show_part(WORDS)
    words = opened.words
    assert words.words == ()
    words.boxes[0].click()
    for text, left in (("刘姐", ""), (" 13800138000 ", ""), ("没有的", "没有的")):
        words.typed.set_text(text)
        words.take_typed()
        assert words.typed.text() == left
    assert words.words == ("13800138000", "刘姐")
    assert "没有" in words.typed.edit.accessibleDescription()
    assert words.places == 3
    assert "文字 3 处" in opened.total.text()


def test_words_are_counted_again_where_other_words_are_ticked_alone(opened, monkeypatch):
    opened.words.boxes[0].setChecked(True)
    monkeypatch.setattr(WordMask, "count", None)
    opened.photos.cover.click()
    assert "2 处" in opened.total.text()


def test_a_recording_is_left_out_where_it_is_ticked(opened):
    opened.show_part(FILES)
    opened.files.boxes[0].click()
    assert opened.redaction.left_out == {"v1"}


def leave(opened, answer: str) -> Dialog:
    """Press Esc, and answer the question that comes."""
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    question = opened.window().findChildren(Dialog)[-1]
    assert question.isVisible()
    question.answer(answer)
    return question


def test_escape_goes_back_where_nothing_was_chosen(opened):
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert opened.answers == [None]


def test_what_was_covered_is_thrown_away_only_where_that_is_meant(opened):
    opened.photos.cover.click()
    leave(opened, Dialog.cancel_name)
    assert (opened.answers, opened.isVisible(), len(opened.redaction.photos)) == ([], True, 1)
    leave(opened, DISCARD)
    assert opened.answers == [None]


def test_every_way_back_asks(opened):
    opened.photos.cover.click()
    for button in (opened.close_button, opened.cancel):
        button.click()
        opened.window().findChildren(Dialog)[-1].answer(Dialog.cancel_name)
    assert opened.answers == []


def test_removing_once_too_often_does_not_cover_the_whole_photo(opened, qtbot):
    """With no box left the button goes pale, and beside it stands the one that covers all."""
    photos = opened.photos
    opened.window().activateWindow()
    qtbot.waitUntil(opened.window().isActiveWindow)
    drag(opened, PixelBox(200, 100, 160, 120))
    photos.remove.setFocus()
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert photos.canvas.boxes == ()
    assert photos.canvas.hasFocus()
