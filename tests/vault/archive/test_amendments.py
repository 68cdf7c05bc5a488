"""Only who wrote a message corrects or retracts it; every earlier text stays readable."""

from dataclasses import replace
from itertools import permutations

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import JOINED, catch_up, say
from tests.vault.people import furnished_vault
from workstation.domain.message import Attachment, MessageKind
from workstation.vault.archive import unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.lists import timelines


def lines_of(database):
    return timelines.newest(database, ROOM, 100).messages


def test_a_correction_replaces_the_text_and_keeps_the_earlier_one(database):
    ingest(database, [make_arrived("5 片"), make_arrived("between")])
    done = ingest(database, [make_arrived("半片", origin_id="fix", replaces="id-5 片")])
    first, second = lines_of(database)
    assert (first.text, first.earlier, second.text) == ("半片", ("5 片",), "between")
    assert done.changes.messages == (first,)
    assert done.changes.news == ()


def test_a_retraction_takes_the_text_away_and_keeps_it_readable(database):
    ingest(database, [make_arrived("oops")])
    ingest(database, [make_arrived("", origin_id="gone", retracts="id-oops")])
    (line,) = lines_of(database)
    assert (line.text, line.retracted, line.earlier) == ("", True, ("oops",))


def test_a_retraction_of_what_is_not_here_is_nothing_to_be_read(database):
    ingest(database, [make_arrived("", origin_id="gone", retracts="id-unknown")])
    assert summaries.of_room(database, ROOM).unread == 0


def test_a_correction_after_a_retraction_does_not_bring_it_back(database):
    ingest(database, [make_arrived("oops"), make_arrived("", origin_id="gone", retracts="id-oops")])
    ingest(database, [make_arrived("again", origin_id="fix", replaces="id-oops")])
    (line,) = lines_of(database)
    assert (line.retracted, line.text, line.earlier) == (True, "", ("oops", "again"))


@pytest.mark.parametrize("forger", [PATIENT, COLLEAGUE, 4004, None])
def test_nobody_amends_what_another_has_written(database, forger):
    ingest(database, [make_arrived("take one", ME)])
    ingest(
        database,
        [
            make_arrived("take ten", forger, origin_id="f1", replaces="id-take one"),
            make_arrived("", forger, origin_id="f2", retracts="id-take one"),
        ],
    )
    lines = lines_of(database)
    assert (lines[0].text, lines[0].earlier, lines[0].retracted) == ("take one", (), False)
    assert [(line.text, line.speaker.member_id) for line in lines[1:]] == [("take ten", forger)]


@pytest.mark.parametrize("forger", [PATIENT, COLLEAGUE, None])
def test_an_amendment_that_waits_amends_its_own_senders_message_only(database, forger):
    forged = make_arrived("take ten", forger, origin_id="f", replaces="id-take one")
    gone = make_arrived("", forger, origin_id="g", retracts="id-take one")
    ingest(database, [forged, gone, make_arrived("take one", ME)])
    lines = {line.text: line for line in lines_of(database)}
    assert set(lines) == {"take ten", "take one"}
    assert (lines["take one"].earlier, lines["take one"].retracted) == ((), False)


def test_nobody_amends_an_unvouched_line(database):
    ingest(
        database,
        [make_arrived("who", None), make_arrived("me", None, origin_id="f", replaces="id-who")],
    )
    assert [line.text for line in lines_of(database)] == ["who", "me"]


def test_a_message_of_another_room_is_not_amended(database):
    ingest(database, [make_arrived("here")])
    ingest(
        database, [make_arrived("there", consultation_id=8, replaces="id-here", origin_id="fix")]
    )
    assert [line.text for line in lines_of(database)] == ["here"]


COUNTED = make_arrived("38 度", origin_id="1", is_id_unique=False)
COUNTED_ANEW = replace(COUNTED, text="好", at_ms=COUNTED.at_ms + 86_400_000)


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize(("text", "names"), [("39 度", "replaces"), ("", "retracts")])
def test_nothing_amends_what_is_said_later_under_an_id_that_is_used_again(order, text, names):
    """A patient's program that numbers what it sends begins with 1 each time it is opened."""
    database = furnished_vault()
    amendment = replace(COUNTED, origin_id="2", text=text, **{names: "1"})
    for which in order:
        ingest(database, [(COUNTED, amendment, COUNTED_ANEW)[which]])
    lines = {(line.text, line.earlier) for line in lines_of(database)}
    assert lines == {(text, ("38 度",)), ("好", ())}
    database.close()


CHAIN = (
    make_arrived("one", origin_id="a"),
    make_arrived("two", origin_id="b", replaces="a"),
    make_arrived("three", origin_id="c", replaces="b"),
    make_arrived("other", origin_id="x"),
)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_chain_of_corrections_is_one_line_in_whatever_order_it_is_paged_in(order):
    database = furnished_vault()
    ends = [ingest(database, [CHAIN[which]]).changes for which in order]
    lines = {line.text: line for line in lines_of(database)}
    assert set(lines) - {"other"} <= {"one", "two", "three"}
    assert len(lines) == 2
    (line,) = (line for text, line in lines.items() if text != "other")
    assert {line.text, *line.earlier} == {"one", "two", "three"}
    assert replay(ends) == {line.key for line in lines.values()}
    database.close()


def replay(changes):
    """The lines left on a screen that follows the changes."""
    keys = set()
    for step in changes:
        keys -= {removed.key for removed in step.removed}
        keys |= {message.key for message in step.messages}
    return keys


def test_a_correction_whose_message_is_not_here_is_shown_not_hidden(database):
    done = ingest(database, [make_arrived("fixed", origin_id="b", replaces="lost")])
    assert [line.text for line in lines_of(database)] == ["fixed"]
    assert done.changes.summaries[0].unread == 1
    result = ingest(database, [make_arrived("wrong", origin_id="lost")]).changes
    assert [removed.key for removed in result.removed] == ["m1"]
    assert [(line.text, line.earlier) for line in lines_of(database)] == [("fixed", ("wrong",))]


@pytest.mark.parametrize(("seen", "number"), [(False, 3), (True, 2)])
def test_words_that_nobody_saw_stay_unread_in_the_older_message_that_they_correct(
    database, seen, number
):
    archive = Archive()
    say(archive, "no allergies", *"bcd")
    fix = make_arrived("allergic", PATIENT, origin_id="f", replaces="id-no allergies")
    ingest(database, [JOINED, archive.add(fix)])
    if seen:
        unread.mark_seen(database, ROOM, lines_of(database)[-1].position)
    catch_up(database, archive, older=True)
    assert [line.text for line in lines_of(database)] == ["allergic", *"bcd"]
    assert summaries.of_room(database, ROOM).unread == number  # "c" and "d" are on the first page


def test_a_correction_counts_neither_as_unread_nor_as_the_patients_turn(database):
    ingest(database, [make_arrived("1", PATIENT, at_ms=100), make_arrived("2", ME, at_ms=200)])
    ingest(database, [make_arrived("1!", PATIENT, origin_id="f", replaces="id-1", at_ms=300)])
    summary = summaries.of_room(database, ROOM)
    assert (summary.unread, summary.patient_ms, summary.answered) == (1, 100, True)
    assert summary.last.text == "2"


def test_a_correction_may_change_the_kind(database):
    picture = Attachment("https://x/1.jpg", "image/jpeg")
    ingest(database, [make_arrived("see")])
    fix = make_arrived(
        "", origin_id="f", replaces="id-see", kind=MessageKind.IMAGE, attachment=picture
    )
    ingest(database, [fix])
    (line,) = lines_of(database)
    assert (line.kind, line.attachment, line.earlier) == (MessageKind.IMAGE, picture, ("see",))


def test_a_second_copy_of_a_correction_changes_nothing(database):
    fix = make_arrived("b", origin_id="f", replaces="id-a", archive_id="a2")
    ingest(database, [make_arrived("a", archive_id="a1"), fix])
    assert not ingest(database, [fix]).changes
    assert lines_of(database)[0].earlier == ("a",)


def test_a_withdrawal_is_tied_when_the_room_tells_the_id_that_it_names(database):
    """In a room it names its message by the room's id, which a live copy may come without."""
    message = make_arrived("oops")
    ingest(database, [message, make_arrived("", origin_id="gone", retracts="a1")])
    assert not lines_of(database)[0].retracted
    done = ingest(database, [replace(message, archive_id="a1")])
    (line,) = lines_of(database)
    assert (line.retracted, done.changes.messages) == (True, (line,))


@pytest.mark.parametrize("late", [False, True])
def test_only_a_withdrawal_names_its_message_by_the_rooms_id(database, late):
    """A correction does so by its sender's id; one that names anything else hides nothing."""
    pair = [
        make_arrived("5 mg", PATIENT, origin_id="m", archive_id="a1"),
        make_arrived("10 mg", PATIENT, origin_id="c", archive_id="a2", replaces="a1"),
    ]
    for arrived in reversed(pair) if late else pair:
        ingest(database, [arrived])
    assert sorted(line.text for line in lines_of(database)) == ["10 mg", "5 mg"]


def test_two_withdrawals_whose_sender_gave_them_no_id_are_two(database):
    """One was heard before the room's ids were told, the other is read out of the archive."""
    for text in "ab":
        ingest(database, [make_arrived(text, PATIENT, origin_id=text, archive_id=text)])
    first = make_arrived("", PATIENT, origin_id="", retracts="a")
    second = make_arrived("", PATIENT, origin_id="", retracts="b", archive_id="r")
    ingest(database, [first])
    ingest(database, [second])
    assert [line.retracted for line in lines_of(database)] == [True, True]
