"""A line keeps its identity and its place through every change of its state."""

import pytest

from tests.store.people import message
from tests.store.world import Screen
from workstation.domain.changes import Changes, Gap, Removed, Timeline
from workstation.store.timeline import TimelineWindow


class Fixed:
    def __init__(self, page):
        self.page = page

    async def newest(self, _room, _limit):
        return self.page


async def opened(*messages, unsent=(), gaps_=()):
    window = TimelineWindow(1, Fixed(Timeline(messages, gaps_, unsent, False, False)))
    await window.open()
    return window


async def test_a_state_change_keeps_an_unsent_message_in_its_place():
    first, second = (message(name, position=None) for name in ("a", "b"))
    window = await opened(unsent=(first, second))
    screen = Screen(window)
    window.apply(Changes(messages=(message("a", position=None, failure="refused"),)))
    assert [line.failure for line in window.lines] == ["refused", ""]
    assert screen.lines == list(window.lines)


async def test_a_confirmed_message_is_the_same_line_where_it_already_stood():
    window = await opened(message("x", position=1), unsent=(message("a", position=None),))
    window.apply(Changes(messages=(message("a", position=2),)))
    assert [(line.key, line.position) for line in window.lines] == [("mx", 1), ("ma", 2)]


async def test_a_confirmed_message_moves_before_those_still_unsent():
    unsent = tuple(message(name, position=None) for name in ("a", "b"))
    window = await opened(unsent=unsent)
    screen = Screen(window)
    window.apply(Changes(messages=(message("b", position=2),)))
    assert [line.text for line in window.lines] == ["b", "a"]
    assert screen.lines == list(window.lines)


async def test_gaps_come_and_go_with_the_changes_of_their_room():
    window = await opened(message("x", position=1), message("y", position=9))
    gap = Gap(1, 5, 4, "a", "b", loadable=True)
    window.apply(Changes(gaps_of=frozenset({1}), gaps=(gap,)))
    assert list(window.lines)[1] == gap
    window.apply(Changes(gaps_of=frozenset({2}), gaps=()))
    assert len(window.lines) == 3
    window.apply(Changes(gaps_of=frozenset({1}), gaps=()))
    assert len(window.lines) == 2


async def test_lines_of_other_conversations_are_none_of_this_window():
    window = await opened(message("x", position=1))
    published = []
    window.feed.subscribe(published.append)
    other = message("y", position=2, consultation_id=2)
    window.apply(Changes(messages=(other,), removed=(Removed(2, "mx"),), reread=frozenset({2})))
    assert (published, window.stale, len(window.lines)) == ([], False, 1)


@pytest.mark.parametrize("key", ["mx", "mz"])
async def test_a_removed_line_is_gone_and_an_unknown_one_is_no_matter(key):
    window = await opened(message("x", position=1))
    window.apply(Changes(removed=(Removed(1, key),)))
    assert len(window.lines) == (0 if key == "mx" else 1)
    assert window.lines.index("mx") == (None if key == "mx" else 0)
