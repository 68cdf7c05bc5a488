"""Who waits longest comes first, and every change costs only what it changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.people import ME, consultation, listed, message, summary
from workstation.domain.changes import Changes, Draft, KeptDocument, Summary, Unanswered
from workstation.domain.connection import Connection, Phase
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.courtesy import Courtesies
from workstation.domain.marks import Mark
from workstation.domain.message import Attachment, Delivery, MessageKind
from workstation.store.preview import PreviewKind
from workstation.store.session_store import SessionStore
from workstation.store.waiting import (
    DEFAULT_LIMITS,
    THANKS,
    Lateness,
    QueueSection,
    WaitingRules,
    find_need,
    lateness,
    waited_ms,
)
from workstation.store.worklist import Worklist

MINUTE = 60_000
NOW = 1_000 * MINUTE


def worklist(*items, summaries=(), drafts=()):
    rows_found = Worklist()
    rows_found.load(items, summaries, drafts)
    return rows_found


@pytest.mark.parametrize(
    ("summary_", "since"),
    [
        (Summary(1), 7),
        (Summary(1, patient_ms=50, unanswered=(Unanswered(40),)), 7),
        (Summary(1, patient_ms=50, unanswered=(Unanswered(3),)), 3),
        (Summary(1, patient_ms=50, unanswered=(Unanswered(40),), doctor_id=1001), 40),
        (Summary(1, patient_ms=50, unanswered=(Unanswered(40),), doctor_id=1001, unsent=1), 40),
        (Summary(1, patient_ms=50, answered=True), None),
        (Summary(1, answered=True), None),
    ],
)
def test_waiting_begins_with_the_first_unanswered_word_and_ends_with_an_answer_only(
    summary_, since
):
    need = find_need(consultation(1, created_ms=7), summary_, Mark(1), THANKS)
    assert (None if need is None else need.since_ms) == since


def test_without_any_time_nobody_knows_since_when_the_patient_waits():
    need = find_need(consultation(1, created_ms=None), Summary(1), Mark(1), THANKS)
    assert need is not None
    assert need.since_ms is None


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, Lateness.CALM),
        (29, Lateness.CALM),
        (30, Lateness.LATE),
        (59, Lateness.LATE),
        (60, Lateness.OVERDUE),
        (2_000, Lateness.OVERDUE),
        (-5, Lateness.CALM),
    ],
)
def test_lateness_changes_at_thirty_and_sixty_minutes(minutes, expected):
    assert lateness(NOW - minutes * MINUTE, NOW, DEFAULT_LIMITS) is expected


def test_a_clock_behind_the_servers_waits_no_negative_time():
    assert waited_ms(NOW + 5, NOW) == 0


def test_sections_order_by_longest_wait_and_newest_answer():
    rows = worklist(
        *(listed(n, created_ms=NOW - n * MINUTE) for n in (5, 61, 60, 59, 200)),
        listed(7),
        listed(8),
        summaries=[
            summary(7, answered=True, last=message("x", NOW - 2 * MINUTE)),
            summary(8, answered=True, last=message("y", NOW - MINUTE)),
        ],
    )
    assert rows.queue_order.sections(NOW) == {
        QueueSection.OVERDUE: (200, 61, 60),
        QueueSection.WAITING: (59, 5),
        QueueSection.ANSWERED: (8, 7),
    }


def test_time_alone_moves_rows_between_sections():
    rows = worklist(listed(1, created_ms=NOW))
    assert rows.queue_order.sections(NOW + 60 * MINUTE - 1) == {QueueSection.WAITING: (1,)}
    assert rows.queue_order.sections(NOW + 60 * MINUTE) == {QueueSection.OVERDUE: (1,)}


def test_a_consultation_without_a_time_waits_after_all_others():
    rows = worklist(listed(1, created_ms=None), listed(2, created_ms=NOW))
    assert rows.queue_order.sections(NOW) == {QueueSection.WAITING: (2, 1)}
    assert rows.row(1).waiting_since_ms is None


def test_who_waits_longest_besides_one_is_never_that_one():
    rows = worklist(*(listed(n, created_ms=n) for n in (1, 2, 3)))
    besides = [rows.queue_order.longest_waiting_besides(number, NOW) for number in (1, 2, 3, 99)]
    assert besides == [2, 1, 1, 1]
    assert worklist(listed(1, created_ms=1)).queue_order.longest_waiting_besides(1, NOW) is None


def test_the_next_one_waiting_goes_round():
    rows = worklist(*(listed(n, created_ms=n) for n in (1, 2, 3)))
    assert [rows.queue_order.longest_waiting(NOW, after) for after in (None, 1, 2, 3, 99)] == [
        1,
        2,
        3,
        1,
        1,
    ]
    assert worklist().queue_order.longest_waiting(NOW) is None


def test_preview_prefers_typing_then_draft_then_unsent_then_the_last_message():
    rows = worklist(listed(1))
    kinds = [rows.row(1).preview.kind]
    rows.apply(Changes(summaries=(summary(1, last=message("hello")),)))
    kinds.append(rows.row(1).preview.kind)
    unsent = message("queued", position=None, delivery=Delivery.QUEUED, speaker=ME)
    rows.apply(
        Changes(summaries=(summary(1, last=message("hello"), last_unsent=unsent, unsent=1),))
    )
    kinds.append(rows.row(1).preview.kind)
    assert rows.row(1).state is Delivery.QUEUED
    rows.apply(Changes(drafts=(Draft(1, "写到一半"),)))
    kinds.append(rows.row(1).preview.kind)
    rows.set_typing(1, "王秀英")
    kinds.append(rows.row(1).preview.kind)
    assert kinds == [
        PreviewKind.SYMPTOM,
        PreviewKind.MESSAGE,
        PreviewKind.UNSENT,
        PreviewKind.DRAFT,
        PreviewKind.TYPING,
    ]
    rows.set_typing(1, None)
    rows.apply(Changes(drafts=(Draft(1, ""),)))
    assert rows.row(1).preview.kind is PreviewKind.UNSENT


def test_a_draft_of_files_alone_is_a_file_and_one_with_photos_counts_these():
    rows = worklist(listed(1))
    report = KeptDocument("r", "血常规.pdf", 10)
    rows.apply(Changes(drafts=(Draft(1, "", files=("r",), documents=(report,)),)))
    assert rows.row(1).preview.media is MessageKind.FILE
    rows.apply(Changes(drafts=(Draft(1, "", files=("p", "r"), documents=(report,)),)))
    preview = rows.row(1).preview
    assert (preview.media, preview.count) == (MessageKind.IMAGE, 1)


def test_a_preview_is_one_short_line_of_plain_text():
    rows = worklist(listed(1, symptom=Symptom(SymptomKind.TEXT, "一\n二\t" + "长" * 5_000)))
    displayed = rows.row(1).preview.text
    assert displayed.startswith("一 二 长")
    assert len(displayed) == 200


@pytest.mark.parametrize(
    ("symptom", "images", "media", "count"),
    [
        (Symptom(SymptomKind.VOICE, "https://x/v.m4a"), (), MessageKind.VOICE, 0),
        (Symptom(SymptomKind.IMAGE, "https://x/p.jpg"), (), MessageKind.IMAGE, 1),
        (Symptom(SymptomKind.TEXT, "疹"), ("a", "b"), MessageKind.TEXT, 2),
        (Symptom(SymptomKind.UNKNOWN, "疹", "x/y"), (), MessageKind.TEXT, 0),
    ],
)
def test_a_symptom_says_what_it_is_and_never_its_address(symptom, images, media, count):
    displayed = worklist(listed(1, symptom=symptom, images=images)).row(1).preview
    assert (displayed.media, displayed.count) == (media, count)
    assert "https" not in displayed.text


def test_a_voice_message_shows_its_length():
    voice = message(
        "", kind=MessageKind.VOICE, attachment=Attachment("u", "audio/mp4", duration_ms=18_000)
    )
    rows = worklist(listed(1), summaries=[summary(1, last=voice)])
    assert rows.row(1).preview.duration_ms == 18_000


def test_a_change_that_changes_no_row_tells_nobody():
    rows = worklist(listed(1), summaries=[summary(1, unread=1)])
    published = []
    rows.feed.subscribe(published.append)
    rows.apply(Changes(summaries=(summary(1, unread=1), summary(99, unread=5))))
    assert (published, rows.unread_total) == ([], 1)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.booleans()), max_size=60))
def test_rows_changed_one_by_one_stand_as_if_sorted_at_once(changes):
    rows = worklist(*(listed(n) for n in range(31)))
    known = {n: summary(n) for n in range(31)}
    for number, hours, answered in changes:
        at = NOW - hours * 60 * MINUTE - number
        known[number] = summary(
            number, patient_ms=at, answered=answered, last=message("x", at), unread=hours
        )
        rows.apply(Changes(summaries=(known[number],)))
    fresh = worklist(*(listed(n) for n in range(31)), summaries=known.values())
    assert rows.queue_order.sections(NOW) == fresh.queue_order.sections(NOW)
    assert rows.unread_total == sum(item.unread for item in known.values())


def test_two_thousand_rows_change_one_without_looking_at_the_others():
    rows = worklist(*(listed(n) for n in range(2_000)))
    published = []
    rows.feed.subscribe(published.append)
    numbers = range(7, 2_000, 41)
    for number in numbers:
        rows.apply(Changes(summaries=(summary(number, unread=1, patient_ms=NOW),)))
    assert [change.changed for change in published] == [frozenset({n}) for n in numbers]


def test_nobody_is_known_to_write_without_a_session():
    desk = SessionStore()
    desk.apply(Changes(listed=(listed(1),)))
    desk.typing.update(1, 2001, 0, composing=True)
    desk.worklist.set_typing(1, "王秀英")
    desk.set_connection(Connection(Phase.WAITING))
    assert desk.typing.writers(1, 1) == ()
    assert desk.worklist.row(1).preview.kind is PreviewKind.SYMPTOM


THANKS_LAST = (Unanswered(NOW - 5 * MINUTE, "好的，谢谢"),)


def test_thanks_alone_stay_unread_and_start_nothing():
    rows = worklist(
        listed(1),
        listed(2),
        summaries=[
            summary(1, doctor_id=1001, doctor_ms=3, unanswered=THANKS_LAST, unread=1),
            summary(2, answered=True, doctor_id=1001, doctor_ms=4, last=message("x", 4)),
        ],
    )
    assert rows.queue_order.sections(NOW) == {QueueSection.ANSWERED: (2, 1)}
    assert rows.row(1).unread == 1
    rows.set_rules(WaitingRules(courtesies=Courtesies.of(())))
    assert rows.queue_order.sections(NOW) == {
        QueueSection.WAITING: (1,),
        QueueSection.ANSWERED: (2,),
    }


def test_what_was_summed_up_stands_by_itself_until_something_needs_an_answer():
    sent = summary(1, answered=True, doctor_id=1001, doctor_ms=4, summed_up=True)
    rows = worklist(listed(1), summaries=[sent])
    assert rows.queue_order.sections(NOW) == {QueueSection.SUMMED_UP: (1,)}
    asks = (Unanswered(NOW, None),)
    rows.apply(Changes(summaries=(replace(sent, answered=False, unanswered=asks),)))
    assert rows.queue_order.sections(NOW) == {QueueSection.WAITING: (1,)}


def test_who_waits_stands_by_the_time_left_to_each_promise():
    rows = worklist(
        listed(1, created_ms=NOW - 14 * MINUTE),
        listed(2),
        summaries=[summary(2, patient_ms=NOW - 40 * MINUTE)],
    )
    assert rows.queue_order.sections(NOW) == {QueueSection.WAITING: (2, 1)}
    rows.set_rules(WaitingRules.of_settings(30, 60, 15, ()))
    assert rows.queue_order.sections(NOW) == {QueueSection.WAITING: (1, 2)}
    assert rows.queue_order.longest_waiting(NOW) == 1
    assert rows.queue_order.sections(NOW + MINUTE)[QueueSection.OVERDUE] == (1,)
    assert [rows.row(1).limits.late_ms, rows.row(2).limits.late_ms] == [450_000, 30 * MINUTE]


def test_a_mark_of_no_reply_takes_the_row_out_of_those_that_wait_and_back():
    waits = summary(1, patient_ms=NOW - 5 * MINUTE)
    rows = worklist(listed(1), summaries=[waits])
    covered = replace(waits, unanswered=(), answered=True)
    rows.apply(Changes(summaries=(covered,), marks=(Mark(1, no_reply_to=1),)))
    assert rows.queue_order.sections(NOW) == {QueueSection.ANSWERED: (1,)}
    assert rows.row(1).no_reply
    rows.apply(Changes(summaries=(waits,), marks=(Mark(1),)))
    assert rows.queue_order.sections(NOW) == {QueueSection.WAITING: (1,)}
