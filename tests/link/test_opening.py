"""Opening a WebSocket: whom it goes to, and what is said of whoever does not open one."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from socket import AF_INET, SOCK_STREAM, gaierror
from ssl import CERT_NONE, PROTOCOL_TLS_CLIENT, SSLCertVerificationError, SSLContext

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from tests.fakes.authority import Authority
from tests.fakes.dead_end import dead_end
from tests.fakes.relays import ConnectProxy
from tests.link.loopback import NO_TRUST, endpoint, serving_im
from workstation.domain.errors import (
    NameNotResolved,
    ProxyRefused,
    RedirectRefused,
    TlsFailure,
    Unreachable,
)
from workstation.domain.network_errors import proxy_of
from workstation.domain.sign_in_errors import NoImServer
from workstation.link import opening
from workstation.link.endpoints import Endpoint
from workstation.link.opening import open_socket
from workstation.link.reconnect_policy import is_port_open
from workstation.web.deferred_verification import Chain, verify_later
from workstation.web.network import Network
from workstation.web.tls import tls_context


async def test_nobody_there_is_unreachable_and_somebody_else_is_no_im_server() -> None:
    async def nothing(_: ServerConnection) -> None: ...

    async with serve(nothing, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await is_port_open(endpoint(port).url)
        with pytest.raises(NoImServer):
            await open_socket(endpoint(port), NO_TRUST, server_name="clinic.test")
    assert not await is_port_open(endpoint(port).url)
    with pytest.raises(Unreachable):
        await open_socket(endpoint(port), NO_TRUST, server_name="clinic.test")


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
@pytest.mark.parametrize("elsewhere", ["ws://127.0.0.1:{port}/other", "/other", "http://[broken"])
async def test_a_server_that_points_elsewhere_is_not_followed(status: int, elsewhere: str) -> None:
    asked: list[str] = []

    def point(there: ServerConnection, request: Request) -> Response | None:
        asked.append(request.path)
        if request.path == "/other":
            return None
        port = there.local_address[1]
        return Response(status, "Elsewhere", Headers(Location=elsewhere.format(port=port)))

    async def nothing(_: ServerConnection) -> None: ...

    async with serve(
        nothing, "127.0.0.1", 0, subprotocols=[Subprotocol("xmpp")], process_request=point
    ) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(RedirectRefused):
            await open_socket(endpoint(port), NO_TRUST, server_name="clinic.test")
    assert asked == ["/xmpp-websocket"]


Speaks = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def saying(words: bytes) -> Speaks:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(words)
        writer.close()

    return speak


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", NoImServer),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", NoImServer),
        (b"SSH-2.0-OpenSSH_9.2\r\n", NoImServer),
        (b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n", RedirectRefused),
        (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", Unreachable),
        (b"", Unreachable),
    ],
)
async def test_what_answers_and_opens_no_websocket_is_said_to_be_what_it_is(words, error) -> None:
    async with await asyncio.start_server(saying(words), "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(error):
            await open_socket(endpoint(port), NO_TRUST, server_name="clinic.test")


async def test_a_proxy_that_does_not_let_through_is_named_as_such() -> None:
    refusing = saying(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
    async with await asyncio.start_server(refusing, "127.0.0.1", 0) as server:
        proxy = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(ProxyRefused, match=r"^HTTP 407$"):
            await open_socket(endpoint(1), NO_TRUST, server_name="clinic.test", proxy=proxy)


async def test_a_proxy_whose_name_is_unknown_is_not_taken_for_the_server() -> None:
    proxy = "http://doctor:secret@proxy.invalid:3128"
    with pytest.raises(NameNotResolved) as missing:
        await open_socket(endpoint(1), NO_TRUST, server_name="clinic.test", proxy=proxy)
    assert proxy_of(missing.value) == "proxy.invalid:3128"


async def test_a_proxy_that_is_not_there_is_named_without_its_account() -> None:
    """It read as if the message service were down."""
    proxy = "http://doctor:secret@127.0.0.1:1"
    with pytest.raises(Unreachable) as dead:
        await open_socket(endpoint(1), NO_TRUST, server_name="clinic.test", proxy=proxy)
    assert proxy_of(dead.value) == "127.0.0.1:1"
    assert "secret" not in str(dead.value)


async def test_a_server_that_is_not_there_is_no_proxy() -> None:
    with pytest.raises(Unreachable) as dead:
        await open_socket(endpoint(1), NO_TRUST, server_name="clinic.test")
    assert proxy_of(dead.value) == ""


@pytest.mark.parametrize(
    "account", ["http://user@127.0.0.1:9", "http://u:p%ff@127.0.0.1:9", "socks4://127.0.0.1:9"]
)
async def test_a_proxy_that_cannot_be_used_is_said_and_ends_nothing(account: str) -> None:
    with pytest.raises(ProxyRefused):
        await open_socket(endpoint(1), NO_TRUST, server_name="clinic.test", proxy=account)


async def test_a_name_that_nobody_knows_is_not_called_unreachable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise gaierror

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    where = Endpoint("ws://nobody.invalid:1/x", "nobody.invalid", 1, True, False)
    with pytest.raises(NameNotResolved):
        await open_socket(where, NO_TRUST, server_name="clinic.test")


async def test_a_name_whose_first_address_is_a_dead_end_is_reached_by_its_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "OPEN_SECONDS", 60.0)

    async def nothing(_: ServerConnection) -> None: ...

    async with (
        dead_end() as port,
        serve(nothing, "127.0.0.2", port, subprotocols=[Subprotocol("xmpp")]),
    ):
        two = [(AF_INET, SOCK_STREAM, 6, "", (host, port)) for host in ("127.0.0.1", "127.0.0.2")]
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: two)
        where = Endpoint(f"ws://im.test:{port}/x", "im.test", port, True, False)
        assert await is_port_open(where.url)
        line = await open_socket(where, NO_TRUST, server_name="clinic.test")
        await line.abort()


async def test_a_proxy_whose_first_address_is_a_dead_end_is_reached_by_its_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The list of servers holds bare addresses, as a rule; the proxy has a name all the same."""
    monkeypatch.setattr(opening, "OPEN_SECONDS", 60.0)
    async with dead_end() as port, serving_im(None) as im:
        live = await asyncio.start_server(ConnectProxy().serve, "127.0.0.2", port)
        two = [(AF_INET, SOCK_STREAM, 6, "", (host, port)) for host in ("127.0.0.1", "127.0.0.2")]
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: two)
        async with live:
            proxy = f"http://proxy.test:{port}"
            line = await open_socket(im, NO_TRUST, server_name="clinic.test", proxy=proxy)
            await line.abort()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.mark.parametrize(
    ("trusted", "names", "days", "fault"),
    [
        (True, "clinic.test", 1, ""),
        (False, "clinic.test", 1, "unknown issuer"),
        (True, "another.test", 1, "other name"),
        (True, "clinic.test", -1, "not valid now" if sys.platform == "win32" else "expired"),
    ],
    ids=["trusted", "unknown", "elsewhere", "expired"],
)
async def test_a_certificate_that_proves_nothing_is_told_as_what_it_is(
    authority: Authority,
    trusted: bool,
    names: str,
    days: int,
    fault: str,
) -> None:
    context = tls_context(Network(ca_file=authority.path if trusted else None))
    async with serving_im(authority.server(names, days=days)) as where:
        opening_it = open_socket(where, context, server_name="clinic.test")
        if fault:
            with pytest.raises(TlsFailure, match=fault):
                await opening_it
        else:
            await (await opening_it).abort()


async def test_a_refusal_that_windows_stumbled_over_is_a_fault_of_tls(
    authority: Authority,
) -> None:
    def stumble(_chain: Chain, _name: str | None) -> None:
        error, refusal = OSError(22, "Invalid parameter."), SSLCertVerificationError()
        refusal.verify_code = 0x800B0101
        error.__context__ = refusal
        raise error

    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, CERT_NONE
    verify_later(context, stumble)
    async with serving_im(authority.server("clinic.test")) as where:
        with pytest.raises(TlsFailure, match="not valid now"):
            await open_socket(where, context, server_name="clinic.test")


async def test_a_server_that_takes_none_of_our_versions_is_a_fault_of_tls_too() -> None:
    """It read as if the server could not be reached, and nobody looked at its encryption."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write_eof()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        where = Endpoint(f"wss://127.0.0.1:{port}/", "127.0.0.1", port, True, True)
        with pytest.raises(TlsFailure, match="unexpected eof"):
            await open_socket(where, NO_TRUST, server_name="clinic.test")


async def test_http_1_1_is_offered_and_nothing_else(authority: Authority) -> None:
    server = authority.server("clinic.test")
    server.set_alpn_protocols(["h2", "http/1.1"])
    agreed: list[str | None] = []

    async def note(connection: ServerConnection) -> None:
        agreed.append(connection.transport.get_extra_info("ssl_object").selected_alpn_protocol())

    async with serving_im(server, note) as where:
        context = tls_context(Network(ca_file=authority.path))
        await (await open_socket(where, context, server_name="clinic.test")).abort()
    assert agreed == ["http/1.1"]
