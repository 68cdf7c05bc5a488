"""How far others have read: markers that come early, late, or for nothing."""

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import catch_up, marks, say
from tests.vault.archive.lines import lines_of
from workstation.domain.events import Displayed
from workstation.domain.message import Delivery
from workstation.vault.archive import unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries


def test_what_the_patient_has_read_is_read(database):
    ingest(
        database, [make_arrived("1", ME, archive_id="a1"), make_arrived("2", ME, archive_id="a2")]
    )
    done = ingest(database, [Displayed(ROOM, PATIENT, "a1")])
    assert [m.delivery for m in lines_of(database)] == [Delivery.READ, Delivery.SENT]
    assert [m.text for m in done.changes.messages] == ["1"]


@pytest.mark.parametrize("reader", [COLLEAGUE, 4004])
def test_only_the_patient_makes_a_message_read(database, reader):
    ingest(database, [make_arrived("1", ME, archive_id="a1"), Displayed(ROOM, reader, "a1")])
    assert lines_of(database)[0].delivery is Delivery.SENT


def test_a_marker_may_come_before_its_message(database):
    ingest(database, [Displayed(ROOM, PATIENT, "a1")])
    ingest(database, [make_arrived("1", ME, archive_id="a1")])
    assert lines_of(database)[0].delivery is Delivery.READ


def test_a_marker_before_its_message_tells_of_all_that_it_reads(database):
    ingest(database, [make_arrived("1", ME, archive_id="a1"), Displayed(ROOM, PATIENT, "a2")])
    done = ingest(database, [make_arrived("2", ME, archive_id="a2")])
    assert {m.text: m.delivery for m in done.changes.messages} == {
        "1": Delivery.READ,
        "2": Delivery.READ,
    }


def test_what_is_read_on_another_computer_is_read_though_the_marker_came_first(database):
    ingest(database, [make_arrived("1", PATIENT, archive_id="a1"), Displayed(ROOM, ME, "a2")])
    assert summaries.of_room(database, ROOM).unread == 1
    done = ingest(database, [make_arrived("2", PATIENT, archive_id="a2")])
    assert [summary.unread for summary in done.changes.summaries] == [0]
    assert summaries.of_room(database, ROOM).unread == 0


def test_a_marker_never_goes_back(database):
    ingest(
        database, [make_arrived("1", ME, archive_id="a1"), make_arrived("2", ME, archive_id="a2")]
    )
    ingest(database, [Displayed(ROOM, PATIENT, "a2"), Displayed(ROOM, PATIENT, "a1")])
    assert {m.delivery for m in lines_of(database)} == {Delivery.READ}


def test_a_marker_that_may_mean_one_of_two_reads_no_more_than_the_first(database):
    """As out of the archive, of a colleague's program that counts its messages anew each day."""
    monday = make_arrived("1", COLLEAGUE, origin_id="1", archive_id="a1", is_id_unique=False)
    own = make_arrived("2", ME, archive_id="a2")
    tuesday = make_arrived("3", COLLEAGUE, origin_id="1", archive_id="a3", is_id_unique=False)
    ingest(database, [monday, own, tuesday, Displayed(ROOM, PATIENT, "1", live=False)])
    assert lines_of(database)[1].delivery is Delivery.SENT


def test_markers_for_messages_that_never_come_are_bounded(database):
    ingest(database, [Displayed(ROOM, PATIENT, f"ghost{n}") for n in range(200)])
    assert database.execute("SELECT count(*) FROM displayed").fetchone()[0] == 32
    ingest(database, [make_arrived("1", ME, archive_id="ghost199")])
    assert lines_of(database)[0].delivery is Delivery.READ


@pytest.mark.parametrize("is_first_look", [True, False])
def test_of_a_page_with_more_markers_than_are_waited_for_the_newest_stay(database, is_first_look):
    archive = Archive()
    say(archive, "a")
    if not is_first_look:
        catch_up(database, archive)
    for number in range(40):
        archive.add(Displayed(ROOM, PATIENT, f"ghost{number}"))
    catch_up(database, archive, 50)
    ingest(database, [make_arrived("1", ME, archive_id="ghost39")])
    assert lines_of(database)[-1].delivery is Delivery.READ


def test_a_marker_that_the_room_has_told_is_owed_no_more(database):
    ingest(database, [make_arrived(f"{n}", PATIENT, archive_id=f"a{n}") for n in (1, 2)])
    unread.mark_seen(database, ROOM, lines_of(database)[-1].position)
    ingest(database, [Displayed(ROOM, ME, "a1")])
    assert unread.owed_markers(database) == {ROOM: "a2"}
    ingest(database, [Displayed(ROOM, ME, "a2")])
    assert unread.owed_markers(database) == {}


def test_what_is_older_than_the_first_look_holds_no_marker_back(database):
    """Nobody has to load a whole history to tell the patient what was read."""
    archive = Archive()
    say(archive, *"abcdef")
    catch_up(database, archive, 2)
    place = lines_of(database)[-1].position
    assert unread.mark_seen(database, ROOM, place).archive_id == archive.items[-1][0]


def test_what_the_archive_has_lost_for_good_holds_no_marker_back(database):
    archive = Archive()
    say(archive, *"abc")
    catch_up(database, archive, 9)
    say(archive, *"def")
    archive.items = archive.items[4:]
    catch_up(database, archive, 9)
    assert marks(database) == "a b c # e f"
    place = lines_of(database)[-1].position
    assert unread.mark_seen(database, ROOM, place).archive_id == archive.items[-1][0]


def test_of_what_a_member_has_read_one_marker_is_noted(database):
    sent = [make_arrived(f"{n}", ME, archive_id=f"a{n}") for n in range(5)]
    ingest(database, [*sent, *(Displayed(ROOM, PATIENT, f"a{n}") for n in range(5))])
    noted = database.execute("SELECT reference FROM displayed").fetchall()
    assert noted == [("a4",)]
