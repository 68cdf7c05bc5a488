"""The window shows what the vault holds, whatever order changes and pages come in."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vault.archive import ME, PATIENT, ROOM, Archive, said
from tests.vault.people import furnish
from workstation.domain.changes import Gap
from workstation.domain.events import Joined
from workstation.domain.message import MessageKind
from workstation.store.timeline import TimelineWindow
from workstation.vault import gaps, outbox, pages, timelines
from workstation.vault.ingest import ingest
from workstation.vault.migrations import migrate
from workstation.vault.opening import open_memory
from workstation.vault.steps import gap_want


class VaultSource:
    """Pages straight out of a vault; ``pause`` holds an answer back until it is told to go on."""

    def __init__(self, connection):
        self.connection = connection
        self.pause = None

    async def newest(self, room, limit):
        return await self._late(timelines.newest(self.connection, room, limit))

    async def older(self, room, position, limit):
        return await self._late(timelines.older(self.connection, room, position, limit))

    async def newer(self, room, position, limit):
        return await self._late(timelines.newer(self.connection, room, position, limit))

    async def around(self, room, position, limit):
        return await self._late(timelines.around(self.connection, room, position, limit))

    async def _late(self, page):
        if self.pause is not None:
            await self.pause.wait()
        return page


class Screen:
    """What is shown by whoever reads the lines only when told to."""

    def __init__(self, window):
        self.lines = list(window.lines)
        self._window = window
        window.feed.subscribe(self.hear)

    def hear(self, _told):
        self.lines = list(self._window.lines)


class World:
    """A room, a vault that listens to it, and a window on the vault."""

    def __init__(self):
        self.connection = open_memory()
        migrate(self.connection)
        furnish(self.connection)
        self.archive = Archive()
        self.window = TimelineWindow(ROOM, VaultSource(self.connection))
        asyncio.run(self.window.open())
        self.screen = Screen(self.window)
        self.count = 0

    def hear(self, member_id):
        self.count += 1
        self.take(ingest(self.connection, [self.archive.add(said(f"{self.count}", member_id))]))

    def miss(self):
        self.count += 1
        self.archive.add(said(f"{self.count}"))
        self.take(ingest(self.connection, [Joined(ROOM, archives=True)]))

    def load(self, limit):
        open_gaps = [gap for gap in gaps.of_room(self.connection, ROOM) if gap.loadable]
        want = gap_want(open_gaps[-1]) if open_gaps else pages.first_want(self.connection, ROOM)
        page = self.archive.page(want, limit)
        self.take(ingest(self.connection, [page], {"q": want}))

    def write(self):
        self.count += 1
        name = f"o{self.count}"
        self.window.apply(outbox.add(self.connection, ROOM, name, MessageKind.TEXT, name, 1))

    def fail_first(self):
        for entry in outbox.entries(self.connection)[:1]:
            self.window.apply(outbox.fail(self.connection, entry.origin_id, "refused"))

    def echo(self):
        for entry in outbox.entries(self.connection)[:1]:
            own = said(entry.text, ME, origin_id=entry.origin_id)
            self.take(ingest(self.connection, [self.archive.add(own)]))

    def correct(self):
        self.count += 1
        fix = said(f"fix{self.count}", PATIENT, replaces="id-1", origin_id=f"fix{self.count}")
        self.take(ingest(self.connection, [self.archive.add(fix)]))

    def take(self, done):
        self.window.apply(done.changes)
        if self.window.stale:
            asyncio.run(self.window.reload())


STEPS = st.one_of(
    st.tuples(st.just("hear"), st.sampled_from([ME, PATIENT])),
    st.tuples(st.just("miss")),
    st.tuples(st.just("load"), st.integers(1, 3)),
    st.tuples(st.just("write")),
    st.tuples(st.just("fail_first")),
    st.tuples(st.just("echo")),
    st.tuples(st.just("correct")),
)


@settings(max_examples=150)
@given(st.lists(STEPS, max_size=30))
def test_changes_lead_to_the_same_lines_as_reading_anew(steps):
    world = World()
    for name, *args in steps:
        getattr(world, name)(*args)
    fresh = TimelineWindow(ROOM, VaultSource(world.connection))
    asyncio.run(fresh.open())
    assert list(world.window.lines) == list(fresh.lines)
    assert world.screen.lines == list(fresh.lines)
    world.connection.close()


def filled(count):
    world = World()
    for _ in range(count):
        world.hear(PATIENT)
    return world


async def test_pages_join_without_a_seam():
    world = await asyncio.to_thread(filled, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open()
    screen = Screen(window)
    assert window.lines[0].text == "241"
    while window.lines.older:
        await window.older()
    assert [line.text for line in window.lines] == [str(n) for n in range(1, 301)]
    assert screen.lines == list(window.lines)


async def test_a_window_in_the_middle_reads_on_in_both_directions():
    world = await asyncio.to_thread(filled, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open(position=150)
    assert "150" in [line.text for line in window.lines]
    assert (window.lines.older, window.lines.newer) == (True, True)
    while window.lines.newer:
        await window.newer()
    assert window.lines[len(window.lines) - 1].text == "300"


async def test_news_beyond_a_window_in_the_middle_are_not_put_at_its_end():
    world = await asyncio.to_thread(filled, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open(position=150)
    before = list(window.lines)
    window.apply(ingest(world.connection, [said("new", archive_id="new")]).changes)
    assert list(window.lines) == before


async def test_an_unsent_message_is_not_put_after_the_middle_of_a_conversation():
    world = await asyncio.to_thread(filled, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open(position=150)
    before = list(window.lines)
    window.apply(outbox.add(world.connection, ROOM, "o", MessageKind.TEXT, "new", 1))
    assert list(window.lines) == before
    while window.lines.newer:
        await window.newer()
    assert window.lines[len(window.lines) - 1].text == "new"


async def test_what_comes_while_a_page_is_read_is_not_lost():
    world = await asyncio.to_thread(filled, 3)
    source = VaultSource(world.connection)
    source.pause = asyncio.Event()
    window = TimelineWindow(ROOM, source)
    reading = asyncio.ensure_future(window.open())
    await asyncio.sleep(0)
    window.apply(ingest(world.connection, [said("meanwhile", archive_id="m")]).changes)
    source.pause.set()
    await reading
    assert [line.text for line in window.lines] == ["1", "2", "3", "meanwhile"]


async def test_a_window_stays_bounded_and_reads_again_what_it_let_go(monkeypatch):
    monkeypatch.setattr("workstation.store.timeline.LONGEST", 100)
    world = await asyncio.to_thread(filled, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open()
    while window.lines.older:
        await window.older()
        assert len(window.lines) <= 100
    assert window.lines[0].text == "1"
    while window.lines.newer:
        await window.newer()
        assert len(window.lines) <= 100
    assert window.lines[len(window.lines) - 1].text == "300"


async def test_a_shortened_window_keeps_the_newest_and_reads_again_what_it_let_go(monkeypatch):
    monkeypatch.setattr("workstation.store.timeline.SHORT", 20)
    world = await asyncio.to_thread(filled, 50)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open()
    screen = Screen(window)
    window.shorten()
    assert [line.text for line in window.lines] == [f"{n}" for n in range(31, 51)]
    assert screen.lines == list(window.lines)
    await window.older()
    assert [line.text for line in window.lines] == [f"{n}" for n in range(1, 51)]


async def test_a_window_is_not_shortened_under_a_page_that_is_being_read(monkeypatch):
    monkeypatch.setattr("workstation.store.timeline.SHORT", 10)
    world = await asyncio.to_thread(filled, 100)
    source = VaultSource(world.connection)
    window = TimelineWindow(ROOM, source)
    await window.open()
    source.pause = asyncio.Event()
    reading = asyncio.create_task(window.older())
    await asyncio.sleep(0)
    window.shorten()
    source.pause.set()
    await reading
    assert [line.text for line in window.lines] == [f"{n}" for n in range(1, 101)]


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
@pytest.mark.parametrize("scrolled", [TimelineWindow.older, TimelineWindow.newer])
async def test_a_page_for_an_end_that_is_gone_leaves_no_hole(start, to, scrolled):
    world = await asyncio.to_thread(filled, 400)
    source = VaultSource(world.connection)
    window = TimelineWindow(ROOM, source)
    await window.open(start)
    await jumped(window, source, to, lambda: scrolled(window))
    assert (to or 400) in texts(window)
    assert unbroken(texts(window))
    while window.lines.older:
        await window.older()
    assert unbroken(texts(window))
    assert texts(window)[0] == 1


def with_a_gap(before, after):
    """A room with something missed between what was heard."""
    world = World()
    for _ in range(before):
        world.hear(PATIENT)
    world.miss()
    for _ in range(after):
        world.hear(PATIENT)
    return world


@pytest.mark.parametrize("after", range(58, 63))
async def test_a_gap_is_shown_wherever_pages_meet(after):
    world = await asyncio.to_thread(with_a_gap, 100, after)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open()
    while window.lines.older:
        await window.older()
    (gap,) = [line for line in window.lines if isinstance(line, Gap)]
    assert window.lines[100] == gap
    await window.open(position=window.lines[40].position)
    while window.lines.newer:
        await window.newer()
    assert window.lines.get(f"g{gap.gap_id}") == gap
