"""Pins and what is laid aside move rows; nothing is ever lost, and a hand on the list holds it."""

from hypothesis import given
from hypothesis import strategies as st

from tests.store.people import listed, message, summary
from workstation.domain.changes import Changes, Place
from workstation.domain.marks import MAX_SNOOZE_MS, Mark, Snooze
from workstation.store.queue_order import arrange_sections, hold_positions
from workstation.store.waiting import QueueSection
from workstation.store.worklist import Worklist

MINUTE = 60_000
NOW = 1_000 * MINUTE
NUMBERS = st.lists(st.integers(0, 20), unique=True)


@st.composite
def found_sections(draw):
    numbers = draw(NUMBERS)
    places = draw(st.lists(st.integers(0, 2), min_size=len(numbers), max_size=len(numbers)))
    sections = {QueueSection.OVERDUE: [], QueueSection.WAITING: [], QueueSection.ANSWERED: []}
    for number, place in zip(numbers, places, strict=True):
        sections[list(sections)[place]].append(number)
    return {section: tuple(rows) for section, rows in sections.items()}


def everyone(sections) -> list[int]:
    return [number for numbers in sections.values() for number in numbers]


@given(found_sections(), NUMBERS, st.sets(st.integers(0, 20)))
def test_marks_move_rows_and_lose_none(sections, pinned, aside):
    pinned = [number for number in pinned if number in everyone(sections)]
    placed = arrange_sections(sections, pinned, aside)
    assert sorted(everyone(placed)) == sorted(everyone(sections))
    assert all(placed.values())
    assert list(placed) == sorted(placed, key=list(QueueSection).index)
    assert set(placed.get(QueueSection.SNOOZED, ())) == aside & set(everyone(sections))


@given(found_sections(), NUMBERS)
def test_no_pin_stands_above_a_patient_who_waits_too_long(sections, pinned):
    pinned = [number for number in pinned if number in everyone(sections)]
    late = sections[QueueSection.OVERDUE]
    assert set(everyone(arrange_sections(sections, pinned, ()))[: len(late)]) == set(late)


@given(found_sections(), found_sections())
def test_a_held_list_shows_what_there_is_and_moves_nothing(current, target):
    stored = hold_positions(current, target)
    assert sorted(everyone(stored)) == sorted(everyone(target))
    stayed = [number for number in everyone(current) if number in everyone(target)]
    new = [number for number in everyone(stored) if number not in everyone(current)]
    assert [number for number in everyone(stored) if number not in new] == stayed
    assert everyone(stored) == [*stayed, *new]
    assert set(stored.get(QueueSection.ARRIVED, ())) == set(new)


def test_a_held_list_lets_go_of_what_left_and_takes_what_is_new():
    current = {QueueSection.WAITING: (1, 2, 3), QueueSection.ANSWERED: (4,)}
    target = {
        QueueSection.OVERDUE: (2, 9),
        QueueSection.WAITING: (3,),
        QueueSection.ANSWERED: (4, 1),
    }
    assert hold_positions(current, target) == {
        QueueSection.WAITING: (1, 2, 3),
        QueueSection.ANSWERED: (4,),
        QueueSection.ARRIVED: (9,),
    }
    assert hold_positions(hold_positions(current, target), {QueueSection.WAITING: (8, 9, 1)}) == {
        QueueSection.WAITING: (1,),
        QueueSection.ARRIVED: (8, 9),
    }


@given(
    st.one_of(st.none(), st.integers(-10, 2 * MAX_SNOOZE_MS)),
    st.one_of(st.none(), st.integers(0, 5)),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, MAX_SNOOZE_MS),
)
def test_a_snooze_is_over_by_its_time_or_by_the_patient(until, wrote, unread, unread_then, now):
    snooze = Snooze(until, wrote, unread_then)
    assert snooze.is_over((wrote or 0) + 1, unread, now)
    assert snooze.is_over(wrote, unread_then + 1, now)
    open_ended = until is None
    assert not (open_ended and unread and not snooze.is_over(wrote, unread, now))
    if not open_ended and unread <= unread_then:
        in_time = now < until <= now + MAX_SNOOZE_MS
        assert snooze.is_over(wrote, unread, now) is not in_time


def queue(*marks: Mark) -> Worklist:
    rows = Worklist()
    rows.load(
        [listed(n, created_ms=NOW - n * MINUTE) for n in (5, 20, 70, 90)],
        [summary(n, patient_ms=NOW - n * MINUTE) for n in (5, 20, 70, 90)],
        (),
        marks,
    )
    return rows


def test_marks_place_rows_in_their_sections():
    rows = queue(
        Mark(70, pinned_ms=1),
        Mark(5, pinned_ms=2),
        Mark(20, snooze=Snooze(NOW + MINUTE, NOW - 20 * MINUTE)),
    )
    assert rows.queue_order.sections(NOW) == {
        QueueSection.OVERDUE: (70, 90),
        QueueSection.PINNED: (5,),
        QueueSection.SNOOZED: (20,),
    }
    assert rows.queue_order.expired_snoozes(NOW) == ()
    assert rows.queue_order.expired_snoozes(NOW + MINUTE) == (20,)
    assert QueueSection.SNOOZED not in rows.queue_order.sections(NOW + MINUTE)


def test_a_new_message_of_the_patient_ends_what_was_laid_aside():
    rows = queue(Mark(20, snooze=Snooze(None, NOW - 20 * MINUTE)))
    assert rows.queue_order.sections(NOW)[QueueSection.SNOOZED] == (20,)
    rows.apply(Changes(summaries=(summary(20, patient_ms=NOW, patient_unread=1, unread=1),)))
    assert QueueSection.SNOOZED not in rows.queue_order.sections(NOW)
    assert rows.queue_order.expired_snoozes(NOW) == (20,)


def test_the_longest_waiting_is_found_before_those_laid_aside_and_those_are_not_forgotten():
    rows = queue(Mark(90, snooze=Snooze(None, NOW - 90 * MINUTE)))
    assert [rows.queue_order.longest_waiting(NOW, after) for after in (None, 70, 20, 5, 90)] == [
        70, 20, 5, 90, 70,
    ]  # fmt: skip


def test_a_mark_to_be_read_again_counts_as_one_unless_something_is_unread():
    rows = queue(Mark(5, unread=True))
    assert (rows.unread_total, rows.row(5).badge) == (1, 1)
    rows.apply(Changes(summaries=(summary(5, unread=3),)))
    assert rows.unread_total == 3
    rows.apply(Changes(summaries=(summary(5, unread=0),), marks=(Mark(5),)))
    assert rows.unread_total == 0


def test_marks_outlive_a_list_that_a_consultation_is_missing_from():
    rows = queue(Mark(5, pinned_ms=1), Mark(20, unread=True))
    rows.apply(Changes(listed=(listed(5, Place.GONE), listed(20, Place.GONE))))
    assert (rows.unread_total, rows.queue_order.sections(NOW)) == (
        0,
        {QueueSection.OVERDUE: (90, 70)},
    )
    rows.apply(Changes(listed=(listed(5, created_ms=NOW), listed(20, created_ms=NOW))))
    assert rows.queue_order.sections(NOW)[QueueSection.PINNED] == (5,)
    assert rows.unread_total == 1


def test_a_row_that_is_new_is_told_as_added():
    rows = queue()
    published = []
    rows.feed.subscribe(published.append)
    rows.apply(Changes(listed=(listed(7),)))
    rows.apply(Changes(summaries=(summary(7, last=message("x")),)))
    assert [change.added for change in published] == [{7}, frozenset()]
