"""Pages of a conversation join into the whole of it, wherever one begins and is led meanwhile."""

import asyncio
import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.archive import ROOM
from tests.store.world import STEPS, Screen, VaultSource, World, filled, with_a_gap
from workstation.domain.changes import Gap
from workstation.store.timeline import TimelineWindow


@functools.cache
def long_conversation(count):
    """A world that is only read here, and so made once for each length."""
    return filled(count)


async def walked(window, opened_at):
    """All lines of a conversation, read page after page from somewhere in it."""
    await window.open(opened_at)
    for _ in range(99):
        await window.load_older()
    for _ in range(99):
        await window.load_newer()
    assert (window.lines.older, window.lines.newer) == (False, False)
    return list(window.lines)


@settings(max_examples=100)
@given(st.lists(STEPS, min_size=4, max_size=30), st.integers(2, 5), st.data())
def test_pages_of_any_size_are_the_whole_of_a_conversation(steps, size, data):
    world = World()
    for name, *args in steps:
        getattr(world, name)(*args)
    whole = list(world.window.lines)
    places = [line.position for line in whole if line.position is not None]
    opened_at = data.draw(st.sampled_from([None, *places]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workstation.store.timeline.PAGE_ROWS", size)
        window = TimelineWindow(ROOM, VaultSource(world.connection))
        assert asyncio.run(walked(window, opened_at)) == whole
    world.connection.close()


async def test_pages_join_without_a_seam():
    world = await asyncio.to_thread(long_conversation, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open()
    screen = Screen(window)
    assert window.lines[0].text == "241"
    while window.lines.older:
        await window.load_older()
    assert [line.text for line in window.lines] == [str(n) for n in range(1, 301)]
    assert screen.lines == list(window.lines)


async def test_a_window_in_the_middle_reads_on_in_both_directions():
    world = await asyncio.to_thread(long_conversation, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open(position=150)
    assert "150" in [line.text for line in window.lines]
    assert (window.lines.older, window.lines.newer) == (True, True)
    while window.lines.newer:
        await window.load_newer()
    assert window.lines[len(window.lines) - 1].text == "300"


def texts(window):
    return [int(line.text) for line in window.lines]


def unbroken(numbers):
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


async def jumped(window, source, to, scrolled):
    """Ask for more at an end while the window is being led to somewhere else."""
    source.pause = asyncio.Event()
    leading = asyncio.create_task(window.open(to))
    await asyncio.sleep(0)
    scrolling = asyncio.create_task(scrolled())
    await asyncio.sleep(0)
    source.pause.set()
    await asyncio.gather(leading, scrolling)


@pytest.mark.parametrize("start", [None, 100, 300])
@pytest.mark.parametrize("to", [None, 50, 200, 350])
@pytest.mark.parametrize("scrolled", [TimelineWindow.load_older, TimelineWindow.load_newer])
async def test_a_page_for_an_end_that_is_gone_leaves_no_hole(start, to, scrolled):
    world = await asyncio.to_thread(long_conversation, 400)
    source = VaultSource(world.connection)
    window = TimelineWindow(ROOM, source)
    await window.open(start)
    await jumped(window, source, to, lambda: scrolled(window))
    assert (to or 400) in texts(window)
    assert unbroken(texts(window))
    while window.lines.older:
        await window.load_older()
    assert unbroken(texts(window))
    assert texts(window)[0] == 1


@pytest.mark.parametrize("is_first", [True, False])
async def test_lines_that_are_read_again_do_not_lead_back_who_went_elsewhere(is_first):
    world = await asyncio.to_thread(long_conversation, 400)
    source = VaultSource(world.connection)
    window = TimelineWindow(ROOM, source)
    await window.open()
    opening, again = source.pause, late = asyncio.Event(), asyncio.Event()
    read_again, newer = [], source.newer

    async def counted(*place):
        read_again.append(place)
        return await newer(*place)

    source.newer = counted
    leading = asyncio.create_task(window.open(100)) if is_first else None
    await asyncio.sleep(0)
    source.pause = late
    reloading = asyncio.create_task(window.reload())
    await asyncio.sleep(0)
    source.pause = opening
    leading = leading or asyncio.create_task(window.open(100))
    await asyncio.sleep(0)
    opening.set()
    await leading
    again.set()
    await reloading
    assert 100 in texts(window)
    assert len(read_again) == 1, "what is there by now may be old, too"


@pytest.mark.parametrize("after", range(58, 63))
async def test_a_gap_is_shown_wherever_pages_meet(after):
    world = await asyncio.to_thread(with_a_gap, 100, after)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open()
    while window.lines.older:
        await window.load_older()
    (gap,) = [line for line in window.lines if isinstance(line, Gap)]
    assert window.lines[100] == gap
    await window.open(position=window.lines[40].position)
    while window.lines.newer:
        await window.load_newer()
    assert window.lines.get(f"g{gap.gap_id}") == gap
