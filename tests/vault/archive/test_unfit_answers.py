"""Answers of servers that do not fit what was asked: checked against the newest page, not taken."""

import pytest

from tests.fakes.archive import PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import (
    JOINED,
    WAYS,
    catch_up,
    deliver,
    marks,
    read_pages,
    say,
)
from workstation.domain.events import ArchivePage
from workstation.vault.archive import cursors, gaps, pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import PageRequest, RequestReason, Step, gap_request

NOTHING = ArchivePage(ROOM, "q", (), None, None, complete=True)


def answer(database, request: PageRequest, page: ArchivePage):
    """What to ask next."""
    return ingest(database, [page], {"q": request}).steps["q"]


def page_of(*items, complete=False):
    names = tuple(item.archive_id for item in items)
    return ArchivePage(ROOM, "q", items, names[0], names[-1], complete=complete, ids=names)


OLD = make_arrived("old", PATIENT, archive_id="z1", at_ms=500, live=False)
FIRST = make_arrived("a", PATIENT, archive_id="a0000", at_ms=1_000, live=False)


@pytest.mark.parametrize(
    "page",
    [NOTHING, page_of(FIRST, complete=True), page_of(OLD, complete=True)],
    ids=["nothing", "the beginning", "what is older"],
)
def test_what_cannot_follow_an_entry_proves_nothing(database, page):
    """Asked after the entry itself, as of a page of one: some servers do not know it any more."""
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive)
    ingest(database, [JOINED])
    step = answer(database, PageRequest(ROOM, after="a0000"), page)
    assert step.reason is RequestReason.VERIFY
    assert marks(database) == "a |"


def test_what_is_newer_than_a_gap_is_not_put_below_it(database):
    """Asked before an entry that it does not know, a server may answer by its newest page."""
    archive = Archive()
    say(archive, *"abcdef")
    ingest(database, [JOINED])
    request = pages.first_request(database, ROOM)
    step = answer(database, request, archive.page(request, 2))
    assert step.reason is RequestReason.OLDER
    newer = make_arrived("g", PATIENT, archive_id="g", at_ms=9_000, live=False)
    assert answer(database, step.request, page_of(newer)).reason is RequestReason.VERIFY
    assert marks(database) == "| e f"


def test_an_archive_that_was_emptied_leaves_the_place_up_to_which_it_was_known(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive)
    before = cursors.get(database, ROOM)
    answer(database, PageRequest(ROOM), NOTHING)
    assert cursors.get(database, ROOM) == before


def test_what_is_lost_for_good_is_not_asked_for(database):
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive)
    gaps.open_at_end(database, ROOM, loadable=False)
    deliver(database, archive, "b")
    assert marks(database) == "a # b"
    assert gaps.with_end(database, ROOM, after="a0000") is None
    assert gaps.of_visit(database, ROOM, gaps.of_room(database, ROOM)[0].position - 1) is None


def test_a_gap_whose_upper_end_is_known_keeps_it(database):
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive)
    ingest(database, [JOINED])
    (gap,) = gaps.of_room(database, ROOM)
    gaps.set_before(database, gap.gap_id, "marker")
    deliver(database, archive, "b")
    assert gaps.of_room(database, ROOM)[0].before == "marker"


@WAYS
def test_a_loss_below_words_of_no_known_entry_leaves_the_gap_above_them(database, forgiving):
    """``b`` came without an archive id: both gaps begin behind ``a``, which the archive lost."""
    archive = Archive(forgiving=forgiving)
    say(archive, *"pa")
    catch_up(database, archive)
    ingest(database, [JOINED, make_arrived("b", PATIENT)])
    say(archive, *"bcdefgh")
    archive.items = archive.items[3:]
    ingest(database, [JOINED])
    read_pages(database, archive, 2, limit=3)
    assert marks(database) == "p a | b | f g h"
    lower, _upper = gaps.of_room(database, ROOM)
    request = gap_request(lower)
    assert answer(database, request, archive.page(request)) == Step()
    assert marks(database) == "p a # b | f g h"
    catch_up(database, archive)
    assert marks(database) == "p a # b # c d e f g h"
