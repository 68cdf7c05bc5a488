"""Words are found in all of a conversation, not only in what is loaded, and shown there."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.fakes.archive import ME, ROOM
from tests.ui.conversation.finding.conftest import COUNT
from tests.ui.waiting import until
from tests.vault.people import consultation
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.kit.announcer import announcer

NEWEST = f"第{COUNT - 1}句"


async def test_a_word_far_outside_of_what_is_loaded_is_gone_to(reading):
    await reading.fill(m3="夜里<b>咳嗽</b>")
    await reading.open()
    assert NEWEST in reading.in_sight()
    await reading.look_for("<b>咳嗽")
    assert "夜里<b>咳嗽</b>" in reading.in_sight()
    assert reading.place == "第 1 处，共 1 处"
    assert reading.pane.find_bar.field.edit.hasFocus(), "one can type on"


async def test_all_places_are_gone_through_and_round(reading):
    await reading.fill(m3="咳嗽，还是咳嗽", m150="不咳嗽了")
    await reading.open()
    await reading.look_for("咳嗽")
    assert reading.place == "第 3 处，共 3 处", "the nearest of those above"
    await reading.press(Qt.Key.Key_Return)
    assert reading.place == "第 1 处，共 3 处"
    assert "咳嗽，还是咳嗽" in reading.in_sight()
    await reading.press(Qt.Key.Key_F3)
    assert reading.place == "第 2 处，共 3 处"
    await reading.press(Qt.Key.Key_F3)
    assert "不咳嗽了" in reading.in_sight()
    await reading.press(Qt.Key.Key_Return, shifted=True)
    await reading.press(Qt.Key.Key_F3, shifted=True)
    assert reading.place == "第 1 处，共 3 处"


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_hears_where_one_is_and_what_stands_there(reading):
    await reading.fill(m3=f"夜里{'一' * 60}咳嗽", m150="不咳嗽了")
    await reading.open()
    await reading.look_for("咳嗽")
    assert announcer.recent[0].startswith("第 2 处，共 2 处；")
    assert announcer.recent[0].endswith("：不咳嗽了")
    await reading.press(Qt.Key.Key_Return)
    assert announcer.recent[0].startswith("第 1 处，共 2 处；")
    assert announcer.recent[0].endswith(f"：{'一' * 40}咳嗽")
    await reading.look_for("没有这个词")
    assert announcer.recent[0] == "没有找到"


@pytest.mark.usefixtures("screen_reader")
async def test_what_comes_while_one_looks_for_words_says_no_place_anew(reading):
    await reading.fill(m150="咳嗽一次")
    await reading.open()
    await reading.look_for("咳嗽")
    before = announcer.recent
    await reading.say("又咳嗽了")
    await until(lambda: reading.place == "第 1 处，共 2 处")
    assert announcer.recent == before


async def test_the_matter_itself_is_searched_too(reading):
    await reading.fill()
    await reading.open()
    await reading.look_for("起疹")
    assert reading.place == "第 1 处，共 1 处"
    assert reading.finding.current.anchor.key == "card"
    assert reading.pane.view.timeline.row("card") == 0
    assert reading.pane.view.verticalScrollBar().value() == 0


async def test_only_what_has_all_words_is_marked(reading):
    await reading.fill(m100="发热 咳嗽", m101="咳嗽", m102="发热")
    await reading.open()
    await reading.look_for("咳嗽 发热")
    assert {match.anchor.key for match in reading.finding.matches} == {
        reading.finding.current.anchor.key
    }
    assert reading.place == "第 2 处，共 2 处"


async def test_nothing_found_is_said_and_nothing_moves(reading):
    await reading.fill()
    await reading.open()
    await reading.look_for("没有这个词")
    assert reading.pane.find_bar.nothing.isVisible()
    assert reading.pane.find_bar.nothing.text() == "没有找到"
    assert (reading.place, reading.in_sight()[-1]) == ("", NEWEST)


async def test_what_comes_while_words_are_looked_for_leaves_the_view_at_their_place(reading):
    await reading.fill(m3="咳嗽一次", m5="又咳嗽")
    await reading.open()
    page = await reading.signed_in.messaging.conversations.whole(ROOM)
    reading.finding.show_words("咳嗽", Anchor.of(page.messages[3]))
    reading.finding._refresh.request()
    reading.finding._refresh.flush()
    await reading.rest()
    assert reading.place == "第 1 处，共 2 处"


async def test_what_comes_meanwhile_is_found_and_the_place_stays(reading):
    await reading.fill(m150="咳嗽一次")
    await reading.open()
    await reading.look_for("咳嗽")
    await reading.say("又咳嗽了")
    await until(lambda: reading.place == "第 1 处，共 2 处")
    assert "咳嗽一次" in reading.in_sight()
    await reading.press(Qt.Key.Key_F3)
    assert "又咳嗽了" in reading.in_sight()


async def test_what_is_withdrawn_meanwhile_is_found_no_longer(reading):
    await reading.fill()
    await reading.open()
    await reading.say("咳嗽", origin_id="gone", member_id=ME)
    await reading.look_for("咳嗽")
    assert reading.place == "第 1 处，共 1 处"
    await reading.say("不咳了", replaces="gone", origin_id="fix", member_id=ME)
    await until(lambda: reading.place == "")


async def test_escape_takes_marks_and_bar_away_and_the_keyboard_back(reading):
    await reading.fill(m299="咳嗽")
    await reading.open()
    await reading.look_for("咳嗽")
    assert reading.pane.view.matches
    await reading.press(Qt.Key.Key_Escape)
    assert reading.pane.find_bar.isHidden()
    assert not reading.pane.view.matches
    assert reading.pane.view.hasFocus()
    await reading.press(Qt.Key.Key_F3)
    assert reading.pane.find_bar.isVisible(), "without words F3 asks for some"


@pytest.mark.parametrize("what", ["hide", "deleteLater"])
async def test_after_escape_one_reads_on_where_what_had_the_keyboard_is_gone(reading, what):
    await reading.fill(m299="咳嗽")
    await reading.open()
    button = QPushButton(reading.page)
    button.show()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert reading.pane.find_bar.field.edit.hasFocus()
    getattr(button, what)()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    await reading.press(Qt.Key.Key_Escape)
    assert reading.pane.view.hasFocus()


async def test_another_conversation_begins_without_the_words_of_the_last(reading):
    await reading.fill(m299="咳嗽")
    await reading.open()
    await reading.look_for("咳嗽")
    await reading.open(8)
    assert reading.pane.find_bar.isHidden()
    assert not reading.pane.view.matches


async def test_the_lists_words_are_marked_without_moving_until_others_are_typed(reading):
    await reading.fill(m10="咳嗽", m299="发热")
    await reading.open()
    reading.finding.suggest("咳嗽")
    await reading.rest()
    assert reading.finding.current is not None
    assert NEWEST not in reading.in_sight()
    assert "发热" in reading.in_sight(), "marking goes nowhere"
    await reading.look_for("发热")
    assert len(reading.pane.view.matches) == 1
    await reading.press(Qt.Key.Key_Escape)
    await reading.rest()
    await reading.press(Qt.Key.Key_F3)
    assert "咳嗽" in reading.in_sight()


async def test_a_hit_of_the_palette_is_shown_at_its_place_with_its_words(reading):
    await reading.fill(m3="咳嗽", m200="咳嗽")
    (early, _) = await reading.signed_in.messaging.conversations.find(ROOM, "咳嗽")
    opened, spot = consultation(), Anchor.of(early)
    reading.pane.show_consultation(opened)
    reading.conversation.show(opened, spot)
    reading.finding.on_opened()
    reading.finding.show_words("咳嗽", spot)
    await reading.rest()
    assert "第4句" in reading.in_sight()
    assert (reading.finding.current.anchor, reading.place) == (spot, "第 1 处，共 2 处")
    assert not reading.pane.find_bar.field.edit.hasFocus()
    view = reading.pane.view
    assert view.timeline.entry(view.currentIndex().row()).key == spot.key


async def test_a_place_that_no_words_led_to_is_shown_without_the_bar(reading):
    await reading.fill(m3="咳嗽")
    await reading.open()
    (early,) = await reading.signed_in.messaging.conversations.find(ROOM, "咳嗽")
    await reading.look_for("发热")
    QTest.keyClick(reading.pane.find_bar.field.edit, Qt.Key.Key_Escape)
    reading.finding.show_words("", Anchor.of(early))
    assert reading.pane.find_bar.isHidden()


async def test_a_hit_in_the_open_conversation_is_gone_to(reading):
    await reading.fill(m3="咳嗽")
    await reading.open()
    (message,) = await reading.signed_in.messaging.conversations.find(ROOM, "咳嗽")
    reading.conversation.show(replace(consultation()), Anchor.of(message))
    await reading.rest()
    assert "咳嗽" in reading.in_sight()


async def test_without_a_conversation_there_is_nothing_to_find(reading):
    QApplication.sendPostedEvents()
    await reading.press(Qt.Key.Key_F3)
    assert reading.pane.find_bar.isHidden()
