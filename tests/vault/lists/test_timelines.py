"""Pages of a conversation: put together they are the whole of it, and say where it goes on."""

import math

import pytest

from tests.fakes.archive import PATIENT, ROOM, make_arrived
from workstation.vault.archive import gaps
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox

LIMIT = 3
WORDS = "abcdefg"


@pytest.fixture(params=[0, 1, 2, 3, 4, 6, 7])
def words(request, database):
    """So many messages, a gap behind each, and one that waits to be sent."""
    words = WORDS[: request.param]
    for word in words:
        ingest(database, [make_arrived(word, PATIENT, archive_id=word)])
        gaps.open_at_end(database, ROOM, loadable=True)
    outbox.send_draft(database, ROOM, {}, "own", "请复诊", 9_000)
    return words


def texts(page):
    return "".join(message.text for message in page.messages)


def places(*pages):
    """Of the gaps on these pages."""
    return sorted(gap.position for page in pages for gap in page.gaps)


def all_gaps(database):
    return [gap.position for gap in gaps.of_room(database, ROOM)]


def test_scrolling_up_meets_each_message_and_gap_once_and_ends_at_the_first(database, words):
    pages = [timelines.newest(database, ROOM, LIMIT)]
    assert [message.text for message in pages[0].unsent] == ["请复诊"]
    while pages[0].older:
        assert len(pages[0].messages) == LIMIT
        place = pages[0].messages[0].position
        pages.insert(0, timelines.older(database, ROOM, place, LIMIT))
    assert "".join(map(texts, pages)) == words
    assert len(pages) == max(1, -(-len(words) // LIMIT))
    assert places(*pages) == all_gaps(database)


def test_scrolling_down_meets_the_rest_and_the_unsent_at_the_end_only(database, words):
    pages = [timelines.newer(database, ROOM, 0, LIMIT)]
    while pages[-1].newer:
        assert (len(pages[-1].messages), pages[-1].unsent) == (LIMIT, ())
        place = pages[-1].messages[-1].position
        pages.append(timelines.newer(database, ROOM, place, LIMIT))
    assert "".join(map(texts, pages)) == words
    assert [message.text for message in pages[-1].unsent] == ["请复诊"]
    assert len(pages) == max(1, -(-len(words) // LIMIT))
    assert places(*pages) == all_gaps(database)


def test_around_a_message_is_what_stands_beside_it(database, words):
    lines = timelines.newest(database, ROOM, 99).messages
    for at, line in enumerate(lines):
        page = timelines.around(database, ROOM, line.position, 4)
        assert texts(page) == words[max(at - 2, 0) : at + 2]
        assert (page.older, page.newer) == (at > 2, at + 2 < len(words))
        assert bool(page.unsent) is not page.newer
        low = page.messages[0].position if page.older else 0
        high = page.messages[-1].position if page.newer else math.inf
        assert places(page) == [place for place in all_gaps(database) if low < place < high]
