"""The form refuses in place, marks what changed, and gives untouched fields back as they came."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from workstation.domain.profile import Profile
from workstation.ui.kit.fields.ordered_row import OrderedRow
from workstation.ui.profile.editor import ProfileEditor

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
PAGE = Profile(
    1001,
    "林若川",
    "主任医师",
    "清河儿童医院",
    "儿科",
    "从事儿科临床工作 18 年。",
    "photos/1001.jpg",
    ("儿童皮疹", "湿疹"),
    ("2023 年度市级优秀医师", "2019 年度院级教学奖"),
)


@pytest.fixture
def editor(show_widget: Callable[..., QWidget]) -> ProfileEditor:
    made = ProfileEditor()
    show_widget(made)
    made.show_profile(PAGE, PAGE)
    return made


def type_over(editor: ProfileEditor, field: str, text: str) -> None:
    edit = getattr(editor, field).edit
    edit.selectAll()
    edit.insert(text)
    edit.textEdited.emit(text)


def new_line(editor: ProfileEditor, text: str) -> OrderedRow:
    editor.honours.add.click()
    row = editor.honours.rows[-1]
    row.edit.insert(text)
    QTest.keyClick(row.edit, ENTER)
    return row


def test_a_page_as_it_came_is_not_changed(editor):
    assert editor.profile() == PAGE
    assert editor.changed_sections() == ()


@pytest.mark.parametrize("odd", ["行一\r\n行二", "不换行\u00a0空格", " 前后空格 ", "一\u2028二"])
def test_a_text_that_the_input_would_change_goes_back_as_it_came(editor, odd):
    served = replace(PAGE, introduction=odd, hospital=odd)
    editor.show_profile(served, served)
    assert editor.profile() == served
    assert editor.changed_sections() == ()


def test_each_changed_section_has_its_dot_and_loses_it_when_put_back(editor):
    type_over(editor, "department", "皮肤科")
    assert editor.changed_sections() == ("basic",)
    assert editor.sections["basic"]._dot.isVisible()
    type_over(editor, "department", "儿科 ")
    assert editor.changed_sections() == ()
    assert not editor.sections["basic"]._dot.isVisible()


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "不能为空"), ("   ", "不能为空"), ("湿疹", "已存在"), ("长" * 31, "30")],
)
def test_a_tag_is_refused_in_place_with_its_reason(editor, text, reason):
    tags = editor.specialties
    tags.edit.insert(text)
    QTest.keyClick(tags.edit, ENTER)
    assert reason in tags.message.text
    assert tags.tags() == list(PAGE.specialties)
    assert tags.edit.text() == text.strip()
    assert editor.changed_sections() == ()


def test_a_refused_tag_stops_the_save_until_it_is_put_right(editor):
    tags = editor.specialties
    tags.edit.insert("长" * 31)
    assert not editor.commit()
    tags.edit.clear()
    tags.edit.textEdited.emit("")
    assert tags.message.text == ""
    assert editor.commit()


def test_of_a_pasted_list_only_the_refused_part_stays_in_the_input(editor):
    tags = editor.specialties
    pasted = f"过敏、{'长' * 31}，湿疹；发热"
    tags.edit.setText(pasted)
    tags.edit.textEdited.emit(pasted)
    assert tags.tags() == ["儿童皮疹", "湿疹", "过敏"]
    assert tags.edit.text() == f"{'长' * 31}、湿疹、发热"
    assert "30" in tags.message.text


def test_too_many_tags_are_refused(editor):
    full = replace(PAGE, specialties=tuple(f"擅长{n}" for n in range(20)))
    editor.show_profile(full, full)
    editor.specialties.edit.insert("再加一个")
    QTest.keyClick(editor.specialties.edit, ENTER)
    assert "20" in editor.specialties.message.text


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "不能为空"), ("2019 年度院级教学奖", "已存在"), ("长" * 101, "100")],
)
def test_a_line_is_refused_in_place_and_stays_open(editor, text, reason):
    row = new_line(editor, text)
    assert row.editing
    assert reason in editor.honours.message.text
    assert editor.changed_sections() == ()
    QTest.keyClick(row.edit, ESC)
    assert editor.honours.message.text == ""
    assert editor.honours.items() == list(PAGE.honours)


def test_an_emptied_line_is_refused_and_comes_back_by_esc(editor):
    row = editor.honours.rows[0]
    row.begin()
    row.edit.clear()
    QTest.keyClick(row.edit, ENTER)
    assert "不能为空" in editor.honours.message.text
    assert not editor.commit()
    QTest.keyClick(row.edit, ESC)
    assert editor.honours.items() == list(PAGE.honours)


def test_a_new_line_without_text_goes_away_when_it_is_left(editor):
    editor.honours.add.click()
    editor.name.edit.setFocus()
    assert editor.commit()
    assert len(editor.honours.rows) == 2


def test_saving_takes_in_what_is_still_being_typed(editor):
    editor.specialties.edit.insert("过敏")
    editor.honours.add.click()
    editor.honours.rows[-1].edit.insert("新荣誉")
    assert editor.commit()
    assert editor.profile().specialties[-1] == "过敏"
    assert editor.profile().honours[-1] == "新荣誉"


def test_an_empty_name_is_marked_and_takes_the_focus(editor):
    type_over(editor, "name", "  ")
    assert "不能为空" in editor.name.message.text
    assert editor.first_problem() == "name"
    assert editor.name.edit.hasFocus()


def test_what_the_platform_has_longer_than_it_may_be_written_here_is_no_error(editor):
    long = replace(PAGE, introduction=" " + "长" * 1_500)
    editor.show_profile(long, long)
    type_over(editor, "hospital", "另一家医院")
    assert not editor.first_problem()
    editor.introduction.edit.insertPlainText("更长")
    assert editor.first_problem() == "introduction"


def test_after_a_save_only_what_was_written_since_stays_unsaved(editor):
    type_over(editor, "hospital", "另一家医院")
    sent = editor.profile()
    type_over(editor, "department", "皮肤科")
    trimmed = replace(sent, introduction="平台改短的简介。")
    editor.rebase(trimmed, sent)
    assert editor.profile() == replace(trimmed, department="皮肤科")
    assert editor.changed_sections() == ("basic",)


def test_the_rank_is_picked_or_written_and_the_servers_own_is_offered(editor):
    served = replace(PAGE, title="特需专家")
    editor.show_profile(served, served)
    menu = editor.title.open_ranks()
    assert [item.text() for item in menu.items][:2] == ["特需专家", "主任医师"]
    menu.items[3].click()
    assert editor.profile().title == "主治医师"
    assert editor.changed_sections() == ("basic",)


@pytest.mark.parametrize("field", ["name", "title", "hospital", "department"])
def test_what_is_wider_than_its_field_is_shown_from_its_start(editor, field):
    """A doctor read the end of the own rank and hospital, and not which they are."""
    editor.setFocus()
    editor.show_profile(long := replace(PAGE, **{field: "首都医科大学附属北京儿童医院" * 9}), long)
    assert getattr(editor, field).edit.cursorPosition() == 0


def test_whoever_types_in_a_field_stays_where_they_are_while_it_is_filled_in_anew(editor):
    edit = editor.hospital.edit
    edit.setFocus()
    editor.show_profile(now := replace(PAGE, hospital="首都医科大学"), now)
    assert edit.cursorPosition() == len("首都医科大学")
