"""Seen is what comes into sight of a doctor who looks, on whatever page she was meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.archive import ROOM
from tests.fakes.screen_reader import listening
from tests.ui.conversation.finding.conftest import COUNT, HOUR_MS, NOW_MS
from tests.ui.waiting import until
from workstation.domain.events import Joined
from workstation.domain.message import MessageKind
from workstation.ui.conversation import seen_ranges
from workstation.ui.conversation.seen_ranges import SeenRange, SeenRanges
from workstation.ui.kit import throttle
from workstation.ui.kit.announcer import announcer
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox


async def count_unread(reading) -> int:
    return (await reading.vault.read(summaries.of_room, ROOM)).unread


async def test_what_comes_while_another_page_is_in_front_is_seen_on_the_way_back(
    reading, monkeypatch
):
    monkeypatch.setattr(throttle, "FRAME_MS", 0)  # it is painted when it comes
    await reading.fill()
    seen_places = reading.look()
    await reading.open()
    before = max(seen_places)
    reading.page.hide()
    await reading.say("刚到的")
    await reading.rest()
    assert max(seen_places) == before
    reading.page.show()
    await until(lambda: max(seen_places) > before)
    last = reading.pane.view.last_in_sight()
    assert (last.message.text, last.message.position) == ("刚到的", max(seen_places))


async def test_whoever_walks_past_a_patient_has_seen_nothing(reading, monkeypatch):
    """By Alt and the arrow one passes several a second: each is painted, and none is read."""
    monkeypatch.setattr(seen_ranges, "MIN_LOOK_MS", HOUR_MS)  # the next one is opened before that
    await reading.fill(seen=COUNT - 4)
    seen_places = reading.look()
    await reading.open()
    await until(lambda: reading.pane.view.painted)
    reading.pane.sight_changed.emit()
    reading.conversation.on_focused()
    await reading.leave()
    assert seen_places == []
    assert await count_unread(reading) == 3


async def test_what_is_in_its_place_and_not_painted_yet_is_not_seen(reading, monkeypatch):
    """Of a burst on a busy computer the window paints the end alone."""
    monkeypatch.setattr(throttle, "FRAME_MS", 0)
    await reading.fill()
    seen_places = reading.look()
    await reading.open()
    before, viewport = max(seen_places), reading.pane.view.viewport()
    viewport.setUpdatesEnabled(False)
    await reading.say("刚到的")
    await reading.rest()
    assert reading.pane.view.last_in_sight().message.text == "刚到的"
    assert max(seen_places) == before
    viewport.setUpdatesEnabled(True)
    await until(lambda: max(seen_places) > before)


async def test_no_stretch_goes_over_a_gap_which_may_be_filled_by_then(reading):
    await reading.fill()
    await reading.vault.write(ingest, [Joined(ROOM, archives=True, visit=1)])
    await reading.say("刚到的")
    *_, above, below = (await reading.signed_in.messaging.conversations.whole(ROOM)).messages
    seen_places = reading.look()
    await reading.open()
    await until(lambda: below.position in seen_places)
    await reading.rest()
    assert {above.text, below.text} <= set(reading.in_sight())
    for after, last in reading.signed_in.messaging.read_markers.stretches:
        if last == below.position:
            assert after == below.position - 1
        else:
            assert last <= above.position


async def test_a_jump_to_the_newest_leaves_unread_what_it_passed_over(reading):
    await reading.fill(seen=99)
    seen_places = reading.look()
    await reading.open()
    above = set(reading.in_sight())
    reading.conversation.go_to_newest()
    last = (await reading.signed_in.messaging.conversations.whole(ROOM)).messages[-1]
    await until(lambda: seen_places[-1] == last.position)
    await reading.rest()
    in_sight = above | set(reading.in_sight())
    assert COUNT - 100 - len(in_sight) <= await count_unread(reading) < COUNT - 100


async def test_a_button_leads_back_up_to_the_first_that_was_passed_over(reading):
    await reading.fill(seen=99)
    reading.look()
    await reading.open()
    way_up = reading.pane.unread_above
    assert not way_up.isVisible()
    reading.conversation.go_to_newest()
    await until(way_up.isVisible)
    place = await reading.signed_in.messaging.conversations.first_unread(ROOM)
    first = await reading.signed_in.messaging.conversations.around(ROOM, place, 2)
    way_up.button.click()
    await reading.rest()
    assert first.messages[-1].text in reading.in_sight()
    await until(way_up.isHidden)


async def test_the_button_counts_what_is_unread_above_and_not_what_is_below(reading):
    await reading.fill(seen=COUNT - 61)
    seen_places = reading.look()
    await reading.open()
    way_up = reading.pane.unread_above
    whole = await reading.signed_in.messaging.conversations.whole(ROOM)
    reading.conversation.go_to_newest()
    await until(lambda: seen_places[-1] == whole.messages[-1].position)
    await reading.rest()
    total = await count_unread(reading)
    await until(lambda: way_up.button.text() == f"上方有 {total} 条未读消息")
    unread = await reading.vault.read(timelines.unread_places, ROOM, COUNT)
    middle = unread[len(unread) // 2]
    reading.conversation.go_to_place(middle)
    await reading.rest()
    positions = {message.text: message.position for message in whole.messages}
    top = min(positions[text] for text in reading.in_sight())
    above = len([place for place in unread if place < top])
    assert 0 < above < len(unread) == total
    await until(lambda: way_up.button.text() == f"上方有 {above} 条未读消息")


async def test_the_way_up_is_announced_once_and_comes_before_the_messages(reading):
    await reading.fill(seen=99)
    reading.look()
    await reading.open()
    way_up, view = reading.pane.unread_above, reading.pane.view
    with listening():
        reading.conversation.go_to_newest()
        await until(way_up.isVisible)
        reading.pane.sight_changed.emit()
        await reading.rest()
        assert announcer.recent.count(way_up.button.text()) == 1
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert way_up.button.hasFocus()
    QTest.keyClick(way_up.button, Qt.Key.Key_Tab)
    assert view.hasFocus()


async def test_page_by_page_everything_is_seen_and_nothing_is_above(reading):
    await reading.fill(seen=COUNT - 60)
    seen_places = reading.look()
    await reading.open()
    view = reading.pane.view
    reading.conversation.go_to_newest()
    await until(reading.pane.unread_above.isVisible)
    reading.pane.unread_above.button.click()
    await reading.rest()
    await until(reading.pane.unread_above.isHidden)
    offered = []
    reading.pane.unread_above.changed.connect(
        lambda: offered.append(reading.pane.unread_above.is_offered)
    )
    while not view.at_end():
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())
        await until(lambda: seen_places[-1] == view.last_in_sight().message.position)
        await reading.rest()
    assert await count_unread(reading) == 0
    assert offered == [], "it came and went with each page that was read"


async def test_what_went_by_while_nobody_looked_is_unread_and_led_to(reading, monkeypatch):
    monkeypatch.setattr(throttle, "FRAME_MS", 0)
    await reading.fill()
    reading.look()
    await reading.open()
    reading.looks = False
    for number in range(40):
        await reading.say(f"又{number}句")
    await until(lambda: "又39句" in reading.in_sight())
    reading.looks = True
    reading.conversation.on_focused()
    await reading.rest()
    in_sight = [text for text in reading.in_sight() if text.startswith("又")]
    await until(reading.pane.unread_above.isVisible)
    assert 40 - len(in_sight) <= await count_unread(reading) < 40


async def test_an_answer_marks_nothing_as_seen_that_was_not(reading):
    await reading.fill(seen=99)
    reading.look()
    await reading.open()
    write = outbox.add, ROOM, "own-1", MessageKind.TEXT, "我的回答", NOW_MS
    reading.signed_in.store.apply(await reading.vault.write(*write))
    await reading.rest()
    assert "我的回答" in reading.in_sight()
    assert await count_unread(reading) > 150


async def test_what_stands_above_an_answer_that_was_not_sent_is_seen(reading, monkeypatch):
    monkeypatch.setattr(throttle, "FRAME_MS", 0)
    await reading.fill()
    seen_places = reading.look()
    await reading.vault.write(outbox.add, ROOM, "own-1", MessageKind.TEXT, "没发出", NOW_MS)
    await reading.open()
    await reading.say("刚到的")
    place = (await reading.signed_in.messaging.conversations.whole(ROOM)).messages[-1].position
    await until(lambda: place in seen_places)
    await reading.rest()
    assert await count_unread(reading) == 0


async def test_the_way_up_is_gone_with_the_conversation(reading):
    await reading.fill(seen=99)
    reading.look()
    await reading.open()
    reading.conversation.go_to_newest()
    await until(reading.pane.unread_above.isVisible)
    reading.conversation.close()
    assert not reading.pane.unread_above.isVisible()


async def test_what_is_seen_without_a_rest_is_marked_together(reading, monkeypatch):
    seen_places = reading.look()
    monkeypatch.setattr(throttle, "FRAME_MS", HOUR_MS)  # no rest within this test
    ranges = SeenRanges(reading.signed_in, reading.page)
    for after, last in ((None, 7), (5, 8), (8, 11), (9, 10)):
        ranges.add(SeenRange(ROOM, after, last))
    await reading.rest()
    assert seen_places == [7]
    ranges.flush()
    ranges.flush()
    await reading.rest()
    assert seen_places == [7, 11]


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ((5, 8), (8, 11), (5, 11)),
        ((8, 11), (5, 8), (5, 11)),
        ((5, 8), (6, 7), (5, 8)),
        ((None, 8), (6, 9), (None, 9)),
        ((6, 9), (None, 8), (None, 9)),
        ((None, 3), (None, 2), (None, 3)),
        ((-4, -2), (-2, 1), (-4, 1)),
        ((5, 8), (9, 11), None),
        ((9, 11), (None, 8), None),
    ],
)
def test_what_stands_between_two_ranges_is_not_marked(one, other, joined):
    whole = None if joined is None else SeenRange(ROOM, *joined)
    assert SeenRange(ROOM, *one).joined(SeenRange(ROOM, *other)) == whole
    assert SeenRange(ROOM, *one).joined(SeenRange(ROOM + 1, *other)) is None


async def test_what_waits_to_be_marked_is_marked_when_it_is_left(reading, monkeypatch):
    monkeypatch.setattr(throttle, "FRAME_MS", HOUR_MS)
    await reading.fill()
    seen_places = reading.look()
    await reading.open()
    assert len(seen_places) == 1
    bar = reading.pane.view.verticalScrollBar()
    bar.setValue(bar.value() - reading.pane.view.viewport().height() // 2)
    await reading.rest()
    assert len(seen_places) == 1, "the other stretch waits"
    reading.conversation.close()
    await reading.rest()
    assert len(seen_places) == 2
