"""What befalls line, program and server in a simulated day."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.simulation import losses
from tests.simulation.archive import Archived
from tests.simulation.network import Connection
from workstation.domain.commands import SetRooms
from workstation.vault.archive import cursors

if TYPE_CHECKING:
    from tests.simulation.world import World

MAX_PRUNED = 25
MAX_RESTORED = 4
MAX_PRUNED_BEYOND = 3


def trouble(world: "World") -> None:
    """The server loses something."""
    room = world.rooms[world.chance.choice(world.numbers)]
    kinds = ("silent loss", "shutdown", "restart", "half-dead end", "taken over")
    kind = world.chance.choice(kinds)
    world.counts[kind] += 1
    if kind == "silent loss":
        world.server.lose_silently(room)
    elif kind == "shutdown":
        world.server.shut_down(room)
    elif kind == "restart":
        world.server.restart()
    elif kind == "taken over":
        world.server.take_over()
    else:
        world.server.end_half_dead()


async def lose(world: "World") -> None:
    """An archive is pruned, or a server is put back to its backup.

    Nobody can know of what was restored away unseen, nor of what was pruned before anybody had seen
    one entry.
    """
    chance, weather = world.chance, world.weather
    if chance.random() < weather.prunes:
        await _prune(world, chance.choice(world.numbers), chance.randint(1, MAX_PRUNED))
    if weather.prunes_between:
        await _prune_between_pages(world)
    if chance.random() < weather.restores:
        world.counts["restored"] += 1
        for number, room in world.rooms.items():
            gone = losses.restore(world.server, room, chance.randint(0, MAX_RESTORED))
            for each in world.computers:
                await _note_shown(each, number, gone)
                each.record.unknowable.update(entry.origin_id for entry in gone)
        world.server.restart()


async def _prune(world: "World", number: int, most: int) -> None:
    world.counts["pruned"] += 1
    gone = losses.prune(world.server, world.rooms[number], most)
    for each in world.computers:
        await _note_shown(each, number, gone)
        cursor = await each.vault.read(cursors.get, number)
        if cursor is None or not cursor.archive_id:
            each.record.unknowable.update(entry.origin_id for entry in gone)


async def _prune_between_pages(world: "World") -> None:
    """Retention goes beyond the last entry of a page, before the next page is asked for."""
    pages, world.pages_read = world.pages_read, {}
    for number, last in pages.items():
        left = losses.remaining(world.server, world.rooms[number])
        read = sum(entry.number <= last for entry in left)
        if read < len(left) and world.chance.random() < world.weather.prunes_between:
            await _prune(world, number, read + world.chance.randint(1, MAX_PRUNED_BEYOND))


async def _note_shown(world: "World", number: int, gone: Sequence[Archived]) -> None:
    visible_ids = frozenset(each.origin_id for each in (await world.page(number)).messages)
    world.record.shown_before.update((entry.origin_id, visible_ids) for entry in gone)
    wants = world.client.catch_up.open_requests.values()
    if any(want.consultation_id == number for want in wants):
        world.record.lost_while_asked.update(entry.origin_id for entry in gone)


def disturb(world: "World") -> None:
    """The computer wakes, the doctor is impatient, or the system says something of the network."""
    world.counts["disturbed"] += 1
    act = world.chance.choice(("now", "gone", "back"))
    if act == "now":
        world.client.link.retry_now()
    else:
        world.client.link.set_network(available=act == "back")


def change_rooms(world: "World") -> None:
    """The work queue has one room less, or has it again."""
    world.counts["rooms changed"] += 1
    world.queued_rooms ^= {world.chance.choice(world.numbers)}
    world.client.link.post(SetRooms(tuple(sorted(world.queued_rooms))))


async def cut(world: "World") -> None:
    """Cut the line somewhere among the frames under way; one end may learn it later."""
    connection = _live(world)
    if connection is None:
        return
    chance = world.chance
    world.counts["cuts"] += 1
    world.counts["inside a frame"] += bool(connection.up or connection.down)
    up = chance.randint(0, len(connection.up))
    connection.cut(up=up, down=chance.randint(0, len(connection.down)))
    if chance.random() < world.weather.crash:
        connection.drop_client()
        await world.crash()
    aware = chance.choice(("both", "client", "server"))
    if aware == "both":
        while connection.up:
            world.server.receive(connection)
        while connection.down and connection.client_open:
            connection.deliver_down()
    if aware != "server":
        connection.drop_client()
    if aware != "client":
        connection.drop_server()


def _live(world: "World") -> Connection | None:
    alive = (each for each in world.connections if each.client_open and each.server_open)
    return next(alive, None)
