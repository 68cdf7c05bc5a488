"""Who spoke before the room had told who is who is known once its archive tells."""

from dataclasses import replace

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import catch_up
from workstation.domain.events import Displayed
from workstation.domain.message import SpeakerRole
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.lists import timelines


def lines_of(database):
    return timelines.newest(database, ROOM, 1000).messages


def nameless(message):
    """As it came live: the room had not told yet who has this nick."""
    return replace(message, member_id=None)


def test_the_archive_names_the_speaker_of_a_line_that_came_without(database):
    archive = Archive()
    lines = [
        archive.add(make_arrived(text, who)) for text, who in (("a", PATIENT), ("b", COLLEAGUE))
    ]
    ingest(database, [nameless(line) for line in lines])
    assert [line.speaker.role for line in lines_of(database)] == [SpeakerRole.UNVERIFIED] * 2
    catch_up(database, archive)
    roles = [(line.text, line.speaker.role) for line in lines_of(database)]
    assert roles == [("a", SpeakerRole.PATIENT), ("b", SpeakerRole.COLLEAGUE)]


def test_what_the_patient_said_is_unread_once_it_is_known_to_be_theirs(database):
    archive = Archive()
    line = archive.add(make_arrived("help", PATIENT))
    ingest(database, [nameless(line)])
    assert summaries.of_room(database, ROOM).unread == 0
    named = ingest(database, [replace(line, live=False)]).changes
    assert [each.text for each in named.news] == ["help"]
    assert summaries.of_room(database, ROOM).unread == 1
    assert not ingest(database, [replace(line, live=False)]).changes.news


def test_what_was_seen_without_a_name_stays_read(database):
    archive = Archive()
    first, second = (archive.add(make_arrived(text, PATIENT)) for text in ("a", "b"))
    ingest(database, [nameless(first), second, Displayed(ROOM, ME, second.archive_id)])
    ingest(database, [replace(first, live=False)])
    assert summaries.of_room(database, ROOM).unread == 0


def test_a_name_once_vouched_for_stays(database):
    line = make_arrived("a", PATIENT, archive_id="a1")
    ingest(database, [line])
    ingest(database, [replace(line, member_id=ME), replace(line, member_id=None)])
    assert [each.speaker.member_id for each in lines_of(database)] == [PATIENT]


def test_a_correction_whose_speaker_is_known_later_tells_of_what_it_changes(database):
    archive = Archive()
    first = archive.add(make_arrived("a", PATIENT))
    better = archive.add(make_arrived("b", PATIENT, replaces=first.origin_id))
    ingest(database, [first, nameless(better)])
    assert "a" in [line.text for line in lines_of(database)]
    done = ingest(database, [replace(better, live=False)])
    assert [line.text for line in done.changes.messages] == ["b"]
    assert [line.text for line in lines_of(database)] == ["b"]
