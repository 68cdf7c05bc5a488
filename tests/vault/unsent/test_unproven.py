"""Own messages of which nobody knows whether they arrived, changed meanwhile (``outbox_edits``)."""

import pytest

from tests.fakes.archive import ROOM
from tests.fakes.own_messages import correct, echo, line, rows, withdraw, write
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.commands import Send
from workstation.domain.message import Amending, Delivery, MessageKind
from workstation.vault import sql
from workstation.vault.conversation import in_doubt, summaries
from workstation.vault.conversation.outbox_counts import (
    count_all_unsent,
    count_unsent,
    has_sendable,
)
from workstation.vault.lists.consultations import put
from workstation.vault.unsent import closing, failures, outbox

IN_PLACE_OF_IT = Send(ROOM, "c", MessageKind.TEXT, "0.5 mg", replaces="m")
GAP = "INSERT INTO gap (consultation_id, position, after, before) VALUES (?, 7, ?, 'a9')"


def write_unproven(database):
    """A message went out, and the part of the archive where it may be cannot be read."""
    write(database)
    outbox.mark_sending(database, "m")
    return failures.fail(database, "m", failures.UNPROVEN)


def correct_then_lose(database):
    """The same, corrected while it was under way."""
    write(database)
    outbox.mark_sending(database, "m")
    correct(database, "0.5 mg")
    return failures.fail(database, "m", failures.UNPROVEN)


def test_what_was_corrected_waits_with_its_correction_for_the_doctor(database):
    (changed,) = correct_then_lose(database).messages
    assert rows(database) == [("m", "5 mg", "failed"), ("c", "0.5 mg", "failed")]
    assert (changed.key, changed.text, changed.earlier) == ("om", "0.5 mg", ("5 mg",))
    assert (changed.delivery, changed.failure) == (Delivery.FAILED, failures.UNPROVEN)


def test_once_it_is_found_its_correction_goes_out(database):
    """Said as a message of its own it would stand beside the first words."""
    correct_then_lose(database)
    echo(database)
    assert rows(database) == [("c", "0.5 mg", "queued")]
    assert outbox.command(database, "c") == IN_PLACE_OF_IT
    assert (line(database).text, line(database).delivery) == ("0.5 mg", Delivery.QUEUED)


def test_tried_again_it_is_corrected_and_the_first_words_are_not_said_once_more(database):
    correct_then_lose(database)
    (changed,) = failures.retry(database, "m").messages
    assert rows(database) == [("m", "5 mg", "failed"), ("c", "0.5 mg", "queued")]
    assert (changed.text, changed.delivery) == ("0.5 mg", Delivery.QUEUED)
    entry = outbox.get(database, "c")
    assert not entry.is_held_back
    assert entry.command == IN_PLACE_OF_IT


def test_edited_only_now_it_is_corrected_too_at_whatever_time(database):
    write_unproven(database)
    assert not correct(database, "0.5 mg", since_ms=10_000).removed
    assert rows(database) == [("m", "5 mg", "failed"), ("c", "0.5 mg", "queued")]
    assert outbox.command(database, "c") == IN_PLACE_OF_IT
    correct(database, "0.05 mg", new_id="d")
    assert rows(database) == [("m", "5 mg", "failed"), ("c", "0.05 mg", "queued")]


def test_a_correction_of_what_never_arrived_stands_in_its_place(database):
    correct_then_lose(database)
    failures.retry(database, "m")
    outbox.mark_sending(database, "c")
    changes = echo(database, "c", "0.5 mg", "a2", replaces="m")
    assert rows(database) == []
    assert [gone.key for gone in changes.removed] == ["om"]
    assert (line(database).key, line(database).text) == ("oc", "0.5 mg")
    echo(database)
    assert (line(database).key, line(database).text) == ("om", "0.5 mg"), "it was there after all"


@pytest.mark.parametrize("change", [correct, withdraw])
def test_what_is_changed_after_that_is_changed_of_what_stands_there(database, change):
    correct_then_lose(database)
    failures.retry(database, "m")
    outbox.mark_sending(database, "c")
    change(database, *(["0.05 mg"] if change is correct else []), new_id="d")
    echo(database, "c", "0.5 mg", "a2", replaces="m")
    command = outbox.command(database, "d")
    assert (command.replaces, command.retracts) in {("c", ""), ("", "a2")}
    assert line(database).text == ("0.05 mg" if change is correct else "")


def test_a_summary_is_the_closing_one_by_its_correction(database):
    correct_then_lose(database)
    database.execute(
        "INSERT INTO closing_summary (consultation_id, content, sent, origin_id)"
        " VALUES (?, '{}', '{}', 'm')",
        (ROOM,),
    )
    failures.retry(database, "m")
    outbox.mark_sending(database, "c")
    echo(database, "c", "0.5 mg", "a2", replaces="m")
    assert closing.get(database, ROOM).origin_id == "c"


@pytest.mark.parametrize("is_withdrawn_first", [False, True])
def test_withdrawn_it_is_taken_back_once_it_is_found(database, is_withdrawn_first):
    if is_withdrawn_first:
        write(database)
        outbox.mark_sending(database, "m")
        withdraw(database)
        failures.fail(database, "m", failures.UNPROVEN)
    else:
        write_unproven(database)
        assert not withdraw(database, since_ms=10_000).removed
    waiting = line(database)
    assert (waiting.retracted, waiting.delivery) == (True, Delivery.QUEUED)
    assert waiting.amending is Amending.WITHDRAWING
    assert outbox.get(database, "w").is_held_back
    assert not has_sendable(database), "a locked window does not wait for it"
    assert not failures.retry(database, "m"), "nobody wants it said again"
    echo(database)
    assert rows(database) == [("w", "", "queued")]
    assert outbox.command(database, "w").retracts == "a1"


@pytest.mark.parametrize("is_changed_first", [False, True])
@pytest.mark.parametrize(("change", "failed"), [(withdraw, 0), (correct, 1)])
def test_what_is_withdrawn_is_nothing_to_decide_and_a_line_counts_once(
    database, change, failed, is_changed_first
):
    """What was corrected only now goes out by itself; corrected before, it waits for the doctor."""
    put(database, Listed(consultation(ROOM), Place.IN_PROCESS))
    steps = [lambda: change(database, *(["0.5 mg"] if change is correct else []))]
    write(database)
    outbox.mark_sending(database, "m")
    steps.insert(is_changed_first, lambda: failures.fail(database, "m", failures.UNPROVEN))
    for step in steps:
        step()
    failed = failed and is_changed_first
    assert count_unsent(database, ROOM)[1] == count_all_unsent(database)[1] == failed
    for _ in range(2):
        (_, (summary,), _) = summaries.queue(database)
        assert summary.failed == summaries.of_room(database, ROOM).failed == failed
        outbox.requeue(database)


def test_a_withdrawal_gives_up_the_correction_that_waits(database):
    correct_then_lose(database)
    withdraw(database)
    assert rows(database) == [("m", "5 mg", "failed"), ("w", "", "queued")]


def test_what_was_withdrawn_goes_where_the_archive_lacks_it(database):
    write_unproven(database)
    withdraw(database)
    changes = failures.drop_absent(database, ROOM)
    assert [gone.key for gone in changes.removed] == ["om"]
    assert rows(database) == []


@pytest.mark.parametrize("after", ["a3", None])
def test_it_stays_as_long_as_it_may_be_in_a_part_that_was_not_read(database, after):
    """After a lost database it may lie before all that this computer has read."""
    write_unproven(database)
    withdraw(database)
    sql.run(database, GAP, (ROOM, after))
    failures.drop_absent(database, ROOM)
    assert rows(database)


def write_in_doubt(database, failure):
    """It went out, and with the database was lost what became of it."""
    write(database)
    outbox.mark_sending(database, "m")
    sql.run(database, "UPDATE outbox SET state = 'failed', failure = ?", (failure,))


@pytest.mark.parametrize("failure", [in_doubt.RESTORED, in_doubt.FILE_LOST])
def test_what_may_have_arrived_before_a_loss_is_corrected_or_taken_back(database, failure):
    write_in_doubt(database, failure)
    assert not correct(database, "0.5 mg", since_ms=10_000).removed
    assert rows(database) == [("m", "5 mg", "failed"), ("c", "0.5 mg", "queued")]
    assert outbox.command(database, "c") == IN_PLACE_OF_IT
    assert not withdraw(database, since_ms=10_000).removed
    assert rows(database) == [("m", "5 mg", "failed"), ("w", "", "queued")]
    assert line(database).amending is Amending.WITHDRAWING
    echo(database)
    assert outbox.command(database, "w").retracts == "a1"


def test_a_restored_message_is_not_said_again_before_its_restored_change(database):
    write_in_doubt(database, in_doubt.RESTORED)
    correct(database, "0.5 mg")
    sql.run(database, "UPDATE outbox SET state = 'failed', failure = 'restored'")
    failures.retry(database, "m")
    assert rows(database) == [("m", "5 mg", "failed"), ("c", "0.5 mg", "queued")]


def test_what_nobody_withdrew_stays_for_the_doctor_to_decide(database):
    correct_then_lose(database)
    assert not failures.drop_absent(database, ROOM)
    assert len(rows(database)) == 2
