"""Jumps: to the first unread message however far back, to a day, to the end."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.archive import ROOM
from tests.ui.conversation.finding.conftest import COUNT, HOUR_MS, NOW_MS, TODAY, moment
from tests.ui.waiting import until
from tests.vault.people import consultation
from workstation.domain.message import Delivery, MessageKind
from workstation.store import timeline
from workstation.ui.kit import throttle
from workstation.vault.lists import timelines
from workstation.vault.unsent import failures, outbox

NEWEST = f"第{COUNT - 1}句"


async def test_a_conversation_opens_at_its_first_unread_message_however_far_back(reading):
    await reading.fill(seen=99)
    await reading.open()
    sight = reading.in_sight()
    assert "第100句" in sight
    fresh = reading.pane.view.timeline.row("fresh")
    assert reading.pane.view.timeline.entry(fresh + 1).message.text == "第100句"


async def test_the_end_key_leads_to_the_newest_message_and_not_to_the_last_one_loaded(reading):
    await reading.fill(seen=99)
    seen_places = reading.look()
    await reading.open()
    first_sight = set(reading.in_sight())
    view = reading.pane.view
    QTest.keyClick(view, Qt.Key.Key_End)
    await reading.rest()
    assert view.timeline.entry(view.currentIndex().row()).message.text == NEWEST
    assert NEWEST in reading.in_sight()
    whole = await reading.signed_in.messaging.conversations.whole(ROOM)
    await until(lambda: seen_places[-1] == whole.messages[-1].position)
    await reading.rest()
    in_sight = first_sight | set(reading.in_sight())
    unread = await reading.vault.read(timelines.unread_places, ROOM, COUNT)
    assert len(unread) >= COUNT - 100 - len(in_sight), "what was passed over is not read"


async def test_the_end_key_leads_to_the_end_of_what_is_whole_at_once(reading):
    await reading.fill()
    await reading.open()
    view = reading.pane.view
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.timeline.entry(view.currentIndex().row()).message.text == NEWEST


async def test_the_jump_to_what_is_new_leads_there_from_anywhere(reading):
    await reading.fill(seen=99)
    await reading.open()
    reading.conversation.go_to_newest()
    await reading.rest()
    assert NEWEST in reading.in_sight()
    reading.jumping.go_to_unread()
    await reading.rest()
    assert "第100句" in reading.in_sight()


async def test_what_was_new_at_the_opening_is_found_again_after_it_was_seen(reading):
    await reading.fill(seen=99)
    await reading.open()
    await reading.see(COUNT - 1)
    reading.conversation.go_to_newest()
    reading.jumping.go_to_unread()
    await reading.rest()
    assert "第100句" in reading.in_sight()
    assert reading.notes == []


async def test_nothing_new_is_said(reading):
    await reading.fill()
    await reading.open()
    reading.jumping.go_to_unread()
    await reading.rest()
    assert reading.notes == ["没有新消息"]
    assert NEWEST in reading.in_sight()


async def test_the_end_is_reached_from_far_back(reading):
    await reading.fill()
    await reading.open()
    reading.conversation.go_to_place(-(1 << 60))
    await reading.rest()
    assert "第0句" in reading.in_sight()
    reading.conversation.go_to_newest()
    await reading.rest()
    assert reading.pane.view.at_end()
    assert NEWEST in reading.in_sight()


async def test_the_end_is_where_it_is_now_though_it_was_not_painted_yet(reading, monkeypatch):
    monkeypatch.setattr(throttle, "FRAME_MS", 3_600_000)
    await reading.fill()
    await reading.open()
    reading.pane.view.follows_end = False  # as in the history
    for number in range(30):
        await reading.say(f"又{number}句")
    reading.conversation.go_to_newest()
    await reading.rest()
    assert reading.pane.view.at_end()
    assert "又29句" in reading.in_sight()


async def test_a_place_is_led_to_though_it_was_not_painted_yet(reading, monkeypatch):
    monkeypatch.setattr(throttle, "FRAME_MS", 3_600_000)
    await reading.fill()
    await reading.open()
    for text in ("又一句", "末句"):
        await reading.say(text)
    place = reading.conversation._window.lines[-1].position
    reading.pane.view.verticalScrollBar().setValue(0)
    reading.conversation.go_to_place(place)
    await reading.rest()
    assert "末句" in reading.in_sight()


async def test_a_day_is_picked_with_the_keyboard_alone(reading):
    await reading.fill()
    await reading.open()
    menu = reading.pane.head.open_menu()
    next(item for item in menu.items if "日期" in item.text()).click()
    await reading.rest()
    calendar = reading.jumping.calendar
    live = {button.day.day for button in calendar.days if button.pickable}
    assert live == set(range(1, 13)), "since the first of the month something was said daily"
    QTest.keyClick(calendar, Qt.Key.Key_Up)
    day = calendar.focusWidget()
    assert (day.day.day, day.isVisible()) == (5, True)
    QTest.keyClick(day, Qt.Key.Key_Return)
    await reading.rest()
    assert reading.jumping.calendar is None
    first = next(n for n in range(COUNT) if NOW_MS - (COUNT - n) * HOUR_MS >= moment(7, hour=0))
    assert f"第{first}句" in reading.in_sight()


@pytest.mark.parametrize("asked", ["first_unread", "first_since"])
async def test_a_jump_is_not_made_in_a_conversation_opened_meanwhile(reading, monkeypatch, asked):
    await reading.fill()
    await reading.open()
    answer = asyncio.get_running_loop().create_future()
    queries = replace(reading.signed_in.conversations, **{asked: lambda *_: answer})
    reading.signed_in.conversations = queries
    gone_to = []
    monkeypatch.setattr(reading.conversation, "go_to_place", gone_to.append)
    reading.jumping.ask_date()
    if asked == "first_unread":
        reading.jumping.go_to_unread()
    else:
        reading.jumping.calendar.picked.emit(TODAY.date())
    reading.jumping.calendar.close_now()
    await asyncio.sleep(0)
    reading.pane.show_consultation(consultation(ROOM + 1))
    answer.set_result(7)
    await reading.rest()
    assert gone_to == []


async def test_a_jump_asked_for_while_the_conversation_opens_is_where_one_is_then(reading):
    await reading.fill()
    answer, opened = asyncio.get_running_loop().create_future(), consultation(ROOM)
    queries = replace(reading.signed_in.conversations, first_unread=lambda *_: answer)
    reading.signed_in.conversations = queries
    reading.pane.show_consultation(opened)
    reading.conversation.show(opened)
    reading.conversation.go_to_place(-(1 << 60))
    for _ in range(9):
        await asyncio.sleep(0)
    answer.set_result(None)
    await reading.rest()
    assert "第0句" in reading.in_sight()


async def test_an_answer_leads_to_the_end_and_what_becomes_of_it_does_not(reading):
    await reading.fill(seen=COUNT - 20)
    await reading.open()
    assert not reading.pane.view.at_end()
    assert not reading.conversation._window.lines.newer
    write = outbox.add, ROOM, "own-1", MessageKind.TEXT, "我的回答", NOW_MS
    reading.signed_in.store.apply(await reading.vault.write(*write))
    await reading.rest()
    assert "我的回答" in reading.in_sight()
    view = reading.pane.view
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    row = view.rows_in_sight()[1]
    key, place = view.timeline.entry(row).key, reading.on_screen(row)
    changes = await reading.vault.write(failures.fail, "own-1", "forbidden")
    reading.signed_in.store.apply(changes)
    last = view.timeline.rowCount() - 1
    await until(lambda: view.timeline.entry(last).message.delivery is Delivery.FAILED)
    await reading.rest()
    assert reading.on_screen(view.timeline.row(key)) == place, "one reads on, while a try fails"


async def test_an_answer_leads_to_the_end_though_the_clock_was_set_back_meanwhile(reading):
    await reading.fill(seen=COUNT - 20)
    await reading.open()
    earlier = NOW_MS - 8 * HOUR_MS
    write = outbox.add, ROOM, "own-1", MessageKind.TEXT, "我的回答", earlier
    reading.signed_in.store.apply(await reading.vault.write(*write))
    await reading.rest()
    assert "我的回答" in reading.in_sight()


async def test_the_end_that_an_answer_leads_to_is_not_that_of_another_conversation(
    reading, monkeypatch
):
    await reading.fill(seen=99)
    await reading.open()
    window, answer = reading.conversation._window, asyncio.get_running_loop().create_future()
    end = await reading.signed_in.conversations.newest(ROOM, 60)
    window._source = replace(window._source, newest=lambda *_: asyncio.shield(answer))
    write = outbox.add, ROOM, "own-1", MessageKind.TEXT, "我的回答", NOW_MS
    reading.signed_in.store.apply(await reading.vault.write(*write))
    await asyncio.sleep(0)
    painted = []
    monkeypatch.setattr(reading.pane.view, "show_items", lambda _, follow: painted.append(follow))
    other = consultation(ROOM + 1)
    reading.pane.show_consultation(other)
    reading.conversation.show(other)
    painted.clear()
    answer.set_result(end)
    await reading.rest()
    assert painted.count(True) == 1, "its own end, when it was opened"


async def test_a_day_without_messages_says_so_and_cannot_be_picked(reading):
    await reading.fill()
    await reading.open()
    reading.jumping.ask_date()
    QTest.keyClick(reading.jumping.calendar, Qt.Key.Key_PageUp)
    await reading.rest()
    calendar = reading.jumping.calendar
    assert calendar.month == TODAY.date().replace(month=9, day=1)
    first = next(button for button in calendar.days if button.day == calendar.month)
    assert first.accessibleName() == "2026 年 9 月 1 日，没有消息"
    before = reading.in_sight()
    first.click()
    await reading.rest()
    assert calendar.isVisible()
    assert reading.in_sight() == before
    calendar.close_now()


async def test_the_calendar_goes_no_further_than_today(reading):
    await reading.fill()
    await reading.open()
    reading.jumping.ask_date()
    await reading.rest()
    calendar = reading.jumping.calendar
    assert not calendar.later.isEnabled()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        QTest.keyClick(calendar, key)
    await reading.rest()
    assert calendar.month == TODAY.date().replace(day=1)
    assert calendar.focusWidget().day == TODAY.date()
    calendar.close_now()


async def test_pages_are_read_until_the_view_is_full_also_when_each_is_shown_at_once(
    reading, monkeypatch
):
    """A page shown while it is still being read asks for the next one in vain."""
    monkeypatch.setattr(timeline, "PAGE_ROWS", 3)
    monkeypatch.setattr(throttle, "FRAME_MS", 0)
    await reading.fill()
    await reading.open()
    view = reading.pane.view
    assert view.verticalScrollBar().maximum() > view.viewport().height()
    assert reading.in_sight()[-1] == NEWEST
