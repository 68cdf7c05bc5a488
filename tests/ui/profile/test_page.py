"""The page shows at once what patients will see, and asks before anything is lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.profile.conftest import PAGE, questions, saves_of, write
from workstation.ui.kit.strings import Language, retranslate, set_language
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.label import Label


def test_what_is_discarded_is_also_what_was_still_being_typed(frame, page):
    write(page)
    page.editor.specialties.edit.setText("过敏" * 40)
    page.editor.honours.add.click()
    QTest.mouseClick(page.bar.discarding, Qt.MouseButton.LeftButton)
    assert page.editor.profile() == PAGE
    frame.show_page("history")
    assert questions(frame) == []


def test_patients_view_follows_every_change(page):
    write(page, "每一个字\n都看得到")
    page.editor.specialties.edit.insert("过敏")
    QTest.keyClick(page.editor.specialties.edit, Qt.Key.Key_Return)
    card = page.preview.card
    assert card.introduction.text() == "每一个字\n都看得到"
    chips = [chip.accessibleName() for chip in card.specialties.findChildren(Chip)]
    assert chips[-1] == "过敏"
    assert page.preview.unsaved.isVisible()


def test_what_is_not_being_written_is_not_made_anew(page):
    card = page.preview.card
    parts = [*card.specialties.findChildren(Chip), *card.honours.findChildren(Label)]
    write(page, "只改了简介")
    assert parts == [*card.specialties.findChildren(Chip), *card.honours.findChildren(Label)]
    assert len(parts) == 3


def test_the_preview_shows_a_name_with_markup_as_it_is_written(page):
    evil = replace(PAGE, name="<b>林</b>", introduction="<img src=x>")
    page.show_profile(evil)
    assert page.preview.card.name.text() == "<b>林</b>"
    assert page.preview.card.name.textFormat() is Qt.TextFormat.PlainText


def test_the_bar_names_the_changed_sections_and_nothing_can_be_saved_without(page):
    assert not page.bar.saving.isEnabled()
    write(page)
    page.editor.honours.rows[0].removed.emit()
    assert page.bar.text == "有未保存的修改 简介、荣誉"
    page.bar.discarding.click()
    assert not page.unsaved
    assert page.editor.profile() == PAGE
    assert not page.preview.unsaved.isVisible()


def test_ctrl_s_asks_once_to_save_the_edit_with_the_copy_it_began_from(page):
    saves = saves_of(page)
    write(page)
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert saves == [(PAGE, replace(PAGE, introduction="新的简介。"))]
    page.show_saving()
    page.save()
    assert len(saves) == 1


def test_a_problem_stops_the_save_and_takes_the_focus(page):
    saves = saves_of(page)
    page.editor.name.edit.selectAll()
    QTest.keyClick(page.editor.name.edit, Qt.Key.Key_Delete)
    page.save()
    assert saves == []
    assert page.editor.name.edit.hasFocus()
    assert "没有保存" in page.bar.text


@pytest.mark.usefixtures("page")
def test_a_page_without_changes_is_left_without_a_question(frame):
    frame.show_page("history")
    assert (frame.current_page, questions(frame)) == ("history", [])


def test_asked_twice_the_last_way_counts_and_there_is_one_question(frame, page):
    gone: list[str] = []
    write(page)
    page.leave(lambda: gone.append("sign out"))
    page.leave(lambda: gone.append("close"))
    (question,) = questions(frame)
    question.answer("discard")
    assert gone == ["close"]
    assert page.editor.profile() == PAGE


def test_esc_goes_on_editing(frame, page):
    write(page)
    frame.show_page("history")
    QTest.keyClick(questions(frame)[0], Qt.Key.Key_Escape)
    assert (frame.current_page, page.unsaved) == ("profile", True)


def test_text_that_was_refused_is_asked_for_too(frame, page):
    page.editor.specialties.edit.insert("长" * 31)
    frame.show_page("history")
    assert frame.current_page == "profile"
    questions(frame)[0].answer("save")
    assert frame.current_page == "profile"
    assert page.editor.specialties.edit.text() == "长" * 31


def test_both_copies_are_offered_where_they_differ(page):
    saves = saves_of(page)
    write(page)
    theirs = replace(PAGE, introduction="他们的。", hospital="新院", specialties=())
    page.show_conflict(page.editor.profile(), theirs)
    conflict = page.conflict
    fields = [choice.field for choice in conflict.choices]
    assert fields == ["hospital", "introduction", "specialties"]
    QTest.mouseClick(conflict.choices[1].theirs, Qt.MouseButton.LeftButton)
    assert page.preview.card.introduction.text() == "他们的。"
    conflict.all_mine.click()
    assert conflict.merged() == replace(PAGE, introduction="新的简介。")
    conflict.all_theirs.click()
    conflict.save.click()
    assert saves[-1] == (theirs, theirs)


def test_under_880_the_preview_is_a_tab(frame, page):
    write(page)
    frame.resize(800, 700)
    QApplication.sendPostedEvents()
    assert page.tabs.isVisible()
    assert not page.preview.isVisible()
    page.tabs.picked.emit("preview")
    assert page.preview.isVisible()
    assert page.preview.card.introduction.height() % 24 == 0
    frame.resize(1440, 900)
    QApplication.sendPostedEvents()
    assert page.preview.isVisible()
    assert page.editor.isVisible()
    assert not page.tabs.isVisible()


@pytest.mark.parametrize("width", [720, 900, 1024, 1280, 1920])
def test_nothing_is_cut_off_sideways(frame, page, width, qtbot):
    frame.resize(width, 700)
    qtbot.waitUntil(lambda: page.editor.width() <= page.editor.parentWidget().width())
    right = page.editor.parentWidget().width()
    for field in (page.editor.title, page.editor.introduction, page.editor.honours):
        edge = field.mapTo(page.editor, field.rect().topRight()).x()
        assert edge < right
    assert all(not button.size().isEmpty() for button in page.bar.findChildren(QPushButton))


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_large_text_in_the_smallest_window_leaves_room_for_every_field(frame, page, percent):
    theme.set_text_size(percent)
    frame.resize(720, 560)
    QApplication.processEvents()
    right = page.editor.parentWidget().width()
    for field in (
        page.editor.name,
        page.editor.title,
        page.editor.hospital,
        page.editor.department,
    ):
        assert field.mapTo(page.editor, field.rect().topRight()).x() < right
        edit = field.edit
        assert edit.width() >= edit.fontMetrics().horizontalAdvance(edit.text())


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("language", Language)
def test_what_the_bar_says_and_its_buttons_are_whole_at_880(frame, page, qtbot, language, changed):
    set_language(language)
    frame.resize(880, 640)
    if changed:
        write(page)
    qtbot.waitUntil(lambda: page.bar.width() < 420)
    title, *_ = page.bar.findChildren(Label)
    parts = (title, page.bar.discarding, page.bar.saving)
    qtbot.waitUntil(lambda: all(part.width() >= part.sizeHint().width() for part in parts))


def test_the_bar_names_the_shortcut_again_where_there_is_room(frame, page, qtbot):
    set_language(Language.EN)
    widest = page.bar.saving.sizeHint().width()
    frame.resize(880, 700)
    qtbot.waitUntil(lambda: page.bar.saving.sizeHint().width() < widest)
    frame.resize(1440, 700)
    qtbot.waitUntil(lambda: page.bar.saving.sizeHint().width() == widest)


def test_everything_is_said_again_in_english(page):
    write(page)
    set_language(Language.EN)
    retranslate(page)
    assert page.bar.text == "Unsaved changes Introduction"
    assert page.editor.sections["honours"].title.text() == "Honours"
    assert page.editor.title.edit.accessibleName() == "Title"
