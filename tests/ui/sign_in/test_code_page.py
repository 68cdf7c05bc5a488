"""The pages of the unlock code: what they ask, what they say, and when they wait."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workstation.domain.errors import InputError
from workstation.domain.keys import KeyFileUnusable, UnsetReason, WrongCode
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.shell.unlock_code.sheet import CodeSheet
from workstation.ui.sign_in.code_page import EnterCodePage, SetCodePage


@pytest.fixture
def enter(qtbot) -> EnterCodePage:
    page = EnterCodePage("1001 · clinic.example.com")
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.fixture
def chosen(qtbot) -> SetCodePage:
    page = SetCodePage(UnsetReason.ABSENT, 6)
    qtbot.addWidget(page)
    page.show()
    return page


def submitted(page) -> list[str]:
    codes: list[str] = []
    page.submitted.connect(codes.append)
    return codes


def test_an_empty_code_is_not_asked_about(enter):
    codes = submitted(enter)
    enter.submit.click()
    assert codes == []
    assert tr("errors.input.empty.what") in enter.fields.current.message.text


def test_a_code_can_be_typed_twice_without_being_shown(chosen):
    codes = submitted(chosen)
    QTest.keyClicks(chosen.fields.new.edit, "blue42")
    QTest.keyClick(chosen.fields.new.edit, Qt.Key.Key_Tab)
    QTest.keyClicks(chosen.focusWidget(), "blue42")
    QTest.keyClick(chosen.focusWidget(), Qt.Key.Key_Return)
    assert codes == ["blue42"]
    assert not chosen.fields.new.reveal.isChecked()


def test_tab_leads_through_all_of_the_page_the_eyes_after_the_button(chosen):
    """It went from the first eye back to the second code, and never to the button."""
    fields = chosen.fields
    first, second = (field.edit for field in (fields.new, fields.repeat))
    eyes = (fields.new.reveal, fields.repeat.reveal)
    chosen.resize(1000, 900)  # all of it is in sight: nothing scrolls
    first.setFocus()
    for expected in (first, second, chosen.submit, *eyes, chosen.first, chosen.second, first):
        assert chosen.focusWidget() is expected
        QTest.keyClick(chosen.focusWidget(), Qt.Key.Key_Tab)
    for expected in (second, first, chosen.second):
        assert chosen.focusWidget() is expected
        QTest.keyClick(chosen.focusWidget(), Qt.Key.Key_Backtab)


def test_a_code_and_tab_lead_to_the_button_that_opens_not_to_the_eye(enter):
    enter.fields.current.edit.setFocus()
    QTest.keyClick(enter.focusWidget(), Qt.Key.Key_Tab)
    assert enter.focusWidget() is enter.submit


def test_a_wrong_code_is_taken_out_and_the_next_one_waits(enter):
    codes = submitted(enter)
    enter.fields.current.set_text("wrong")
    enter.submit.click()
    enter.set_busy(busy=True)
    enter.show_error(WrongCode(4, 60.0))
    assert codes == ["wrong"]
    assert enter.fields.current.text() == ""
    assert "60" in enter.fields.current.message.text
    assert not enter.submit.isEnabled()
    enter.fields.current.set_text("another")
    enter.submit.click()
    assert codes == ["wrong"]
    enter.fields._until = 0.0
    enter.fields._tick()
    assert enter.submit.isEnabled()
    enter.submit.click()
    assert codes == ["wrong", "another"]


def test_what_is_wrong_with_the_computer_is_said_below(enter):
    enter.show_error(KeyFileUnusable("half"))
    assert tr("errors.storage.key_file.half.what") in enter.fields.general.text


def test_a_new_code_is_long_enough_and_typed_twice(chosen):
    codes = submitted(chosen)
    fields = chosen.fields
    fields.new.set_text("12345")
    chosen.submit.click()
    assert fields.new.message.text == "解锁码至少 6 位。"
    fields.new.set_text("123456")
    fields.repeat.set_text("123457")
    chosen.submit.click()
    assert fields.repeat.message.text == tr("code.mismatch")
    fields.repeat.set_text("123456")
    chosen.submit.click()
    assert codes == ["123456"]
    chosen.show_error(InputError("code", "too_long", limit=128))
    assert "128" in fields.new.message.text


def test_the_hint_stands_still_while_a_code_is_typed(chosen, monkeypatch):
    """A screen reader says a description that comes back: the hint, after each letter."""
    described = []
    edit = chosen.fields.new.edit
    monkeypatch.setattr(edit, "setAccessibleDescription", described.append)
    QTest.keyClicks(edit, "1234")
    assert set(described) == {tr("code.hint", count=chosen.fields.min_length)}
    assert chosen.fields.new.message.text == described[0]


def test_that_nothing_can_be_recovered_is_said_before_a_code_is_set(chosen):
    assert chosen.fields.warning.text == tr("code.warning")
    set_language(Language.EN)
    chosen.retranslate()
    assert chosen.fields.warning.text == tr("code.warning")
    set_language(Language.ZH)


@pytest.mark.parametrize("reason", UnsetReason)
def test_each_reason_has_its_sentence(qtbot, reason):
    page = SetCodePage(reason, 6)
    qtbot.addWidget(page)
    assert page.intro.text() == tr(f"code.why.{reason.value}")


def test_the_sheet_over_the_window_says_what_it_is(show_widget):
    sheet = CodeSheet(show_widget(QWidget()), "set", min_length=6)
    assert sheet.accessibleName() == sheet.title.text() == tr("code.set.title")


def test_tab_leads_from_code_to_code_in_the_sheet_too(show_widget):
    sheet = CodeSheet(show_widget(QWidget()), "change", min_length=6)
    sheet.open()
    fields = sheet.fields
    edits = [field.edit for field in (fields.current, fields.new, fields.repeat)]
    for expected in (*edits, sheet.cancel, sheet.start, fields.current.reveal):
        assert expected.hasFocus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert fields.new.reveal.hasFocus()
