"""The end of a simulated day: all grows calm, the doctor looks once more, and the day is judged."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.simulation import amendments, history, own_words
from tests.simulation.gateway import Gateway
from tests.simulation.outages import OutageKind, Outages
from tests.simulation.people import ME, PATIENT
from workstation.domain.commands import SetRooms
from workstation.domain.message import Delivery
from workstation.vault.unsent import outbox

if TYPE_CHECKING:
    from tests.simulation.world import World

SILENCE_SECONDS = 150
GATEWAY_SECONDS = 900
"""In which each room behind a gateway is read, or given up until somebody speaks there."""
QUICK_SECONDS = (0.05, 1.0)
LONG_SECONDS = (100.0,)
OUTAGE_SECONDS = 600
"""In which each room that refused us is entered, and each archive that did so read."""
SAYING_PASSES = 200
MAX_PASSES = 3_000
GATEWAY_TRIES = 2
"""While the first is under way, what a gateway kept from us may be unknown again."""
DONE_PASSES = 30
MAX_LOADS = 1_000


async def come(world: "World") -> None:
    """Let the day end, and judge it."""
    await calm(world)
    if world.gateway is not None:
        await _open_gateway(world, world.gateway)
    await enter_all(world)
    for _ in range(1 if world.gateway is None else GATEWAY_TRIES):
        await try_again(world)
    await say_last_words(world)
    await scroll_up(world)
    await read_all(world)
    await check(world)


async def check_moment(world: "World") -> None:
    """What must be true at any moment."""
    for number, room in world.rooms.items():
        page = await world.page(number)
        lines, record = world.server.lines(room), world.record
        world.wrong += history.at_any_moment(lines, page, record.missing, record)
        world.wrong += history.visible(world.history, number, page)
        if world.weather.changes:
            own, by_id = [*page.messages, *page.unsent], amendments.lines(lines)
            world.wrong += own_words.shown_otherwise(world.history.words, own, by_id)
        waiting = await world.vault.read(outbox.entries, number)
        world.wrong += own_words.out_of_sight(waiting, (*page.messages, *page.unsent))


async def calm(world: "World") -> None:
    """Network and disk are good from now on; time passes until nothing is under way."""
    world.note_disk()
    world.disk.full = world.disk.slow = world.media.trouble = 0.0
    world.media.seconds = QUICK_SECONDS
    world.server.whims = replace(
        world.server.whims,
        failed_resume=0.0,
        keeps_the_half_dead=0.0,
        repeats=0.0,
        refuses=0.0,
        loses=0.0,
    )
    world.server.end_half_dead()
    if world.outages is not None:
        await _lose_words(world, world.outages)
    before = world.record.deaths
    await until_done(world, SILENCE_SECONDS)
    world.wrong += history.killing(before, world.record.deaths, _other_deaths(world))


async def _lose_words(world: "World", outages: Outages) -> None:
    """What the doctor says last is taken and lost on its way, before all is well for good."""
    outages.end()
    await until_done(world, OUTAGE_SECONDS)
    outages.begin(OutageKind.SPLIT, list(world.rooms.values()))
    for number in world.numbers:
        await world.doctor.say(number, f"lost{number}")
    for _ in range(SAYING_PASSES):
        world.move()
        await asyncio.sleep(0)
    outages.end()
    world.counts["swallowed"] += len(world.record.swallowed)
    world.counts.update(outages.counts)


async def _open_gateway(world: "World", gateway: Gateway) -> None:
    """All is calm behind a gateway, which is then gone, and somebody speaks in each room."""
    await until_done(world, GATEWAY_SECONDS)
    world.wrong += [f"not caught up: {room}" for room in _unread(world)]
    cuts = gateway.cuts
    await until_done(world, GATEWAY_SECONDS)
    if gateway.cuts > cuts:
        world.wrong.append(f"the line is cut for ever: {gateway.cuts - cuts} times")
    gateway.stands = False
    for number, room in world.rooms.items():
        world.server.speak(room, PATIENT, f"z{number}", f"q{number}")
    await until_done(world, GATEWAY_SECONDS)
    await scroll_up(world)


def _unread(world: "World") -> list[int]:
    """Rooms of the work queue that have not caught up although all of their archive is carried."""
    failed = world.client.catch_up.failed & world.queued_rooms
    return [n for n in sorted(failed) if world.rooms[n] not in world.record.hiding]


def _other_deaths(world: "World") -> int:
    return world.counts["poison"] + len(world.numbers)


async def until_done(world: "World", least: float = 0.0) -> None:
    """Let at least so many seconds pass, then as many as it takes until nothing is asked."""
    end, done = world.loop.time() + least, 0
    for _ in range(MAX_PASSES):
        while world.move():
            done = 0
        await asyncio.sleep(1.0 if world.loop.time() < end else 0.1)
        if not world.client.online:
            world.client.link.retry_now()
        waits = world.client.catch_up.open_requests or not world.client.online
        done = 0 if waits else done + 1
        if done <= DONE_PASSES or world.loop.time() < end:
            continue
        if not await _waits(world):
            return
        done = 0
    raise AssertionError("never calm again")


async def _waits(world: "World") -> bool:
    """Whether something unsent is not set aside, in a room of the work queue.

    What is changed of a message that was set aside waits as long as that one does.
    """
    waiting = await world.vault.read(outbox.entries)
    aside = {entry.origin_id for entry in waiting if entry.state is Delivery.FAILED}
    held = {
        entry.consultation_id
        for entry in waiting
        if entry.origin_id not in aside and not (entry.is_held_back and entry.amends in aside)
    }
    return not held.isdisjoint(world.queued_rooms)


async def enter_all(world: "World") -> None:
    """Every room is in the work queue again; what waited there is said."""
    world.queued_rooms = set(world.numbers)
    world.client.link.post(SetRooms(tuple(sorted(world.queued_rooms))))
    await until_done(world)


async def try_again(world: "World") -> None:
    """The doctor wants what was set aside tried once more."""
    for entry in await world.vault.read(outbox.entries):
        await world.doctor.try_again(entry.consultation_id, entry.amends or entry.origin_id)
    before = world.record.deaths
    await until_done(world)
    world.wrong += history.killing(before, world.record.deaths, _other_deaths(world))


async def say_last_words(world: "World") -> None:
    """After a drop a long picture waits for one patient, and words for each other one."""
    first, *others = world.numbers
    if not world.weather.shares or not others:
        return
    for connection in world.connections:
        connection.drop_client()
        connection.drop_server()
    world.media.seconds = LONG_SECONDS
    await world.doctor.record(first)
    waiting = [name for number in others for name in await world.doctor.say(number, "last")]
    end = world.loop.time() + min(LONG_SECONDS) / 2
    while world.loop.time() < end:
        while world.move():
            pass
        await asyncio.sleep(0.5)
    world.wrong += history.held_up(waiting, world.record.known)
    await until_done(world)


async def scroll_up(world: "World") -> None:
    """What lies before the first page this computer ever asked for is loaded on demand."""
    for _ in range(MAX_LOADS):
        pages = {number: await world.page(number) for number in world.numbers}
        gaps = [gap for page in pages.values() for gap in page.gaps]
        asked = [world.client.catch_up.load_gap(gap) for gap in gaps if gap.loadable]
        await until_done(world)
        for number, page in pages.items():
            world.history.loaded_older(page.messages, (await world.page(number)).messages)
        if not any(asked):
            return
        world.counts["loaded"] += 1
    world.wrong.append(f"loaded again and again: {gaps}")


async def read_all(world: "World") -> None:
    """The last look is told, although the server forgets all but its archives over it.

    It is not told as long as something older came over it and is unread: that is looked at, too.
    """
    for number in world.numbers:
        await world.doctor.read(number)
    world.server.restart()
    await until_done(world)
    for number in world.numbers:
        if not world.history.is_seen(number, (await world.page(number)).messages):
            await world.doctor.read(number)
    await until_done(world)


async def check(world: "World") -> None:
    """Judge each room: what is archived, what is shown, what was told to be read."""
    for number, room in world.rooms.items():
        archive = world.server.lines(room)
        world.counts["archived"] += len(archive)
        world.counts["late copies"] += sum(line.late for line in archive)
        page = await world.page(number)
        world.wrong += history.ended(world.history, number, archive, page, world.record)
        read_count = world.server.read_by(room, ME)
        first_look = world.first_looks.get(number, 0)
        world.wrong += history.untold(
            world.history, number, world.server.archives[room], read_count, first_look
        )
