"""Live copies that never came, archives that were pruned or restored: nothing is silently missing.

The truth is all that was ever said. What is shown is a part of it in its order, and between two
neighbours without a mark nothing is missing.
"""

import pytest

from tests.fakes.archive import PATIENT, ROOM, Archive
from tests.vault.archive.catching_up import JOINED, WAYS, catch_up, deliver, follow, marks, say
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.events import ArchivePage, Displayed
from workstation.vault.archive import cursors, pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import PageRequest, RequestReason, Step
from workstation.vault.conversation import summaries
from workstation.vault.lists import consultations


@WAYS
def test_live_copies_lost_in_a_room_that_began_empty_come_out_of_its_archive(database, forgiving):
    archive = Archive(forgiving=forgiving)
    catch_up(database, archive)
    deliver(database, archive, "abcde")
    say(archive, *"fgh")
    deliver(database, archive, "ijklmnop")
    catch_up(database, archive)
    assert marks(database) == " ".join("abcdefghijklmnop")
    assert catch_up(database, archive) == [None]
    assert summaries.of_room(database, ROOM).unread == 16


@WAYS
def test_live_copies_lost_behind_a_known_archive_come_out_of_it(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, *"ab")
    catch_up(database, archive)
    deliver(database, archive, "cd")
    say(archive, *"ef")
    deliver(database, archive, "ghijk")
    catch_up(database, archive)
    assert marks(database) == " ".join("abcdefghijk")


@WAYS
@pytest.mark.parametrize("limit", [2, 3, 9])
@pytest.mark.parametrize(("missed", "pruned"), [(8, 6), (8, 9), (3, 3), (12, 4)])
def test_an_archive_pruned_past_what_is_known_is_a_gap(database, forgiving, limit, missed, pruned):
    archive = Archive(forgiving=forgiving)
    say(archive, *"abc")
    catch_up(database, archive, 9)
    words = "defghijklmno"[:missed]
    say(archive, *words)
    archive.items = archive.items[pruned:]
    catch_up(database, archive, limit)
    assert marks(database) == " ".join([*"abc", "#", *words[pruned - 3 :]])


@WAYS
def test_an_archive_pruned_past_live_messages_hides_nothing_among_them(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, *"abc")
    catch_up(database, archive, 9)
    deliver(database, archive, "defg")
    say(archive, *"hijkl")
    archive.items = archive.items[9:]
    catch_up(database, archive, 2)
    assert marks(database) == "a b c d e f g # j k l"


def test_a_server_that_answers_from_the_start_says_so(database):
    archive = Archive()
    say(archive, *"abc")
    catch_up(database, archive, 9)
    say(archive, *"defgh")
    cursor = cursors.get(database, ROOM)
    rest = archive.items[5:]
    page = archive.page_of(rest, "q", complete=True)
    page_from_start = ArchivePage(
        ROOM, "q", page.items, page.first, page.last, True, from_start=True
    )
    request = PageRequest(ROOM, after=cursor.archive_id)
    assert ingest(database, [page_from_start], {"q": request}).steps["q"].request == PageRequest(
        ROOM
    )


@WAYS
@pytest.mark.parametrize("limit", [2, 9])
def test_what_a_restored_archive_lost_stands_before_what_came_later(database, forgiving, limit):
    archive = Archive(forgiving=forgiving)
    say(archive, *"ab")
    catch_up(database, archive, 9)
    deliver(database, archive, "cde")
    archive.items = archive.items[:2]
    say(archive, *"fgh")
    catch_up(database, archive, limit)
    assert marks(database) == "a b c d e # f g h"
    catch_up(database, archive, limit)
    assert marks(database) == "a b c d e # f g h"


@WAYS
def test_a_restored_archive_that_lost_the_cursor_is_marked_once(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, *"abcd")
    catch_up(database, archive, 9)
    archive.items = archive.items[:2]
    deliver(database, archive, "")
    say(archive, *"ef")
    for _ in range(3):
        catch_up(database, archive, 9)
    assert marks(database) == "a b c d # e f"


@WAYS
def test_a_lost_marker_at_the_end_is_a_loss_too(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, *"ab")
    archive.add(Displayed(ROOM, PATIENT, "a0001"))
    catch_up(database, archive, 9)
    archive.items = archive.items[:2]
    say(archive, *"ef")
    for _ in range(2):
        catch_up(database, archive, 9)
    assert marks(database) == "a b # e f"


@WAYS
def test_what_the_archive_lost_in_its_middle_is_marked(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, "a")
    catch_up(database, archive, 9)
    deliver(database, archive, "bcd")
    del archive.items[2]
    say(archive, "e")
    catch_up(database, archive, 9)
    assert marks(database) == "a b c # d e"


def test_a_live_message_newer_than_the_page_is_no_loss(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive, 9)
    say(archive, "c")
    ingest(database, [JOINED])
    request = pages.first_request(database, ROOM)
    page = archive.page(request, 9)
    newer = say(archive, "d")
    ingest(database, [*newer, page], {"q": request})
    assert marks(database) == "a b c d"


def test_a_newest_page_older_than_a_live_message_puts_nothing_behind_it(database):
    archive = Archive()
    say(archive, *"ab")
    ingest(database, [JOINED])
    step, page = Step(pages.first_request(database, ROOM)), archive.page(PageRequest(ROOM), 9)
    ingest(database, say(archive, "c"))
    while step.request is not None:
        step = ingest(database, [page], {"q": step.request}).steps["q"]
        page = None if step.request is None else archive.page(step.request, 9)
    assert marks(database) == "a b c"


def test_where_something_was_to_be_loaded_before_a_loss_stays_marked(database):
    archive = Archive(forgiving=True)
    say(archive, *"ab")
    catch_up(database, archive, 9)
    say(archive, "c")
    for missed, delivered in [("", "d"), ("ef", "g")]:
        say(archive, *missed)
        ingest(database, [JOINED])
        deliver(database, archive, delivered)
    say(archive, *"hi")
    ingest(database, [JOINED])
    step = Step(pages.first_request(database, ROOM))
    step = ingest(database, [archive.page(step.request, 3)], {"q": step.request}).steps["q"]
    archive.items = archive.items[7:]
    while step.request is not None:
        page = archive.page(step.request, 3)
        step = ingest(database, [page], {"q": step.request}).steps["q"]
    assert marks(database) == "a b c d # g # h i"


@WAYS
def test_what_was_heard_and_lost_in_one_visit_stands_before_what_came_unheard(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, *"ab")
    catch_up(database, archive, 9)
    ingest(database, [JOINED])
    deliver(database, archive, "cd")
    say(archive, *"ef")
    archive.items = [archive.items[2], *archive.items[4:]]
    follow(database, archive)
    assert marks(database) == "a b # c d # e f"


@WAYS
def test_what_a_room_said_first_and_lost_stands_before_what_came_unheard(database, forgiving):
    archive = Archive(forgiving=forgiving)
    catch_up(database, archive, 9)
    ingest(database, [JOINED])
    deliver(database, archive, "ab")
    say(archive, *"cd")
    archive.items = archive.items[2:]
    follow(database, archive)
    assert marks(database) == "# a b # c d"


@WAYS
def test_a_loss_behind_the_first_message_stays_marked_when_the_archive_is_emptied(
    database, forgiving
):
    archive = Archive(forgiving=forgiving)
    ingest(database, [JOINED])
    deliver(database, archive, "a")
    archive.items = []
    follow(database, archive)
    say(archive, *"bcdef")
    ingest(database, [JOINED])
    deliver(database, archive, "gh")
    archive.items = archive.items[2:]
    follow(database, archive, 3)
    assert marks(database) == "a # d e f g h"
    archive.items = []
    catch_up(database, archive, 9)
    assert marks(database) == "a # d e f g h #"


@WAYS
def test_reading_back_goes_on_below_a_loss(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, *"ab")
    catch_up(database, archive, 9)
    say(archive, "c")
    deliver(database, archive, "de")
    del archive.items[4]
    ingest(database, [JOINED])
    say(archive, "f")
    deliver(database, archive, "gh")
    follow(database, archive, 2)
    assert marks(database) == "a b c d e # f g h"


@WAYS
def test_a_lost_marker_is_a_loss_where_a_page_ends_on_the_words_before_it(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, "a")
    catch_up(database, archive, 9)
    say(archive, "b")
    archive.add(Displayed(ROOM, PATIENT, "a0001"))
    catch_up(database, archive, 9)
    archive.items.pop()
    say(archive, *"ef")
    assert catch_up(database, archive, 3) == [None, RequestReason.VERIFY], "nothing to read back"
    assert marks(database) == "a b # e f"


@WAYS
def test_a_loss_leaves_no_mark_where_the_same_page_fills_a_gap(database, forgiving):
    archive = Archive(forgiving=forgiving)
    say(archive, "a")
    catch_up(database, archive, 9)
    say(archive, "b")
    ingest(database, [JOINED])
    deliver(database, archive, "cd")
    del archive.items[-1]
    say(archive, "e")
    catch_up(database, archive, 9)
    assert marks(database) == "a b c d # e"


@WAYS
def test_what_was_read_behind_a_marker_of_a_consultation_that_is_over_may_be_lost(
    database, forgiving
):
    archive = Archive(forgiving=forgiving)
    ingest(database, [JOINED])
    deliver(database, archive, "a")
    archive.add(Displayed(ROOM, PATIENT, "a0000"))
    follow(database, archive, 1)
    say(archive, "b")
    consultations.put(database, Listed(consultation(), Place.HISTORY))
    request = pages.history_request(database, ROOM)
    ingest(database, [archive.page(request, 9)], {"q": request})
    consultations.put(database, Listed(consultation(), Place.IN_PROCESS))
    archive.items.pop()
    say(archive, "c")
    catch_up(database, archive, 9)
    assert marks(database) == "a b # c"
