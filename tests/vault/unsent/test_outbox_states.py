"""What a row of the outbox is in decides what may be done with it, also at a second click."""

from tests.fakes.own_messages import NOW, correct, echo, rows, withdraw, write
from workstation.vault.conversation.outbox_counts import has_sendable
from workstation.vault.unsent import failures, outbox


def test_a_second_click_on_send_again_sends_nothing_twice(database):
    write(database)
    outbox.mark_sending(database, "m")
    failures.fail(database, "m", "forbidden")
    failures.retry(database, "m")
    outbox.mark_sending(database, "m")
    assert failures.retry(database, "m").messages == ()
    assert rows(database) == [("m", "5 mg", "sending")]


def test_what_is_taken_back_takes_its_correction_along(database):
    """Alone it would wait for a message that never comes."""
    write(database)
    outbox.mark_sending(database, "m")
    correct(database, "0.5 mg")
    outbox.requeue(database)
    failures.discard(database, "m")
    assert rows(database) == []


def test_giving_up_a_refused_change_leaves_one_that_waits(database):
    echo(database)
    correct(database, "0.5 mg")
    assert failures.discard(database, "m").messages == ()
    assert rows(database) == [("c", "0.5 mg", "queued")]


def test_a_correction_that_is_under_way_waits_for_its_echo_before_the_withdrawal(database):
    echo(database)
    correct(database, "0.5 mg")
    outbox.mark_sending(database, "c")
    withdraw(database)
    assert rows(database) == [("c", "0.5 mg", "sending"), ("w", "", "queued")]


def test_a_withdrawal_takes_the_place_of_a_correction_that_was_refused(database):
    echo(database)
    correct(database, "0.5 mg")
    outbox.mark_sending(database, "c")
    failures.fail(database, "c", "forbidden")
    withdraw(database)
    assert rows(database) == [("w", "", "queued")]


def test_what_was_withdrawn_is_not_corrected_any_more(database):
    echo(database)
    withdraw(database)
    echo(database, "w", "", "a2", retracts="a1")
    assert correct(database, "0.5 mg").messages == ()
    assert rows(database) == []


def test_what_failed_does_not_go_out_by_itself(database):
    """A window that is locked waits for what does before it closes the database."""
    write(database)
    assert has_sendable(database)
    failures.fail(database, "m", "forbidden")
    assert not has_sendable(database)
    write(database, "n", now_ms=NOW + 1)
    assert has_sendable(database)
