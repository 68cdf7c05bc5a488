"""Archives that lost all or the newest of what they had: the loss stands before what came later."""

import pytest

from tests.fakes.archive import PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import JOINED, WAYS, catch_up, deliver, marks, say
from workstation.vault.archive import pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import Step


def test_live_messages_pruned_before_the_first_page_stand_before_it(database):
    archive = Archive()
    ingest(database, [JOINED])
    step = Step(pages.first_request(database, ROOM))
    deliver(database, archive, "abc")
    archive.items = []
    say(archive, *"de")
    while step.request is not None:
        page = archive.page(step.request, 9)
        step = ingest(database, [page], {"q": step.request}).steps["q"]
    assert marks(database) == "a b c # d e"


def test_an_emptied_archive_of_a_room_that_began_empty_is_a_loss(database):
    archive = Archive()
    catch_up(database, archive)
    deliver(database, archive, "ab")
    archive.items = []
    catch_up(database, archive)
    assert marks(database) == "a b #"


@WAYS
@pytest.mark.parametrize("limit", [1, 2, 9])
@pytest.mark.parametrize("later", ["c", "cdefg"])
def test_what_an_emptied_archive_lost_stands_before_what_came_later(
    database, forgiving, limit, later
):
    archive = Archive(forgiving=forgiving)
    catch_up(database, archive)
    deliver(database, archive, "ab")
    archive.items = []
    catch_up(database, archive)
    say(archive, *later)
    for _ in range(2):
        catch_up(database, archive, limit)
    assert marks(database) == " ".join(["a b #", *later])


@WAYS
@pytest.mark.parametrize("limit", [1, 2, 9])
def test_live_messages_gone_before_the_first_look_stand_before_what_came_later(
    database, forgiving, limit
):
    archive = Archive(forgiving=forgiving)
    ingest(database, [JOINED])
    deliver(database, archive, "ab")
    archive.items = []
    catch_up(database, archive)
    assert marks(database) == "a b #"
    say(archive, *"cde")
    for _ in range(2):
        catch_up(database, archive, limit)
    assert marks(database) == "a b # c d e"


@WAYS
@pytest.mark.parametrize("limit", [1, 2, 9])
@pytest.mark.parametrize("later", ["e", "efghi"])
def test_a_loss_that_was_marked_before_stands_before_what_came_later(
    database, forgiving, limit, later
):
    archive = Archive(forgiving=forgiving)
    say(archive, *"ab")
    catch_up(database, archive, 9)
    deliver(database, archive, "cd")
    archive.items = archive.items[:2]
    catch_up(database, archive, 9)
    assert marks(database) == "a b c d #"
    say(archive, *later)
    for _ in range(2):
        catch_up(database, archive, limit)
    assert marks(database) == " ".join(["a b c d #", *later])


@WAYS
@pytest.mark.parametrize("limit", [1, 2, 9])
@pytest.mark.parametrize("later", ["c", "cdefg"])
def test_a_loss_that_is_met_with_what_came_later_stands_before_it(
    database, forgiving, limit, later
):
    archive = Archive(forgiving=forgiving)
    catch_up(database, archive)
    deliver(database, archive, "ab")
    archive.items = []
    say(archive, *later)
    for _ in range(2):
        catch_up(database, archive, limit)
    assert marks(database) == " ".join(["a b #", *later])


@WAYS
def test_a_loss_is_marked_once_however_often_nothing_more_comes(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, *"ab")
    catch_up(database, archive, 9)
    archive.items = []
    for _ in range(3):
        catch_up(database, archive, 9)
    assert marks(database) == "a b #"


@WAYS
def test_what_a_restored_archive_lost_is_marked_before_it_has_anything_else(database, forgiving):
    """Read only once more had come, the loss lay below the cursor, and was hidden for good."""
    archive = Archive(forgiving=forgiving)
    say(archive, "a")
    catch_up(database, archive)
    deliver(database, archive, "b")
    del archive.items[-1]
    catch_up(database, archive)
    assert marks(database) == "a b #"
    say(archive, "c")
    catch_up(database, archive)
    assert marks(database) == "a b # c"


def test_what_its_author_withdrew_is_no_loss_where_the_archive_has_taken_it_out(database):
    """As ejabberd does."""
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive)
    deliver(database, archive, "bc")
    withdrawn = archive.items[1][0]
    ingest(database, [archive.add(make_arrived("", PATIENT, origin_id="r", retracts=withdrawn))])
    del archive.items[1]
    catch_up(database, archive)
    assert marks(database) == "a  c"
