"""What the archives of a simulated server lose: by retention, or to a backup put in their place."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.simulation.archive import Archived

if TYPE_CHECKING:
    from tests.simulation.server import Server


def remaining(server: "Server", room: str) -> list[Archived]:
    """What a room's archive still has."""
    gone = server.record.gone
    return [entry for entry in server.archives[room] if entry.archive_id not in gone]


def prune(server: "Server", room: str, most: int) -> list[Archived]:
    """The oldest entries of a room go, as retention does it; those that went."""
    return _lose(server, room, remaining(server, room)[:most])


def restore(server: "Server", room: str, most: int) -> list[Archived]:
    """A backup is put in an archive's place: its newest entries are gone; those that went."""
    return _lose(server, room, remaining(server, room)[-most:] if most else [])


def _lose(server: "Server", room: str, entries: list[Archived]) -> list[Archived]:
    """Whoever was not told that they were archived says them again."""
    names = {entry.archive_id for entry in entries}
    server.record.gone |= names
    server.archives[room] = [
        replace(entry, late=entry.late or entry.archive_id in names)
        for entry in server.archives[room]
    ]
    return entries
