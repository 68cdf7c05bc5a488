"""Servers that forget, that answer emptily, that begin anew: what is missing stays visible."""

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive
from tests.vault.archive.catching_up import JOINED, catch_up, marks, say
from workstation.domain.events import ArchivePage, Displayed
from workstation.vault.archive import cursors, gaps, pages, unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import PageRequest, RequestReason, Step, gap_request
from workstation.vault.conversation import messages, summaries
from workstation.vault.lists import timelines


def texts(database):
    return [line.text for line in timelines.newest(database, ROOM, 1000).messages]


def test_the_first_look_shows_the_newest_and_where_older_ones_are(database):
    archive = Archive()
    say(archive, *"abcdefgh")
    assert catch_up(database, archive) == [None]
    assert marks(database) == "| f g h"
    assert catch_up(database, archive, older=True)
    (gap,) = gaps.of_room(database, ROOM)
    step = Step(gap_request(gap))
    while step.request is not None:
        step = ingest(database, [archive.page(step.request)], {"q": step.request}).steps["q"]
    assert marks(database) == "a b c d e f g h"


def test_what_was_missed_is_fetched_forward_page_by_page(database):
    archive = Archive()
    say(archive, *"abc")
    catch_up(database, archive)
    say(archive, *"defghij")
    assert catch_up(database, archive) == [None, *[RequestReason.CATCH_UP] * 3]
    assert marks(database) == "a b c d e f g h i j"


def test_live_messages_during_catch_up_stand_beyond_the_gap_until_it_is_filled(database):
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive)
    say(archive, *"bcd")
    ingest(database, [JOINED, *say(archive, "e")])
    assert marks(database) == "a | e"
    assert cursors.get(database, ROOM).archive_id == "a0000"
    request = pages.first_request(database, ROOM)
    ingest(database, [archive.page(request, 3)], {"q": request})
    assert marks(database) == "a b c | e"
    request = pages.first_request(database, ROOM)
    ingest(database, [*say(archive, "f"), archive.page(request, 9)], {"q": request})
    assert marks(database) == "a b c d e f"


def test_an_anchor_that_the_server_forgot_becomes_a_gap_that_is_bridged(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive)
    say(archive, *"cdefgh")
    archive.items = archive.items[3:]
    assert catch_up(database, archive) == [None, RequestReason.VERIFY, RequestReason.BRIDGE]
    assert marks(database) == "a b # d e f g h"


def test_an_archive_begun_anew_shows_that_something_may_be_lost(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive)
    fresh = Archive(items=[])
    fresh.items = [(f"new{n}", item) for n, (_, item) in enumerate(again("xy"))]
    assert catch_up(database, fresh) == [None, RequestReason.VERIFY]
    assert marks(database) == "a b # x y"


def again(words):
    other = Archive()
    say(other, *words)
    return other.items


def test_empty_and_complete_is_never_believed_alone(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive)
    say(archive, *"cdef")
    ingest(database, [JOINED])
    request = pages.first_request(database, ROOM)
    lie = ArchivePage(ROOM, "q", (), None, None, complete=True)
    step = ingest(database, [lie], {"q": request}).steps["q"]
    assert step == Step(PageRequest(ROOM), RequestReason.VERIFY)
    assert marks(database) == "a b |"
    while step.request is not None:
        step = ingest(database, [archive.page(step.request)], {"q": step.request}).steps["q"]
    assert marks(database) == "a b c d e f"


def test_nothing_new_is_confirmed_by_the_last_that_is_known(database):
    archive = Archive()
    say(archive, *"abcd")
    catch_up(database, archive)
    assert catch_up(database, archive, 1) == [None]
    assert marks(database) == "| b c d"


def test_a_page_of_one_entry_goes_on_all_the_same(database):
    archive = Archive()
    say(archive, *"abcd")
    catch_up(database, archive)
    say(archive, *"ef")
    assert catch_up(database, archive, 1) == [None, RequestReason.CATCH_UP, RequestReason.CATCH_UP]
    assert marks(database) == "| b c d e f"


def test_a_page_from_the_beginning_is_not_taken_for_news(database):
    archive = Archive()
    say(archive, *"abcdef")
    catch_up(database, archive)
    say(archive, *"gh")
    ingest(database, [JOINED])
    request = pages.first_request(database, ROOM)
    from_the_start = archive.page_of(archive.items[:3], "q", complete=False)
    step = ingest(database, [from_the_start], {"q": request}).steps["q"]
    assert step.reason is RequestReason.VERIFY
    assert marks(database) == "| d e f |"
    while step.request is not None:
        step = ingest(database, [archive.page(step.request)], {"q": step.request}).steps["q"]
    assert marks(database) == "| d e f g h"


def test_a_lost_tail_of_the_archive_hides_nothing_and_is_told(database):
    archive = Archive()
    say(archive, *"abcd")
    catch_up(database, archive, 9)
    archive.items = archive.items[:2]
    catch_up(database, archive, 9)
    say(archive, "e")
    archive.items[-1] = ("late", archive.items[-1][1])
    catch_up(database, archive, 9)
    assert marks(database) == "a b c d # e"
    say(archive, "f")
    archive.items[-1] = ("later", archive.items[-1][1])
    catch_up(database, archive, 9)
    assert marks(database) == "a b c d # e f"


def test_an_emptied_archive_leaves_what_is_known_and_says_so(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive)
    catch_up(database, Archive())
    assert marks(database) == "a b #"


def test_a_gap_whose_ends_the_server_forgot_is_given_up_visibly(database):
    archive = Archive()
    say(archive, *"abcdef")
    catch_up(database, archive)
    (gap,) = gaps.of_room(database, ROOM)
    request = gap_request(gap)
    step = ingest(database, [Archive().page(request)], {"q": request}).steps["q"]
    assert step == Step(PageRequest(ROOM, before=gap.before), RequestReason.VERIFY)
    ingest(database, [Archive().page(step.request)], {"q": step.request})
    (gap,) = gaps.of_room(database, ROOM)
    assert (gap.loadable, gap_request(gap)) == (False, None)


def test_a_server_that_never_moves_on_is_not_asked_for_ever(database):
    archive = Archive()
    say(archive, *"abcdef")
    catch_up(database, archive)
    (gap,) = gaps.of_room(database, ROOM)
    request = gap_request(gap)
    stuck = ArchivePage(ROOM, "q", (), gap.before, gap.before, complete=False)
    step = ingest(database, [stuck], {"q": request}).steps["q"]
    assert step == Step(PageRequest(ROOM, before=gap.before), RequestReason.VERIFY)
    assert ingest(database, [stuck], {"q": step.request}).steps["q"] == Step()
    assert not gaps.of_room(database, ROOM)[0].loadable


@pytest.mark.parametrize(
    "asked", [PageRequest(ROOM, after="nowhere"), PageRequest(ROOM, before="nowhere")]
)
def test_an_answer_to_an_end_that_is_none_changes_nothing(database, asked):
    archive = Archive()
    say(archive, *"ab")
    page = archive.page(PageRequest(ROOM))
    done = ingest(database, [page], {"q": asked})
    assert (done.steps["q"], bool(done.changes)) == (Step(), False)


def test_unread_after_a_first_look_is_what_came_after_the_own_words(database):
    archive = Archive()
    say(archive, "a")
    say(archive, "b", who=ME)
    say(archive, *"cd")
    say(archive, "e", who=COLLEAGUE)
    catch_up(database, archive, 9)
    assert summaries.of_room(database, ROOM).unread == 3


def test_older_history_is_never_unread_but_what_was_missed_is(database):
    archive = Archive()
    say(archive, *"abcdef")
    catch_up(database, archive)
    unread.mark_seen(database, ROOM, timelines.newest(database, ROOM, 60).messages[-1].position)
    say(archive, *"ghijk")
    catch_up(database, archive)
    assert summaries.of_room(database, ROOM).unread == 5
    (gap,) = gaps.of_room(database, ROOM)
    request = gap_request(gap)
    ingest(database, [archive.page(request, 9)], {"q": request})
    assert summaries.of_room(database, ROOM).unread == 5


def test_reading_elsewhere_told_by_the_archive_clears_what_was_missed(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive)
    say(archive, *"cd")
    archive.add(Displayed(ROOM, ME, "a0002"))
    say(archive, "e")
    unread.mark_seen(database, ROOM, timelines.newest(database, ROOM, 60).messages[-1].position)
    catch_up(database, archive, 9)
    assert summaries.of_room(database, ROOM).unread == 2


def test_seeing_a_message_beyond_a_gap_announces_nothing_until_it_is_filled(database):
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive)
    say(archive, "b")
    ingest(database, [JOINED, *say(archive, "c")])
    newest = timelines.newest(database, ROOM, 60).messages[-1]
    changes, marker_id, _ = unread.mark_seen(database, ROOM, newest.position)
    assert (changes.summaries[0].unread, marker_id) == (0, None)
    catch_up(database, archive)
    assert summaries.of_room(database, ROOM).unread == 1
    assert unread.mark_seen(database, ROOM, 1 << 60)[1] == "a0002"
    assert unread.mark_seen(database, ROOM, 1 << 60)[1] is None


def test_a_page_that_only_orders_live_messages_anew_tells_what_is_newest(database):
    archive = Archive()
    first, second = say(archive, *"ab")
    ingest(database, [JOINED, second, first])
    request = pages.first_request(database, ROOM)
    (summary,) = ingest(database, [archive.page(request)], {"q": request}).changes.summaries
    assert summary.last.text == "b"


def test_a_second_copy_that_is_known_moves_nothing(database):
    archive = Archive()
    (first, _) = say(archive, *"ab")
    catch_up(database, archive)
    ingest(database, [archive.add(first)])
    catch_up(database, archive)
    assert marks(database) == "a b"


def test_a_second_copy_right_after_the_first_takes_neither_its_place_nor_its_time(database):
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive)
    (first,) = say(archive, "b")
    archive.add(first)
    catch_up(database, archive)
    newest = timelines.newest(database, ROOM, 9).messages[-1]
    assert (newest.text, newest.at_ms) == ("b", first.at_ms)


def test_a_newest_page_puts_what_it_tells_below_what_came_after_it_was_asked_for(database):
    archive = Archive()
    say(archive, *"ab")
    catch_up(database, archive)
    request = PageRequest(ROOM, asked=messages.newest_number(database, ROOM))
    say(archive, "c")
    page = archive.page(request, 3)
    ingest(database, say(archive, "d"))
    ingest(database, [page], {"q": request})
    assert marks(database) == "a b c d"


def test_a_page_that_ends_with_the_cursors_marker_moves_nothing(database):
    archive = Archive()
    say(archive, *"ab")
    archive.add(Displayed(ROOM, PATIENT, "a0001"))
    catch_up(database, archive)
    request = PageRequest(ROOM)
    ingest(database, [archive.page(request, 2)], {"q": request})
    assert marks(database) == "a b"
