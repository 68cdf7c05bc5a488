"""Small pages: what was heard between them proves nothing, and no question is asked for ever."""

from dataclasses import replace

import pytest

from tests.fakes.archive import PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import (
    ENOUGH,
    JOINED,
    catch_up,
    deliver,
    follow,
    marks,
    read_pages,
    say,
)
from workstation.domain.events import Displayed, Joined
from workstation.vault.archive import gaps, newest_page
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.archive.requests import PageRequest, RequestReason, Step, gap_request
from workstation.vault.lists import timelines


@pytest.mark.parametrize("limit", [2, 3])
def test_a_copy_that_was_lost_before_the_first_page_is_read(database, limit):
    archive = Archive()
    ingest(database, [JOINED])
    deliver(database, archive, "ab")
    say(archive, "c")
    deliver(database, archive, "defg")
    follow(database, archive, limit)
    assert marks(database) == "a b c d e f g"


def test_one_entry_a_page_and_a_marker_at_the_end_are_read_to_the_beginning(database):
    archive = Archive()
    ingest(database, [JOINED])
    deliver(database, archive, "ab")
    archive.add(Displayed(ROOM, PATIENT, "a0001"))
    assert follow(database, archive, 1) < ENOUGH
    say(archive, *"cde")
    ingest(database, [JOINED])
    archive.add(Displayed(ROOM, PATIENT, "a0004"))
    assert follow(database, archive, 1) < ENOUGH
    assert marks(database) == "a b c d e"


def test_a_copy_lost_in_an_earlier_visit_is_read_when_the_newest_page_is_read_back(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive, 9)
    deliver(database, archive, "cd")
    say(archive, "e")
    deliver(database, archive, "fg")
    ingest(database, [JOINED])
    say(archive, *"hi")
    deliver(database, archive, "jk")
    follow(database, archive, 2)
    assert marks(database) == "a b c d e f g h i j k"


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_gap_below_a_marker_is_not_taken_for_the_one_above_it(database, limit):
    """Where the archive was proven up to a marker, no message stands between the two gaps."""
    archive = Archive()
    ingest(database, [JOINED])
    deliver(database, archive, "a")
    ingest(database, [JOINED])
    say(archive, *"bcd")
    archive.add(Displayed(ROOM, PATIENT, "a0004"))
    read_pages(database, archive, 1, limit=1)
    deliver(database, archive, "f")
    ingest(database, [JOINED])
    say(archive, *"gh")
    deliver(database, archive, "ij")
    follow(database, archive, limit)
    assert marks(database) == "a b c d f g h i j"


def test_a_mark_for_good_ends_no_reading_of_what_is_open_below_it(database):
    """A room that is called caught up too early has the outbox send what the archive has."""
    archive = Archive()
    ingest(database, [JOINED])
    deliver(database, archive, "a")
    ingest(database, [JOINED])
    say(archive, *"bc")
    deliver(database, archive, "d")
    ingest(database, [Joined(ROOM, archives=False, visit=3)])
    deliver(database, archive, "h")
    assert marks(database) == "| a | d # h"
    low = timelines.newest(database, ROOM, 9).messages[-1].position
    page = archive.page(PageRequest(ROOM, before="a0005"), 1)
    step = newest_page.continue_below(MessageWriter(database), ROOM, low, page, None)
    assert step.reason is RequestReason.BRIDGE
    assert step.request.expected == "a0003", "where d stands, right above what is missing"


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "a b c d e f g h i #"), (4, "a b c d e # g # h i #")],
    ids=["it lies over the gap", "it ends below the gap"],
)
def test_a_gap_goes_on_below_where_the_archive_is_shortened(database, count, expected):
    """It lost its newest entries while a gap was read; what was heard before that lacks something.

    Where nothing of the gap itself can be loaded any more, what is below it still can.
    """
    archive = Archive()
    ingest(database, [JOINED])
    say(archive, "a")
    deliver(database, archive, "b")
    read_pages(database, archive, 1, limit=2)
    say(archive, "c")
    deliver(database, archive, "de")
    ingest(database, [JOINED])
    say(archive, "f")
    deliver(database, archive, "ghi")
    read_pages(database, archive, 2, limit=2)
    del archive.items[-count:]
    ingest(database, [JOINED])
    follow(database, archive, 2)
    assert marks(database) == expected


def test_one_entry_a_page_goes_on_behind_a_marker(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive, 9)
    archive.add(Displayed(ROOM, PATIENT, "a0001"))
    say(archive, *"cd")
    catch_up(database, archive, 1)
    assert marks(database) == "a b c d"


def test_a_gap_read_by_one_entry_a_page_is_asked_on_behind_its_lower_end(database):
    """Asked from the entry before, such a page has only what is known, for ever."""
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive, 9)
    deliver(database, archive, "b")
    ingest(database, [JOINED])
    say(archive, *"cd")
    (gap,) = gaps.of_room(database, ROOM)
    request = gap_request(gap)
    step = ingest(database, [archive.page(request, 1)], {"q": request}).steps["q"]
    assert step == Step(PageRequest(ROOM, after="a0001"), RequestReason.VERIFY)
    ingest(database, [archive.page(step.request, 1)], {"q": step.request})
    assert marks(database) == "a b c |"


def test_words_of_one_millisecond_are_fetched_forward(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive, 9)
    say(archive, *"cd")
    archive.items = [(name, replace(item, at_ms=1_000)) for name, item in archive.items]
    database.execute("UPDATE cursor SET at_ms = 1000")
    assert catch_up(database, archive, 1) == [None, *[RequestReason.CATCH_UP] * 2]


def test_a_gap_that_a_page_fills_up_to_what_was_heard_meanwhile_is_closed(database):
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive, 9)
    deliver(database, archive, "b")
    ingest(database, [JOINED])
    (gap,) = gaps.of_room(database, ROOM)
    request = gap_request(gap)
    deliver(database, archive, "c")
    say(archive, "d")
    step = ingest(database, [archive.page(request, 2)], {"q": request}).steps["q"]
    assert (step, marks(database)) == (Step(), "a b c")


@pytest.mark.parametrize("is_copy", [True, False], ids=["a second copy", "a marker"])
def test_a_loss_right_above_an_entry_that_has_no_place_is_marked(database, is_copy):
    """What is proven ends on that entry alone: what stands above it and below the page is lost."""
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive, 9)
    archive.add(make_arrived("a") if is_copy else Displayed(ROOM, PATIENT, "a0000"))
    catch_up(database, archive, 1)
    deliver(database, archive, "b")
    del archive.items[-1]
    say(archive, *"cd")
    ingest(database, [JOINED])
    assert follow(database, archive, 1) < ENOUGH
    assert marks(database) == "a b # c d"


def test_a_gap_read_over_a_loss_that_stands_already_goes_on_down_to_what_is_proven(database):
    """The gap becomes a second mark beside the first, and only its row tells what is proven."""
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive, 9)
    say(archive, "b")
    deliver(database, archive, "cde")
    ingest(database, [JOINED])
    deliver(database, archive, "x")
    del archive.items[-1]
    ingest(database, [JOINED])
    say(archive, *"fg")
    deliver(database, archive, "h")
    _read_on(database, archive, gap_request(gaps.of_room(database, ROOM)[-1]))
    assert marks(database) == "a c d e # x # f g h"
    say(archive, *"ij")
    _read_on(database, archive, PageRequest(ROOM))
    assert marks(database) == "a b c d e # x # f g h i j"


def _read_on(database, archive, request):
    """Follow the steps from a request on, by pages of two."""
    for _ in range(ENOUGH):
        page = archive.page(request, 2)
        request = ingest(database, [page], {"q": request}).steps["q"].request
        if request is None:
            return
