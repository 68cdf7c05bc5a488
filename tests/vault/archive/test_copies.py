"""Equal words without any id stay as many as they are, and a late copy moves no time."""

from dataclasses import replace

import pytest

from tests.fakes.archive import PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import catch_up, marks, say
from tests.vault.archive.lines import lines_of
from workstation.domain.events import ArchivePage
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.archive.page_merge import place_of
from workstation.vault.archive.requests import PageRequest
from workstation.vault.conversation import message_identity, messages
from workstation.vault.conversation.message_identity import COPY_MS, MatchKind

NAMELESS = make_arrived("好", PATIENT, origin_id="")


def test_heard_twice_before_the_archive_was_read_they_are_two(database):
    ingest(database, [NAMELESS])
    ingest(database, [NAMELESS])
    assert marks(database) == "好 好"


def test_in_the_archive_alone_they_are_two(database):
    items = tuple(replace(NAMELESS, archive_id=f"a{n}", live=False) for n in (1, 2))
    page = ArchivePage(ROOM, "q", items, "a1", "a2", complete=True)
    ingest(database, [page], {"q": PageRequest(ROOM)})
    assert marks(database) == "好 好"


def test_a_copy_that_is_heard_again_leaves_the_archives_time(database):
    """After a resumed session a message comes once more, at the time of this computer."""
    first = make_arrived("hello", archive_id="a1", at_ms=5_000, live=False)
    ingest(database, [first, replace(first, at_ms=99_000_000, live=True)])
    assert [line.at_ms for line in lines_of(database)] == [5_000]


def test_a_first_copy_that_is_read_later_has_the_place_and_the_other_is_a_copy(database):
    archive = Archive()
    sent = make_arrived("x", PATIENT)
    archive.add(sent)
    say(archive, *"abc")
    archive.add(sent)
    say(archive, *"de")
    catch_up(database, archive, 3, older=True)
    assert marks(database) == "x a b c d e"
    entries = [archive.items[at][0] for at in (0, 4)]
    matches = [message_identity.by_archive_id(database, ROOM, entry).match for entry in entries]
    assert matches == [MatchKind.SAME, MatchKind.COPY]


def test_a_copy_stands_nowhere_and_is_no_entry_to_ask_from(database):
    """Its message stands where the first copy does, maybe on the other side of a gap."""
    first, second = (make_arrived("x", PATIENT, archive_id=name) for name in ("b1", "a9"))
    ingest(database, [first, second])
    (line,) = lines_of(database)
    writer = MessageWriter(database)
    assert place_of(writer, first) == line.position
    assert place_of(writer, second) is None
    assert place_of(writer, replace(second, archive_id="a8")) is None
    assert messages.oldest_archived(database, ROOM, 1 << 40) == ("b1", line.position)


@pytest.mark.parametrize("is_id_unique", [True, False])
@pytest.mark.parametrize(("later_ms", "is_copy"), [(COPY_MS, True), (COPY_MS + 1, False)])
@pytest.mark.parametrize("archived", [True, False])
def test_the_same_words_much_later_are_no_copy_where_the_sender_counts_anew(
    database, is_id_unique, later_ms, is_copy, archived
):
    """A patient's program that numbers what it sends begins with 1 each time it is opened."""
    first = make_arrived("好", PATIENT, origin_id="1", is_id_unique=is_id_unique)
    second = replace(first, at_ms=first.at_ms + later_ms)
    if archived:
        first, second = (replace(each, archive_id=f"a{each.at_ms}") for each in (first, second))
    for each in (first, second, second):
        ingest(database, [each])
    assert marks(database) == ("好" if is_copy or is_id_unique else "好 好")


def test_a_second_copy_is_not_taken_for_the_entry_of_what_was_said_long_before(database):
    """Else that message would come once more with its own entry."""
    early = make_arrived("好", PATIENT, origin_id="1", is_id_unique=False)
    late = replace(early, at_ms=early.at_ms + 2 * COPY_MS)
    ingest(database, [early, late])
    entries = ((late, "b1"), (replace(late, at_ms=late.at_ms + 1), "b2"), (early, "a1"))
    for each, archive_id in entries:
        ingest(database, [replace(each, archive_id=archive_id, live=False)])
    assert marks(database) == "好 好"
    assert message_identity.by_archive_id(database, ROOM, "b2").match is MatchKind.COPY
