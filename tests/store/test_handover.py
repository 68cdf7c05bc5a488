"""The handover: the queue's order, what each consultation leaves open, promises that were kept."""

from datetime import UTC

from tests.store.people import listed, message, summary
from workstation.domain.changes import Changes, Draft
from workstation.domain.handover import HandoverItem, HandoverKind
from workstation.store.handover import build_handover
from workstation.store.waiting import QueueSection
from workstation.store.worklist import Worklist

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
NOW_MS = 20_000 * DAY_MS + 10 * 60 * MINUTE_MS
TODAY_MS = 20_000 * DAY_MS
PROMISE = HandoverItem(1, HandoverKind.PROMISE, "明天回复您", TODAY_MS - DAY_MS, TODAY_MS, "op", 3)


def made(*summaries, items=(), drafts=()):
    worklist = Worklist()
    rows = tuple(listed(one.consultation_id) for one in summaries)
    worklist.apply(Changes(listed=rows, summaries=summaries, drafts=drafts))
    return build_handover(worklist, items, NOW_MS, UTC)


def kinds(entry):
    return [item.kind for item in entry.items]


def test_whoever_waits_too_long_comes_first():
    answered = summary(1, answered=True, doctor_ms=NOW_MS)
    waiting = summary(2, patient_ms=NOW_MS - 5 * MINUTE_MS)
    overdue = summary(3, patient_ms=NOW_MS - 90 * MINUTE_MS)
    entries = made(answered, waiting, overdue)
    assert [entry.row.consultation.consultation_id for entry in entries] == [3, 2, 1]
    assert entries[0].section is QueueSection.OVERDUE


def test_lines_stand_below_their_own_consultation():
    other = HandoverItem(2, HandoverKind.QUESTION, "要停药吗？", NOW_MS, row="m1", position=1)
    first, second = made(summary(1), summary(2), items=(other, PROMISE))
    assert {first.row.consultation.consultation_id: first.items} | {
        second.row.consultation.consultation_id: second.items
    } == {1: (PROMISE,), 2: (other,)}


def test_drafts_and_what_is_not_sent_are_left_open():
    unsent = message("好的", NOW_MS, None)
    (entry,) = made(
        summary(1, unsent=2, last_unsent=unsent), drafts=(Draft(1, "清淡饮食"),), items=(PROMISE,)
    )
    assert kinds(entry) == [HandoverKind.PROMISE, HandoverKind.UNSENT, HandoverKind.DRAFT]
    assert (entry.items[1].count, entry.items[2].text) == (2, "清淡饮食")


def test_a_promise_is_kept_by_words_on_its_day():
    before, after = summary(1, doctor_ms=TODAY_MS - 1), summary(1, doctor_ms=TODAY_MS + 1)
    assert kinds(made(before, items=(PROMISE,))[0]) == [HandoverKind.PROMISE]
    assert kinds(made(after, items=(PROMISE,))[0]) == []


def test_a_promise_for_the_same_day_is_kept_by_words_of_the_next():
    today = HandoverItem(1, HandoverKind.PROMISE, "今晚回复您", TODAY_MS + 5, TODAY_MS, "op", 3)
    same, later = summary(1, doctor_ms=TODAY_MS + 9), summary(1, doctor_ms=TODAY_MS + DAY_MS)
    assert kinds(made(same, items=(today,))[0]) == [HandoverKind.PROMISE]
    assert kinds(made(later, items=(today,))[0]) == []


def test_the_follow_up_of_the_summary_is_due_on_its_day():
    (entry,) = made(summary(1, follow_up="2027-10-19", summed_up_ms=NOW_MS, doctor_ms=NOW_MS))
    assert kinds(entry) == [HandoverKind.FOLLOW_UP]
