"""The cursor on an entry that is no message, with something heard right above its place.

Where a live copy was lost in between, the page that brings it does not reach the cursor's entry:
nothing is lost, and what is between the two is read.
"""

import pytest

from tests.fakes.archive import PATIENT, ROOM, Archive
from tests.vault.archive.catching_up import JOINED, catch_up, deliver, marks, say
from workstation.domain.events import Displayed
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import PageRequest, Step

OLDER = pytest.mark.parametrize("older", [False, True])
"""Whether what is older than the first look was read before."""


def read_up_to_a_marker(database, *, older):
    """An archive of which the newest page held only markers."""
    archive = Archive()
    say(archive, "a")
    for _ in range(2):
        archive.add(Displayed(ROOM, PATIENT, "a0000"))
    catch_up(database, archive, 2, older=older)
    return archive


def read_newest(database, archive, limit):
    """The newest page, and all that it makes to be asked for; the step after the first page."""
    ingest(database, [JOINED])
    step, steps = Step(PageRequest(ROOM, asked=1_000)), []
    while step.request is not None:
        page = archive.page(step.request, limit)
        step = ingest(database, [page], {"q": step.request}).steps["q"]
        steps.append(step)
    return steps[0]


@OLDER
def test_a_page_that_ends_right_above_the_cursor_s_marker_shows_no_loss(database, older):
    archive = read_up_to_a_marker(database, older=older)
    say(archive, "b")
    deliver(database, archive, "c")
    step = read_newest(database, archive, 2)
    assert step.request is not None, "what is between the page and the cursor is read"
    assert marks(database) == "a b c"


@OLDER
@pytest.mark.parametrize("missed", ["b", "bx", "bxy", "bxyz"])
@pytest.mark.parametrize("limit", [2, 3, 4])
def test_what_is_read_back_above_a_marker_shows_no_loss(database, limit, missed, older):
    archive = read_up_to_a_marker(database, older=older)
    say(archive, *missed)
    deliver(database, archive, "cd")
    say(archive, *"efg")
    read_newest(database, archive, limit)
    assert marks(database) == " ".join(["a", *missed, *"cdefg"])


@pytest.mark.parametrize("limit", [2, 3, 4])
def test_a_page_that_ends_right_above_an_archive_s_beginning_shows_no_loss(database, limit):
    archive = Archive()
    catch_up(database, archive)
    say(archive, *"ab")
    deliver(database, archive, "cd")
    read_newest(database, archive, limit)
    assert marks(database) == "a b c d"


@OLDER
@pytest.mark.parametrize("limit", [2, 3, 4])
def test_a_marker_that_is_lost_below_a_new_message_is_marked(database, limit, older):
    archive = read_up_to_a_marker(database, older=older)
    say(archive, "b")
    deliver(database, archive, "c")
    del archive.items[2]
    read_newest(database, archive, limit)
    assert "#" in marks(database)
