"""A conversation that opens: all of it at once, and only what is in sight then was seen."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.fakes.archive import ME, ROOM
from tests.ui.conversation.finding.conftest import COUNT, NOW_MS
from tests.vault.people import consultation
from workstation.domain.errors import StorageError
from workstation.domain.message import MessageKind
from workstation.store import timeline
from workstation.ui.conversation import wiring
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.vault.unsent import outbox


def texts(reading) -> list[str]:
    """Everything that the pane holds, in sight or not."""
    return [item.message.text for item in reading.pane.view.items if hasattr(item, "message")]


class HeldBack:
    """Pages are on their way until ``come`` is set; ``read`` is, once one was read."""

    def __init__(self, reading, question: str = "newest") -> None:
        self.read, self.come = asyncio.Event(), asyncio.Event()
        queries = reading.signed_in.conversations
        self._ask = getattr(queries, question)
        reading.signed_in.conversations = replace(queries, **{question: self._late})

    async def _late(self, *asked):
        page = await self._ask(*asked)
        self.read.set()
        await self.come.wait()
        return page


def show(reading, anchor: Anchor | None = None, number: int = ROOM) -> None:
    opened = consultation(number)
    reading.pane.show_consultation(opened)
    reading.conversation.show(opened, anchor)


async def test_what_comes_while_it_opens_is_not_shown_as_all_of_it(reading):
    await reading.fill()
    late = HeldBack(reading)
    show(reading)
    await reading.say("刚到的")
    await late.read.wait()
    await reading.say("又一句")
    assert texts(reading) == []
    late.come.set()
    await reading.rest()
    assert texts(reading)[-3:] == [f"第{COUNT - 1}句", "刚到的", "又一句"]


@pytest.mark.parametrize("seen", [99, COUNT - 40, COUNT - 3])
async def test_what_was_not_in_sight_when_it_opened_was_not_seen(reading, seen):
    await reading.fill(seen=seen)
    seen_places = reading.look()
    await reading.open()
    last = reading.pane.view.last_in_sight()
    assert last.message.text in reading.in_sight()
    assert max(seen_places) == last.message.position


async def test_what_was_passed_on_the_way_to_a_place_was_not_seen(reading):
    await reading.fill(seen=99)
    whole = await reading.signed_in.conversations.whole(ROOM)
    seen_places = reading.look()
    around = HeldBack(reading, "around")
    show(reading, Anchor.of(whole.messages[50]))
    await around.read.wait()  # and so its end is there
    show(reading)  # something about it is different
    assert texts(reading) == []
    around.come.set()
    await reading.rest()
    assert "第50句" in reading.in_sight()
    assert max(seen_places) < whole.messages[99].position


async def test_lines_of_one_that_was_left_while_it_opened_are_not_in_the_next(reading):
    await reading.fill(seen=99)
    around = HeldBack(reading, "around")
    show(reading)
    await around.read.wait()  # and so its end is there
    late = HeldBack(reading)
    show(reading, number=ROOM + 1)
    await late.read.wait()
    show(reading, number=ROOM + 1)  # something about it is different
    assert texts(reading) == []
    late.come.set()
    await reading.rest()


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("later", [-1, 1], ids=["earlier", "by a clock that was set back since"])
async def test_what_becomes_of_an_earlier_answer_leads_nobody_past_what_is_unread(
    reading, is_open, later
):
    await reading.fill(seen=99)
    await reading.vault.write(outbox.add, ROOM, "own", MessageKind.TEXT, "先前的", NOW_MS + later)
    late = HeldBack(reading)
    show(reading)
    if is_open:
        late.come.set()
        await reading.rest()
    reading.signed_in.store.apply(await reading.vault.write(outbox.mark_sending, "own"))
    if not is_open:
        late.come.set()
    await reading.rest()
    assert "第100句" in reading.in_sight()


async def test_an_answer_while_it_opens_leads_to_the_end(reading):
    await reading.fill(seen=99)
    late = HeldBack(reading)
    show(reading)
    write = outbox.add, ROOM, "own", MessageKind.TEXT, "现在的", NOW_MS
    reading.signed_in.store.apply(await reading.vault.write(*write))
    late.come.set()
    await reading.rest()
    assert "现在的" in reading.in_sight()


async def test_nothing_of_one_that_was_closed_while_it_opened_may_be_corrected(reading):
    await reading.fill(seen=99)
    await reading.say("我说的", member_id=ME, origin_id="own")
    reading.signed_in.amendments = SimpleNamespace(may_correct=lambda _: True)
    around = HeldBack(reading, "around")
    show(reading)
    await around.read.wait()
    reading.conversation.close()
    await reading.rest()
    assert reading.conversation.last_correctable() is None


async def test_a_conversation_that_could_not_be_read_opens_when_something_comes(
    reading, expect_log
):
    expect_log.append("task ended")
    await reading.fill(seen=99)
    seen_places, around = reading.look(), HeldBack(reading, "around")
    queries, failures = reading.signed_in.conversations, [StorageError("busy")]

    async def newest(*asked):
        if failures:
            raise failures.pop()
        return await queries.newest(*asked)

    reading.signed_in.conversations = replace(queries, newest=newest)
    await reading.open()
    assert texts(reading) == []
    await reading.say("刚到的")
    await around.read.wait()  # and so its end is there
    show(reading)  # something about it is different
    assert texts(reading) == []
    around.come.set()
    await reading.rest()
    assert "第100句" in reading.in_sight()
    assert max(seen_places) == reading.pane.view.last_in_sight().message.position


async def test_one_that_grows_at_its_end_is_shortened_unless_somebody_reads_above(
    reading, monkeypatch
):
    """A day of thousands of messages is not held whole: what is older is read again."""
    await reading.fill()
    await reading.open()
    whole = len(reading.conversation._lines)
    monkeypatch.setattr(wiring, "LIVE_LINES", whole + 1)
    monkeypatch.setattr(timeline, "SHORTENED_ROWS", 70)
    await reading.say("1")
    assert len(reading.conversation._lines) == whole + 1
    await reading.say("2")
    assert len(reading.conversation._lines) == 70
    await reading.rest()
    monkeypatch.setattr(wiring, "LIVE_LINES", 70)
    reading.pane.view.verticalScrollBar().setValue(0)
    for text in "345":
        await reading.say(text)
    assert len(reading.conversation._lines) >= 73
