"""The doctor withdraws a message at another computer: what waits here to change it is done with."""

from tests.fakes.archive import PATIENT, ROOM, make_arrived
from tests.fakes.own_messages import correct, echo, line, rows, withdraw, write
from workstation.domain.message import Amending, Delivery
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import outbox_counts
from workstation.vault.unsent import failures, outbox


def withdraw_elsewhere(database, of="a1", archive_id="a9", name="w9"):
    """Its room sends out the withdrawal that another computer asked for; what changed."""
    return echo(database, name, "", archive_id, retracts=of)


def test_a_change_that_was_refused_is_not_kept_where_no_line_shows_it(database):
    """No line shows it any more, so nobody could try it again or give it up."""
    echo(database)
    correct(database, "0.5 mg")
    outbox.mark_sending(database, "c")
    failures.fail(database, "c", "policy-violation")
    (summary,) = withdraw_elsewhere(database).summaries
    assert rows(database) == []
    assert (summary.unsent, summary.failed) == (0, 0)
    message = line(database)
    assert message.retracted
    assert (message.delivery, message.amending) == (Delivery.SENT, Amending.NOTHING)


def test_a_correction_that_waits_is_not_said_of_what_was_withdrawn(database):
    """Others may show a correction of what they have no more as a message of its own."""
    echo(database)
    correct(database, "0.5 mg")
    withdraw_elsewhere(database)
    assert rows(database) == []
    assert outbox_counts.count_all_unsent(database) == (0, 0)
    assert line(database).earlier == ("5 mg",)


def test_a_correction_under_way_goes_unless_it_arrived(database):
    echo(database)
    correct(database, "0.5 mg")
    outbox.mark_sending(database, "c")
    withdraw_elsewhere(database)
    assert rows(database) == [("c", "0.5 mg", "sending")]
    assert outbox.requeue(database).messages
    assert rows(database) == []


def test_a_correction_under_way_that_is_refused_is_done_with(database):
    echo(database)
    correct(database, "0.5 mg")
    outbox.mark_sending(database, "c")
    withdraw_elsewhere(database)
    (message,) = failures.fail(database, "c", "policy-violation").messages
    assert message.retracted
    assert rows(database) == []


def test_a_withdrawal_that_waits_here_is_done_with(database):
    echo(database)
    withdraw(database)
    withdraw_elsewhere(database)
    assert rows(database) == []


def test_the_withdrawal_may_come_before_the_message(database):
    """An older page brings the message after its withdrawal was read."""
    write(database)
    outbox.mark_sending(database, "m")
    correct(database, "0.5 mg")
    withdraw_elsewhere(database, of="m")
    assert [name for name, *_ in rows(database)] == ["m", "c"]
    echo(database)
    assert rows(database) == []
    assert line(database).retracted


def test_others_withdraw_nothing_of_ours(database):
    echo(database)
    correct(database, "0.5 mg")
    ingest(database, [make_arrived("", PATIENT, origin_id="x", archive_id="a9", retracts="m")])
    assert rows(database) == [("c", "0.5 mg", "queued")]


def test_what_was_left_by_an_earlier_version_goes_with_the_next_start(database):
    echo(database)
    echo(database, "w9", "", "a9", retracts="a1")
    database.execute(
        "INSERT INTO outbox (consultation_id, origin_id, kind, text, created_ms, state, failure,"
        " amends) VALUES (?, 'c', 'text', '0.5 mg', 1, 'failed', 'forbidden', 'm')",
        (ROOM,),
    )
    outbox.requeue(database)
    assert rows(database) == []
