"""Equal words without any id stay as many as they are, and a late copy moves no time."""

from dataclasses import replace

from tests.fakes.archive import PATIENT, ROOM, make_arrived
from tests.vault.archive.catching_up import marks
from tests.vault.archive.lines import lines_of
from workstation.domain.events import ArchivePage
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import PageRequest

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
