"""The lock screen: a code, no patient, and what is said when the code is wrong."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.lock.page import TICK_MS, WAITING_MS, LockPage

MOMENT = 1_795_780_000_000


@pytest.fixture
def page(show_widget):
    page = LockPage()
    show_widget(page)
    page.show_doctor("林若川", 1001)
    page.show_time(MOMENT)
    page.codes = []
    page.submitted.connect(page.codes.append)
    return page


def test_enter_and_the_button_hand_the_code_on_and_nothing_is_no_code(page):
    QTest.keyClick(page.code.edit, Qt.Key.Key_Return)
    page.unlock.click()
    assert page.codes == []
    page.code.edit.setText("解锁 123456")
    QTest.keyClick(page.code.edit, Qt.Key.Key_Return)
    page.unlock.click()
    assert page.codes == ["解锁 123456"] * 2
    assert page.code.edit.echoMode() is QLineEdit.EchoMode.Password


def test_a_wrong_code_empties_the_field_and_says_so(page):
    page.code.edit.setText("123456")
    page.set_busy(busy=True)
    assert not page.code.isEnabled()
    page.show_error("解锁码不正确。")
    assert (page.code.text(), page.message.text) == ("", "解锁码不正确。")
    assert page.code.isEnabled()


def test_nothing_moves_when_the_code_was_wrong(page):
    def place_of(part):
        return part.mapTo(page, part.rect().topLeft())

    before = [place_of(part) for part in (page.clock, page.code, page.unlock)]
    page.show_error("解锁码不正确。请重新输入。")
    QApplication.processEvents()
    assert page.message.isVisible()
    assert [place_of(part) for part in (page.clock, page.code, page.unlock)] == before


def test_nobody_reads_the_wrong_code_of_whoever_was_here_before(page):
    """It is mostly the right one but for a letter."""
    QTest.keyClicks(page.code.edit, "123456")
    page.show_error("解锁码不正确。")
    page.code.reveal.click()
    QTest.keyClick(page.code.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.code.text()


def test_who_has_to_wait_is_told_how_long_and_then_types_again(page):
    page.show_error("解锁码不正确。")
    page.show_wait(3)
    assert (page.code.isEnabled(), page.unlock.isEnabled()) == (False, False)
    assert "3" in page.wait.text
    page.show_wait(0)
    assert (page.code.isEnabled(), page.wait.text) == (True, "")
    assert page.message.text == "解锁码不正确。"


def test_a_wait_that_ends_while_a_code_is_tried_enables_nothing(page):
    page.show_wait(3)
    page.set_busy(busy=True)
    page.show_wait(0)
    assert not page.code.isEnabled()


def test_without_a_wait_nothing_takes_the_keyboard_from_where_it_is(page):
    page.sign_out.setFocus()
    page.show_wait(0)
    assert page.focusWidget() is page.sign_out


def test_a_locked_window_taken_out_again_takes_the_code(page):
    page.code.reveal.setFocus()
    page.window().hide()
    page.window().show()
    assert page.focusWidget() is page.code.edit


def test_the_page_has_the_keyboard_while_no_code_can_be_typed(page):
    page.code.setFocus()
    page.set_busy(busy=True)
    assert page.hasFocus()
    page.show_error("解锁码不正确。")
    assert page.code.edit.hasFocus()
    page.show_wait(3)
    assert page.hasFocus()
    QTest.keyClick(page, Qt.Key.Key_Tab)
    assert page.sign_out.hasFocus()


def test_the_count_of_unread_tells_whether_it_grew(page):
    assert page.show_unread(3)
    assert not page.show_unread(3)
    assert not page.show_unread(0)
    assert page.unread.text() == "没有未读消息"


def test_tab_stays_on_the_page_and_reaches_all_of_it(page):
    page.enter()
    seen = []
    for _ in range(4):
        seen.append(QApplication.focusWidget())
        page.focusNextPrevChild(True)
    assert seen == [page.code.edit, page.unlock, page.sign_out, page.code.reveal]
    assert QApplication.focusWidget() is page.code.edit


def test_it_speaks_the_language_in_force(page):
    assert page.date.text() == "11 月 27 日 星期五"
    set_language(Language.EN)
    page.retranslate()
    assert page.date.text() == "Friday, 27 Nov"
    assert page.unlock.text() == "Unlock"
    set_language(Language.ZH)


def test_the_clock_goes_on(page):
    ticks = []
    page.ticked.connect(lambda: ticks.append(1))
    assert page._tick.isActive()
    page._tick.timeout.emit()
    assert ticks == [1]


def test_seconds_are_counted_each_and_else_the_computer_may_rest(page):
    page.show_wait(2)
    assert page._tick.period_ms == WAITING_MS
    page.show_wait(0)
    assert page._tick.period_ms == TICK_MS
    assert page._tick.isActive()


def test_a_wrong_code_is_heard_though_all_else_is_silent(page, screen_reader):
    announcer.mute()
    page.show_error("解锁码不正确。")
    assert screen_reader == ["解锁码不正确。"]
    assert announcer.recent == ()


def test_a_wait_is_heard_once_with_why_and_not_each_second(page, screen_reader):
    announcer.mute()
    page.show_error("解锁码不正确。")
    for seconds in (3, 2, 1, 0):
        page.show_wait(seconds)
    assert screen_reader == ["解锁码不正确。", "解锁码不正确；请在 3 秒后再试"]
