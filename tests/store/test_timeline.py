"""The window shows what the vault holds, whatever order changes and pages come in."""

import asyncio
from unittest.mock import AsyncMock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.archive import ROOM, make_arrived
from tests.store.world import STEPS, Screen, VaultSource, World, filled
from workstation.domain.errors import StorageError
from workstation.domain.message import MessageKind
from workstation.store.timeline import TimelineWindow
from workstation.vault.archive.ingest import ingest
from workstation.vault.unsent import outbox


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


async def test_news_beyond_a_window_in_the_middle_are_not_put_at_its_end():
    world = await asyncio.to_thread(filled, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open(position=150)
    before = list(window.lines)
    window.apply(ingest(world.connection, [make_arrived("new", archive_id="new")]).changes)
    assert list(window.lines) == before


async def test_an_unsent_message_is_not_put_after_the_middle_of_a_conversation():
    world = await asyncio.to_thread(filled, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open(position=150)
    before = list(window.lines)
    window.apply(outbox.add(world.connection, ROOM, "o", MessageKind.TEXT, "new", 1))
    assert list(window.lines) == before
    while window.lines.newer:
        await window.load_newer()
    assert window.lines[len(window.lines) - 1].text == "new"


async def test_what_comes_while_a_page_is_read_is_not_lost():
    world = await asyncio.to_thread(filled, 3)
    source = VaultSource(world.connection)
    source.pause = asyncio.Event()
    window = TimelineWindow(ROOM, source)
    reading = asyncio.ensure_future(window.open())
    await asyncio.sleep(0)
    window.apply(ingest(world.connection, [make_arrived("meanwhile", archive_id="m")]).changes)
    source.pause.set()
    await reading
    assert [line.text for line in window.lines] == ["1", "2", "3", "meanwhile"]


async def test_what_comes_before_the_first_page_does_not_pass_for_the_conversation():
    world = await asyncio.to_thread(filled, 3)
    source = VaultSource(world.connection)
    source.pause = asyncio.Event()
    window = TimelineWindow(ROOM, source)
    screen = Screen(window)
    window.apply(ingest(world.connection, [make_arrived("before", archive_id="b")]).changes)
    reading = asyncio.ensure_future(window.open())
    await asyncio.sleep(0)
    window.apply(ingest(world.connection, [make_arrived("meanwhile", archive_id="m")]).changes)
    assert screen.lines == list(window.lines) == []
    source.pause.set()
    await reading
    assert [line.text for line in screen.lines] == ["1", "2", "3", "before", "meanwhile"]


async def test_lines_that_could_not_be_read_are_to_be_read_again():
    world = await asyncio.to_thread(filled, 3)
    source = VaultSource(world.connection)
    window = TimelineWindow(ROOM, source)
    source.newest = AsyncMock(side_effect=StorageError("busy"))
    with pytest.raises(StorageError):
        await window.open()
    assert window.stale
    del source.newest
    await window.reload()
    assert not window.stale
    assert [line.text for line in window.lines] == ["1", "2", "3"]


async def test_a_window_stays_bounded_and_reads_again_what_it_let_go(monkeypatch):
    monkeypatch.setattr("workstation.store.timeline.MAX_ROWS", 100)
    world = await asyncio.to_thread(filled, 300)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open()
    while window.lines.older:
        await window.load_older()
        assert len(window.lines) <= 100
    assert window.lines[0].text == "1"
    while window.lines.newer:
        await window.load_newer()
        assert len(window.lines) <= 100
    assert window.lines[len(window.lines) - 1].text == "300"


async def test_a_shortened_window_keeps_the_newest_and_reads_again_what_it_let_go(monkeypatch):
    monkeypatch.setattr("workstation.store.timeline.SHORTENED_ROWS", 20)
    world = await asyncio.to_thread(filled, 50)
    window = TimelineWindow(ROOM, VaultSource(world.connection))
    await window.open()
    screen = Screen(window)
    window.shorten()
    assert [line.text for line in window.lines] == [f"{n}" for n in range(31, 51)]
    assert screen.lines == list(window.lines)
    await window.load_older()
    assert [line.text for line in window.lines] == [f"{n}" for n in range(1, 51)]


async def test_a_window_is_not_shortened_under_a_page_that_is_being_read(monkeypatch):
    monkeypatch.setattr("workstation.store.timeline.SHORTENED_ROWS", 10)
    world = await asyncio.to_thread(filled, 100)
    source = VaultSource(world.connection)
    window = TimelineWindow(ROOM, source)
    await window.open()
    source.pause = asyncio.Event()
    reading = asyncio.create_task(window.load_older())
    await asyncio.sleep(0)
    window.shorten()
    source.pause.set()
    await reading
    assert [line.text for line in window.lines] == [f"{n}" for n in range(1, 101)]
