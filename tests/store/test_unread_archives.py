"""No consultation claims priority before it is known whether anybody has answered."""

import pytest

from tests.store.people import listed, summary
from workstation.domain.changes import Changes
from workstation.domain.connection import Connection, Phase
from workstation.domain.events import Joined, Left, PageFailed
from workstation.store.session_store import SessionStore
from workstation.store.waiting import QueueSection

HOUR_MS = 3_600_000
NOW_MS = 100 * HOUR_MS
OLD, OTHER = 1, 2


def store_with(phase: Phase = Phase.ONLINE) -> SessionStore:
    """A store in a phase of the connection, without consultations."""
    store = SessionStore()
    store.set_connection(Connection(phase))
    return store


def list_first(store: SessionStore, *numbers: int) -> None:
    """The platform lists consultations that nobody here has known, begun two hours ago."""
    begun = NOW_MS - 2 * HOUR_MS
    store.apply(Changes(listed=tuple(listed(number, created_ms=begun) for number in numbers)))


def sections(store: SessionStore) -> dict[QueueSection, tuple[int, ...]]:
    """Where they stand."""
    return store.worklist.queue_order.sections(NOW_MS)


@pytest.mark.parametrize("phase", [Phase.CONNECTING, Phase.ONLINE])
def test_at_the_very_first_start_none_has_priority_until_its_messages_have_come(phase):
    """Every consultation stood under "priority" for a moment, answered or not."""
    store = store_with(phase)
    list_first(store, OLD, OTHER)
    assert sections(store) == {QueueSection.WAITING: (OLD, OTHER)}
    assert store.worklist.row(OLD).waiting_since_ms is None
    answered = summary(OLD, doctor_id=1001, doctor_ms=NOW_MS - HOUR_MS, answered=True)
    store.apply(Changes(summaries=(answered,)))
    store.on_caught_up(OLD)
    assert sections(store) == {QueueSection.WAITING: (OTHER,), QueueSection.ANSWERED: (OLD,)}


def test_one_that_nobody_has_answered_has_priority_as_soon_as_that_is_known():
    store = store_with()
    list_first(store, OLD)
    changed = []
    store.worklist.feed.subscribe(changed.append)
    store.on_caught_up(OLD)
    assert sections(store) == {QueueSection.OVERDUE: (OLD,)}
    assert [each.changed for each in changed] == [frozenset({OLD})]
    list_first(store, OLD)
    assert sections(store) == {QueueSection.OVERDUE: (OLD,)}


def test_a_message_that_comes_before_the_archive_proves_no_priority_yet():
    store = store_with()
    list_first(store, OLD)
    store.apply(Changes(summaries=(summary(OLD, patient_ms=NOW_MS - 2 * HOUR_MS),)))
    assert QueueSection.OVERDUE not in sections(store)


@pytest.mark.parametrize(
    "event",
    [
        Left(OLD, "forbidden"),
        PageFailed(OLD, "q1", "timeout"),
        Joined(OLD, archives=False, visit=1),
    ],
)
def test_where_no_messages_can_be_read_nobody_is_passed_over(event):
    store = store_with()
    list_first(store, OLD)
    store.on_room_event(event, 0.0)
    assert sections(store) == {QueueSection.OVERDUE: (OLD,)}


def test_an_archive_that_is_about_to_be_read_is_waited_for():
    store = store_with()
    list_first(store, OLD)
    store.on_room_event(Joined(OLD, archives=True, visit=1), 0.0)
    assert QueueSection.OVERDUE not in sections(store)


@pytest.mark.parametrize("phase", [Phase.WAITING, Phase.NO_NETWORK, Phase.REFUSED])
def test_without_a_connection_nobody_is_passed_over(phase):
    store = store_with()
    list_first(store, OLD)
    store.set_connection(Connection(phase))
    list_first(store, OTHER)
    assert sections(store) == {QueueSection.OVERDUE: (OLD, OTHER)}


def test_what_was_known_at_an_earlier_start_has_priority_at_once():
    store = store_with()
    item = listed(OLD, created_ms=NOW_MS - 2 * HOUR_MS)
    store.worklist.load([item], [summary(OLD)], [])
    assert sections(store) == {QueueSection.OVERDUE: (OLD,)}
