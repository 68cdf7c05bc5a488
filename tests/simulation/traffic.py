"""What may move next between a simulated server and its client: one frame, or the news of a cut."""

from collections.abc import Callable, Iterable
from typing import Any

from tests.simulation.network import Connection
from tests.simulation.server import Server

Way = tuple[Callable[[Server, Any], None], Any]


def ways(server: Server, connections: Iterable[Connection]) -> list[Way]:
    """Each thing that can move, with how it does: up, down, told of a cut, onto a stream."""
    every = list(connections)
    every_way: list[Way] = [(_up, each) for each in every if each.up and each.server_open]
    every_way += [(_down, each) for each in every if each.down and each.client_open]
    every_way += [(_tell, each) for each in every if _is_unaware(each)]
    return every_way + [(_route, lane) for lane in server.open_lanes()]


def is_alive(connection: Connection) -> bool:
    """Whether either end may still get something of it."""
    return connection.client_open or (connection.server_open and bool(connection.up))


def _up(server: Server, connection: Connection) -> None:
    server.receive(connection)


def _down(_: Server, connection: Connection) -> None:
    connection.deliver_down()


def _tell(_: Server, connection: Connection) -> None:
    connection.drop_client()


def _route(server: Server, lane: tuple[Any, str]) -> None:
    server.route(*lane)


def _is_unaware(connection: Connection) -> bool:
    """The server gave it up, all that was under way has come, and the client waits on."""
    return connection.client_open and not connection.server_open and not connection.down
