"""One's own words changed: where they stand, or by a row behind them; never lost, never twice."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.fakes.own_messages import NOW, correct, echo, line, rows, withdraw, write
from tests.vault.people import furnished_vault
from workstation.domain.commands import Send
from workstation.domain.message import Amending, Delivery, MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import timelines
from workstation.vault.unsent import closing, failures, files, outbox


def test_what_never_went_out_is_edited_where_it_stands(database):
    write(database)
    (changed,) = correct(database, "0.5 mg").messages
    assert rows(database) == [("m", "0.5 mg", "queued")]
    assert (changed.text, changed.earlier, changed.amending) == ("0.5 mg", (), Amending.NOTHING)


def test_what_never_went_out_is_taken_back_whole(database):
    write(database)
    assert [gone.key for gone in withdraw(database).removed] == ["om"]
    assert rows(database) == []


def test_what_may_have_gone_out_is_corrected_behind_it(database):
    write(database)
    outbox.mark_sending(database, "m")
    (changed,) = correct(database, "0.5 mg").messages
    assert rows(database) == [("m", "5 mg", "sending"), ("c", "0.5 mg", "queued")]
    assert (changed.text, changed.earlier) == ("0.5 mg", ("5 mg",))
    assert changed.amending is Amending.CORRECTING
    assert outbox.get(database, "c").is_held_back
    changes = echo(database)
    assert changes.confirmed == ((ROOM, "m"),)
    assert rows(database) == [("c", "0.5 mg", "queued")]
    assert (line(database).text, line(database).earlier) == ("0.5 mg", ("5 mg",))
    assert outbox.get(database, "c").command == Send(
        ROOM, "c", MessageKind.TEXT, "0.5 mg", replaces="m"
    )
    done = echo(database, "c", "0.5 mg", "a2", replaces="m")
    assert (done.confirmed, rows(database)) == (((ROOM, "c"),), [])
    changed = line(database)
    assert (changed.text, changed.earlier, changed.delivery) == ("0.5 mg", ("5 mg",), Delivery.SENT)
    assert (changed.amending, changed.amended_ms) == (Amending.NOTHING, NOW)


def test_a_withdrawal_names_the_message_by_the_id_that_the_room_gave_it(database):
    echo(database)
    (changed,) = withdraw(database).messages
    assert (changed.retracted, changed.text, changed.earlier) == (True, "", ("5 mg",))
    assert (changed.amending, changed.delivery) == (Amending.WITHDRAWING, Delivery.QUEUED)
    assert outbox.get(database, "w").command.retracts == "a1"
    echo(database, "w", "", "a2", retracts="a1")
    changed = line(database)
    assert (changed.retracted, changed.earlier, changed.amended_ms) == (True, ("5 mg",), NOW)
    assert rows(database) == []


def test_a_withdrawal_while_it_is_being_sent_waits_for_the_message(database):
    write(database)
    outbox.mark_sending(database, "m")
    withdraw(database)
    assert outbox.get(database, "w").is_held_back
    assert not withdraw(database, new_id="w2"), "it is being withdrawn already"
    assert not correct(database, "late")
    outbox.requeue(database)
    echo(database)
    assert not outbox.get(database, "w").is_held_back
    assert line(database).retracted


def test_a_withdrawn_message_that_the_room_refuses_is_gone_altogether(database):
    write(database)
    outbox.mark_sending(database, "m")
    withdraw(database)
    assert [gone.key for gone in failures.fail(database, "m", "forbidden").removed] == ["om"]
    assert rows(database) == []


def test_one_that_ended_sessions_and_was_withdrawn_stands_to_be_taken_back(database):
    write(database)
    outbox.mark_sending(database, "m")
    withdraw(database)
    failures.fail(database, "m", failures.POISON)
    assert rows(database) == [("m", "5 mg", "failed")]
    assert withdraw(database).removed


def test_a_failed_message_edited_is_another_message(database):
    write(database)
    outbox.mark_sending(database, "m")
    failures.fail(database, "m", "policy-violation")
    changes = correct(database, "0.5 mg", new_id="n")
    assert rows(database) == [("n", "0.5 mg", "queued")]
    assert [gone.key for gone in changes.removed] == ["om"]
    echo(database)
    assert rows(database) == [("n", "0.5 mg", "queued")], "the old echo takes no new words away"


def test_a_failed_summary_stays_the_closing_summary_when_it_is_edited(database):
    write(database)
    database.execute(
        "INSERT INTO closing_summary (consultation_id, content, sent, origin_id)"
        " VALUES (?, '{}', '{}', 'm')",
        (ROOM,),
    )
    outbox.mark_sending(database, "m")
    failures.fail(database, "m", "policy-violation")
    correct(database, "0.5 mg", new_id="n")
    assert closing.get(database, ROOM).origin_id == "n"


def test_a_second_correction_before_the_first_goes_is_one(database):
    echo(database)
    correct(database, "1 mg", new_id="c1")
    correct(database, "2 mg", new_id="c2")
    assert rows(database) == [("c1", "2 mg", "queued")]
    outbox.mark_sending(database, "c1")
    correct(database, "3 mg", new_id="c3")
    assert [row[:2] for row in rows(database)] == [("c1", "2 mg"), ("c3", "3 mg")]
    assert (line(database).text, line(database).earlier) == ("3 mg", ("5 mg", "2 mg"))


def test_a_withdrawal_takes_the_place_of_corrections_that_did_not_go(database):
    echo(database)
    correct(database, "1 mg")
    withdraw(database)
    assert rows(database) == [("w", "", "queued")]


@pytest.mark.parametrize("change", [lambda d: correct(d, "1 mg"), withdraw])
def test_a_refused_change_says_so_is_tried_again_or_given_up(database, change):
    echo(database)
    change(database)
    ((name, *_),) = rows(database)
    outbox.mark_sending(database, name)
    (changed,) = failures.fail(database, name, "forbidden").messages
    assert (changed.key, changed.delivery, changed.failure) == ("om", Delivery.FAILED, "forbidden")
    assert not changed.retracted, "everybody else reads it still"
    (changed,) = failures.retry(database, "m").messages
    assert (changed.key, changed.delivery) == ("om", Delivery.QUEUED)
    failures.fail(database, name, "forbidden")
    (changed,) = failures.discard(database, "m").messages
    assert (changed.text, changed.delivery, changed.amending) == (
        "5 mg",
        Delivery.SENT,
        Amending.NOTHING,
    )


def test_a_new_correction_takes_the_place_of_a_refused_one(database):
    echo(database)
    correct(database, "1 mg", new_id="c1")
    outbox.mark_sending(database, "c1")
    failures.fail(database, "c1", "forbidden")
    correct(database, "2 mg", new_id="c2")
    assert rows(database) == [("c2", "2 mg", "queued")]


def test_too_late_is_too_late_but_never_for_what_did_not_go(database):
    echo(database)
    assert not correct(database, "1 mg", since_ms=NOW + 1)
    assert not withdraw(database, since_ms=NOW + 1)
    write(database, "n", "next")
    assert correct(database, "other", "n", since_ms=NOW + 1)
    outbox.mark_sending(database, "n")
    assert not withdraw(database, "n", since_ms=NOW + 1)


def test_another_persons_message_is_not_changed(database):
    ingest(database, [make_arrived("hello", PATIENT, origin_id="p", archive_id="a1", at_ms=NOW)])
    assert not correct(database, "mine", "p")
    assert not withdraw(database, "p")
    assert not withdraw(database, "never existed")


def test_a_picture_taken_back_leaves_no_bytes(database):
    file = files.keep(database, b"png", "image/png", "a.png")
    outbox.send_file(database, ROOM, "m", MessageKind.IMAGE, file.file_id, NOW)
    assert withdraw(database).removed
    assert files.describe(database, file.file_id) is None


def test_the_other_computer_sees_what_was_changed_here(database):
    """A message that was written there, corrected here: the same origin id is both its name."""
    echo(database, "there", "from the other PC")
    correct(database, "changed here", "there")
    assert line(database).key == "othere"
    echo(database, "c", "changed here", "a2", replaces="there")
    assert (line(database).text, line(database).earlier) == ("changed here", ("from the other PC",))


ORIGINAL = make_arrived("0", ME, origin_id="m", archive_id="a0")
AMENDING = (
    make_arrived("1", ME, origin_id="c1", archive_id="a1", replaces="m"),
    make_arrived("2", ME, origin_id="c2", archive_id="a2", replaces="c1"),
    make_arrived("", ME, origin_id="w1", archive_id="a3", retracts="a0"),
    make_arrived("", ME, origin_id="w2", archive_id="a4", retracts="m"),
    make_arrived("forged", PATIENT, origin_id="f1", archive_id="a5", replaces="m"),
    make_arrived("", PATIENT, origin_id="f2", archive_id="a6", retracts="a0"),
)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_original_corrections_and_withdrawals_merge_to_one_outcome_in_any_order(data):
    chosen = data.draw(st.lists(st.sampled_from(AMENDING), unique=True))
    if any(item.origin_id == "c2" for item in chosen):
        chosen = list(dict.fromkeys((AMENDING[0], *chosen)))
    order = data.draw(st.permutations([ORIGINAL, *chosen]))
    again = data.draw(st.lists(st.sampled_from(order)))
    database = furnished_vault()
    keys: set[str] = set()
    for item in (*order, *(replace(item, live=False) for item in again)):
        changes = ingest(database, [item]).changes
        keys -= {removed.key for removed in changes.removed}
        keys |= {message.key for message in changes.messages}
    lines = timelines.newest(database, ROOM, 60).messages
    (mine,) = (one for one in lines if one.speaker.member_id == ME)
    names = {item.origin_id for item in chosen}
    texts = {item.text for item in (ORIGINAL, *chosen) if item.member_id == ME and item.text}
    assert mine.retracted == bool(names & {"w1", "w2"})
    assert {mine.text, *mine.earlier} - {""} == texts
    assert len(mine.earlier) == len(texts) - (not mine.retracted)
    assert {one.text for one in lines} - {mine.text} == ({"forged"} if "f1" in names else set())
    assert keys == {one.key for one in lines}
    database.close()
