"""What a check finds out about a host before anything is sent to it."""

import asyncio
import socket
import ssl
import threading

import pytest

from tests.fakes.http_server import serving
from workstation.domain.address import Origin
from workstation.domain.errors import (
    DeadlineExceeded,
    NameNotResolved,
    TlsFailure,
    Unreachable,
)
from workstation.web import inspection
from workstation.web.network import Network


def _address(host: str, port: int):
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))


async def test_a_hosts_addresses_are_counted_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(*_: object, **__: object):
        return [_address(host, 443) for host in ("192.0.2.1", "192.0.2.2", "192.0.2.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert await inspection.resolve(Origin.of("https://h.example/")) == 2


async def test_a_name_that_leads_nowhere_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    with pytest.raises(NameNotResolved):
        await inspection.resolve(Origin.of("https://h.example/"))


def test_a_check_ends_while_the_server_of_names_does_not_answer(monkeypatch) -> None:
    """The system asks it for half a minute and longer; ``--check`` does not."""
    answered = threading.Event()

    def silent(*_: object, **__: object):
        answered.wait(10.0)
        answered.set()
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr(inspection, "STEP_SECONDS", 0.01)
    with pytest.raises(DeadlineExceeded):
        asyncio.run(inspection.resolve(Origin.of("https://h.example/")))
    assert not answered.is_set()
    answered.set()


async def test_a_connection_is_opened_and_closed_with_nothing_sent() -> None:
    received: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.set_result(await reader.read())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await inspection.connect(Origin.of(f"http://127.0.0.1:{port}/"))
    async with asyncio.timeout(60):
        assert await received == b""
    server.close()
    await server.wait_closed()
    with pytest.raises(Unreachable):
        await inspection.connect(Origin.of(f"http://127.0.0.1:{port}/"))


async def test_a_refusal_that_windows_stumbled_over_is_a_fault_of_tls(monkeypatch) -> None:
    async def stumbles(*_: object, **__: object):
        error, refusal = OSError(22, "Invalid parameter."), ssl.SSLCertVerificationError()
        refusal.verify_code = 0x800B0101
        error.__context__ = refusal
        raise error

    monkeypatch.setattr(asyncio, "open_connection", stumbles)
    with pytest.raises(TlsFailure, match="not valid now"):
        await inspection.certificate(Origin.of("https://127.0.0.1:1/"), Network())


async def test_a_connection_is_asked_in_the_thread_that_reads_it(authority, monkeypatch) -> None:
    """Asked by another one while a session ticket comes in, it says its handshake is not done."""
    asking: list[int] = []
    ask = ssl.SSLObject.getpeercert

    def noted(connection: ssl.SSLObject, *args: object, **named: object) -> object:
        asking.append(threading.get_ident())
        return ask(connection, *args, **named)

    monkeypatch.setattr(ssl.SSLObject, "getpeercert", noted)
    async with serving(b"", tls=authority.server("localhost")) as script:
        origin = script.origin.replace("127.0.0.1", "localhost")
        certificate = await inspection.fetch_unverified(Origin.of(origin))
    assert certificate is not None
    assert certificate.issuer == "Authority of a test"
    assert set(asking) == {threading.get_ident()}
