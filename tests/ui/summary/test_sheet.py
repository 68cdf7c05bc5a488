"""The form of a summary: what it says of itself, what is refused in place, what it becomes."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.store.people import consultation
from workstation.domain.closing import MAX_TEXT_CHARACTERS, ClosingSummary
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.summary.sent import SentDialog
from workstation.ui.summary.sheet import ClosingSheet

TODAY = date(2026, 11, 25)
WRITTEN = ClosingSummary("荨麻疹", "停用芒果", "氯雷他定", no_prescription=False, follow_up="12-2")


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def sheet(window):
    made = ClosingSheet(window, lambda: TODAY)
    made.show_summary(consultation(1), ClosingSummary())
    made.open()
    return made


def emissions(signal):
    emitted = []
    signal.connect(lambda: emitted.append(1))
    return emitted


def type_into(sheet, name, text):
    edit = sheet.text_areas[name].edit
    edit.setFocus()
    QTest.keyClicks(edit, text)


def test_it_says_what_the_platform_cannot_do_and_what_stays_here(sheet):
    assert "医生不能自行结束咨询" in sheet.note.text()
    assert "只保存在本机" in sheet.local.text()


def test_where_nothing_can_be_stored_it_says_so(window):
    made = ClosingSheet(window, lambda: TODAY, is_durable=False)
    assert "只保留到程序关闭" in made.local.text()


def test_it_is_about_one_patient_in_that_patient_s_colours(sheet):
    name = sheet.consultation.target.name
    assert name in sheet.title.text()
    assert name in sheet.target.text


def test_an_empty_one_is_refused_in_place(sheet):
    asked = emissions(sheet.asked)
    sheet.start.click()
    assert not asked
    assert "至少填写" in sheet.text_areas["assessment"].message.text
    type_into(sheet, "assessment", "urticaria")
    assert sheet.text_areas["assessment"].message.text == ""
    sheet.start.click()
    assert asked


@pytest.mark.parametrize(
    ("typed", "words"), [("下周", "无法识别这个日期"), ("2026-11-24", "这个日期已过")]
)
def test_a_day_that_cannot_be_meant_is_refused_in_place(sheet, typed, words):
    sheet.show_summary(consultation(1), ClosingSummary("a", follow_up=typed))
    asked = emissions(sheet.asked)
    sheet.start.click()
    assert not asked
    assert words in sheet.follow_up.field.message.text
    assert QApplication.focusWidget() is sheet.follow_up.field.edit
    sheet.follow_up.distances[7].click()
    assert sheet.written.follow_up == "2026-12-02"
    assert sheet.follow_up.field.message.text == "2026 年 12 月 2 日（周三）"
    sheet.start.click()
    assert asked


def test_a_part_that_is_too_long_is_refused_in_place(sheet):
    sheet.show_summary(consultation(1), ClosingSummary(advice="长" * (MAX_TEXT_CHARACTERS + 1)))
    assert not sheet.check()
    assert str(MAX_TEXT_CHARACTERS) in sheet.text_areas["advice"].message.text
    assert sheet.text_areas["assessment"].message.text == ""


def test_what_the_patient_will_read_is_shown(sheet):
    assert "填写后" in sheet.preview.text()
    sheet.show_summary(consultation(1), WRITTEN)
    assert sheet.preview.text().splitlines() == [
        "【小结】",
        "评估：荨麻疹",
        "建议：停用芒果",
        "处方：氯雷他定",
        "复诊：2026 年 12 月 2 日（周三）",
    ]
    sheet.no_prescription.click()
    assert "处方：无" in sheet.preview.text()
    assert sheet.written.prescription == "氯雷他定"
    sheet.follow_up.none.click()
    assert "复诊" not in sheet.preview.text()


def test_every_change_by_hand_is_told_and_no_other(sheet):
    emitted = emissions(sheet.edited)
    sheet.show_summary(consultation(1), WRITTEN)
    sheet.show_summary(consultation(1), ClosingSummary(no_prescription=True))
    assert not emitted
    type_into(sheet, "advice", "x")
    sheet.no_prescription.click()
    sheet.follow_up.distances[3].click()
    QTest.keyClicks(sheet.follow_up.field.edit, "1")
    assert len(emitted) == 4


def test_filled_in_is_what_was_kept(sheet):
    sheet.show_summary(consultation(1), WRITTEN)
    assert sheet.written == WRITTEN


def test_what_was_sent_before_is_said(sheet):
    sheet.show_summary(consultation(1), WRITTEN, "2026 年 11 月 25 日 10:49")
    assert "10:49" in sheet.state.text


def test_when_the_consultation_has_ended_nothing_can_be_sent(sheet):
    sheet.show_summary(consultation(1), WRITTEN)
    sheet.show_ended(ended=True)
    asked = emissions(sheet.asked)
    sheet.start.click()
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not asked
    assert "不能再发送" in sheet.state.text
    assert sheet.written == WRITTEN


def test_ctrl_enter_sends_and_esc_puts_away(sheet):
    asked, away = emissions(sheet.asked), emissions(sheet.put_away)
    type_into(sheet, "assessment", "x")
    edit = sheet.text_areas["assessment"].edit
    QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert away
    assert not sheet.isVisible()


def test_no_two_buttons_have_one_name(sheet):
    names = [
        button.accessibleName() or button.text() for button in sheet.findChildren(QAbstractButton)
    ]
    assert sorted(names) == sorted(set(names))


def test_while_it_is_being_sent_it_cannot_be_sent_again(sheet):
    sheet.show_summary(consultation(1), WRITTEN)
    asked = emissions(sheet.asked)
    sheet.set_busy(busy=True)
    sheet.start.click()
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not asked


def test_tab_brings_every_field_into_sight_in_a_small_window(window, sheet):
    window.resize(720, 560)
    seen = set()
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        middle = focused.mapTo(sheet, focused.rect().center())
        assert sheet.card().contains(middle), focused
        assert not focused.visibleRegion().isEmpty(), focused
        seen.add(focused)
    assert {part.edit for part in sheet.text_areas.values()} < seen
    assert sheet.follow_up.field.edit in seen


def test_what_is_refused_is_brought_into_sight(window, sheet):
    window.resize(720, 560)
    sheet.show_summary(consultation(1), ClosingSummary("a", follow_up="下周"))
    assert sheet.follow_up.visibleRegion().isEmpty()
    sheet.start.click()
    assert not sheet.follow_up.field.edit.visibleRegion().isEmpty()


def test_the_card_stays_inside_a_small_window(window, sheet):
    window.resize(720, 560)
    sheet.question.ask(["a" * 200, "b" * 200])
    sheet.show_error("c" * 200)
    assert sheet.rect().contains(sheet.card().toRect())
    assert sheet.card().contains(sheet.start.mapTo(sheet, sheet.start.rect().center()))


def test_another_language_keeps_what_is_written(sheet):
    sheet.show_summary(consultation(1), WRITTEN)
    sheet.check()
    set_language(Language.EN)
    assert sheet.written == WRITTEN
    assert sheet.start.text() == "Send summary"
    assert sheet.preview.text().startswith("Summary\nAssessment: 荨麻疹")


def test_after_sending_the_next_patient_is_one_key_away(window):
    dialog = SentDialog(window, "online", following="下一位：赵一诺。")
    answers = []
    dialog.answered.connect(answers.append)
    dialog.open()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert answers == ["next"]


@pytest.mark.parametrize("outlook", ["online", "offline", "unkept"])
def test_what_waits_in_memory_only_says_not_to_close(window, outlook):
    dialog = SentDialog(window, outlook, following="")
    text = " ".join(label.text() for label in dialog.findChildren(Label))
    assert ("请不要关闭程序" in text) is (outlook == "unkept")


def test_without_anybody_waiting_one_stays(window):
    dialog = SentDialog(window, "offline", following="")
    answers = []
    dialog.answered.connect(answers.append)
    dialog.open()
    assert dialog.next is None
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert answers == ["stay"]


@pytest.mark.parametrize("language", Language)
def test_nothing_is_cut_off_with_large_text_in_the_smallest_window(window, sheet, language):
    set_language(language)
    sheet.retranslate()
    theme.set_text_size(200)
    window.resize(720, 560)
    QApplication.processEvents()
    picks = (*sheet.follow_up.distances.values(), sheet.follow_up.none)
    for part in (sheet.note, *picks):
        right = part.mapTo(sheet.scroll_area.viewport(), part.rect().topRight()).x()
        assert right < sheet.scroll_area.viewport().width()
        assert part.height() >= part.heightForWidth(part.width())


@pytest.mark.usefixtures("screen_reader")
def test_the_day_that_a_button_filled_in_is_said(sheet):
    """The keyboard is on the button, and the day stands in the field."""
    sheet.show_summary(consultation(1), ClosingSummary("a"))
    sheet.follow_up.distances[7].click()
    assert announcer.recent[0] == "2026 年 12 月 2 日（周三）"
    sheet.follow_up.none.click()
    assert announcer.recent[0] == "不复诊"
