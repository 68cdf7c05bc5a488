"""A record of some messages: it holds these, counts the others, and says what it is."""

from dataclasses import replace

from tests.ui.record.samples import MYSELF, NOW_MS, ROOM, make_message, source
from workstation.domain.changes import Gap
from workstation.domain.closing import ClosingSummary, KeptSummary
from workstation.domain.message import Delivery
from workstation.ui.record.content import RecordDay, RecordGap, RecordMessage
from workstation.ui.record.record_builder import build_record

GAP = Gap(ROOM, 1, 3, "a", "b", loadable=True)


def test_what_was_not_chosen_is_counted_in_its_place() -> None:
    lines = [make_message(number, f"line {number}") for number in range(1, 7)]
    chosen = frozenset({lines[1].key, lines[4].key})
    record = build_record(source(*lines, excerpt=chosen))
    texts = [line.text for line in record.lines if not isinstance(line, RecordDay)]
    assert texts == ["略去 1 条消息", "line 2", "略去 2 条消息", "line 5", "略去 1 条消息"]
    messages = [line for line in record.lines if isinstance(line, RecordMessage)]
    assert all(message.opens for message in messages), "each says whose it is"
    assert record.symptom is None
    assert record.figures == ()
    assert record.title == "咨询记录节选"
    assert "节选" in record.warning


def test_a_gap_between_chosen_messages_stays_and_the_symptom_may_be_chosen() -> None:
    one, two = make_message(1, "one"), make_message(9, "two")
    record = build_record(
        source(one, two, gaps=(GAP,), excerpt=frozenset({"card", one.key, two.key}))
    )
    assert record.symptom is not None
    assert any(isinstance(line, RecordGap) for line in record.lines)
    alone = build_record(source(one, two, gaps=(GAP,), excerpt=frozenset({two.key})))
    assert [line.text for line in alone.lines if isinstance(line, RecordGap)] == ["略去 1 条消息"]


def test_a_summary_is_told_with_its_message_alone() -> None:
    message = make_message(3, "小结", MYSELF, delivery=Delivery.SENT)
    summary = ClosingSummary(assessment="湿疹")
    stored = KeptSummary(ROOM, summary, summary, message.origin_id, NOW_MS)
    whole = source(message, summary=stored)
    assert build_record(replace(whole, excerpt=frozenset({message.key}))).summary is not None
    assert build_record(replace(whole, excerpt=frozenset({"card"}))).summary is None
