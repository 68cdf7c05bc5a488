"""What is written down of each hop: the truth behind the panel of the connection."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest

from tests.fakes.authority import Authority
from tests.link.line import FIRST, SECOND, Line
from tests.link.loopback import NO_TRUST
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.base.clock import SystemClock
from workstation.domain.connection import Phase
from workstation.domain.connection_report import Hop, ServerAttempt, failed_hop
from workstation.domain.errors import (
    NameNotResolved,
    ProxyRefused,
    ServerFault,
    TlsFailure,
    Unreachable,
    WorkstationError,
)
from workstation.link import opening
from workstation.link.endpoints import Endpoint
from workstation.link.opening import open_socket
from workstation.link.trace import ConnectionTrace
from workstation.web.network import Network
from workstation.web.tls import tls_context

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        await reader.read()
    writer.close()


async def be_a_web_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    writer.close()


@asynccontextmanager
async def neighbour(serve: Serve, tls: Any = None) -> AsyncIterator[int]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def attempt(port: int, *, encrypted: bool, trust: Network | None = None) -> ServerAttempt:
    """What is written down of a try that fails."""
    trace = ConnectionTrace(SystemClock())
    scheme = "wss" if encrypted else "ws"
    url = f"{scheme}://127.0.0.1:{port}/xmpp-websocket"
    endpoint = Endpoint(url, "127.0.0.1", port, private=True, encrypted=encrypted)
    context = tls_context(trust) if trust is not None else NO_TRUST
    try:
        await open_socket(
            endpoint,
            context,
            server_name="clinic.test",
            on_hop=partial(trace.reach, endpoint),
            on_heard=trace.hear,
        )
    except WorkstationError as error:
        trace.fail(endpoint, error)
    (written,) = trace.attempts
    assert written.error is not None
    return written


async def test_nobody_there_failed_at_tcp() -> None:
    async with neighbour(hang_up) as port:
        pass
    assert (await attempt(port, encrypted=False)).hop is Hop.TCP


async def test_a_server_that_says_nothing_failed_at_tls(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "OPEN_SECONDS", 2.0)
    async with neighbour(say_nothing) as port:
        trust = Network(ca_file=Authority(tmp_path).path)
        assert (await attempt(port, encrypted=True, trust=trust)).hop is Hop.TLS
        assert (await attempt(port, encrypted=False)).hop is Hop.WEB_SOCKET


async def test_a_wrong_certificate_failed_at_tls(tmp_path) -> None:
    authority = Authority(tmp_path)
    async with neighbour(say_nothing, authority.server("elsewhere.test")) as port:
        written = await attempt(port, encrypted=True, trust=Network(ca_file=authority.path))
    assert written.hop is Hop.TLS
    assert isinstance(written.error, TlsFailure)


async def test_a_web_server_failed_at_the_web_socket() -> None:
    async with neighbour(be_a_web_server) as port:
        assert (await attempt(port, encrypted=False)).hop is Hop.WEB_SOCKET


@pytest.mark.parametrize(
    ("error", "hop"),
    [
        (NameNotResolved(), Hop.NAME),
        (ProxyRefused(), Hop.PROXY),
        (TlsFailure(), Hop.TLS),
        (Unreachable(), Hop.TCP),
    ],
)
def test_what_an_error_says_itself_counts(error: WorkstationError, hop: Hop) -> None:
    assert failed_hop(Hop.TCP, error) is hop


def test_a_session_that_is_online_and_lost_again() -> None:
    loop = VirtualLoop()

    async def live() -> None:
        async with (line := Line(loop)):
            await line.phase(Phase.ONLINE)
            (online,) = line.trace.attempts
            assert online.is_online
            line.down = 0.1
            line.sockets[-1].drop()
            await line.phase(Phase.WAITING)
            (lost,) = line.trace.attempts
            assert not lost.is_online
            assert lost.error is not None

    run(loop, live())


def test_each_server_has_its_own_line_and_only_those_named() -> None:
    loop = VirtualLoop()

    async def live() -> None:
        line = Line(loop)
        line.servers, line.failure = [FIRST, SECOND], Unreachable()
        async with line:
            await line.phase(Phase.WAITING)
            assert [each.server.host for each in line.trace.attempts] == [FIRST.host, SECOND.host]
            line.trace.keep([SECOND])
            assert [each.server.host for each in line.trace.attempts] == [SECOND.host]

    run(loop, live())


async def test_a_call_of_the_platform_is_written_down_either_way() -> None:
    trace = ConnectionTrace(SystemClock())

    async def fails() -> list[int]:
        raise ServerFault(call="GET /im/servers")

    async def answers() -> list[int]:
        return [1, 2]

    with pytest.raises(ServerFault):
        await trace.follow(Hop.SERVER_LIST, fails, len)
    assert isinstance(trace.calls[Hop.SERVER_LIST].error, ServerFault)
    assert await trace.follow(Hop.SERVER_LIST, answers, len) == [1, 2]
    assert trace.calls[Hop.SERVER_LIST].error is None
    assert trace.calls[Hop.SERVER_LIST].count == 2
