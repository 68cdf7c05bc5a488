"""A certificate that is verified in another thread: nothing passes before, and nothing waits."""

import asyncio
import ssl
import sys
import threading
from types import ModuleType, SimpleNamespace

import httpcore
import pytest
from websockets.asyncio.server import serve

from tests.fakes.http_server import json_answer, serving
from workstation.domain.address import Origin
from workstation.domain.connection_report import Hop
from workstation.domain.errors import TlsFailure
from workstation.link.endpoints import Endpoint
from workstation.link.opening import open_socket
from workstation.web import deferred_verification, inspection, tls
from workstation.web.asyncio_backend import AsyncioBackend
from workstation.web.deferred_verification import Verifications, verify_later
from workstation.web.network import Network

NAME = "clinic.test"
REQUEST = b"GET / HTTP/1.1\r\nHost: clinic.test\r\n\r\n"
MAX_SECONDS = 60.0


class System:
    """Gives the answer that a test wants, once it is let."""

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[bytes, ...], str | None]] = []
        self.threads: set[int] = set()
        self.refusal: ssl.SSLError | None = None
        self.may_answer = threading.Event()
        self.called = threading.Event()

    def __call__(self, chain: tuple[bytes, ...], name: str | None) -> None:
        self.asked.append((chain, name))
        self.threads.add(threading.get_ident())
        self.called.set()
        assert self.may_answer.wait(MAX_SECONDS)
        if self.refusal is not None:
            raise self.refusal

    async def wait_until_asked(self) -> None:
        """While the loop goes on."""
        assert await asyncio.to_thread(self.called.wait, MAX_SECONDS)


@pytest.fixture
def system():
    """A system that answers at the end in any case."""
    made = System()
    yield made
    made.may_answer.set()


@pytest.fixture
def context(system):
    """A client's context that leaves everything to the system."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    verify_later(made, system)
    return made


def port_of(script):
    return Origin.of(f"{script.origin}/").port


async def connect(script, context):
    stream = await AsyncioBackend().connect_tcp("127.0.0.1", port_of(script))
    return await stream.start_tls(context, NAME)


async def test_the_loop_goes_on_and_nothing_is_said_before_it_is_trusted(
    authority, context, system
):
    server = authority.server(NAME)
    async with serving(json_answer({}), tls=server) as script:
        connecting = asyncio.ensure_future(connect(script, context))
        await system.wait_until_asked()
        assert not connecting.done()
        system.may_answer.set()
        stream = await connecting
        assert threading.get_ident() not in system.threads
        await stream.write(REQUEST)
        assert b"200" in await stream.read(64)
        await stream.aclose()
    (chain, name), = system.asked  # fmt: skip
    assert name == NAME
    assert chain[0] == ssl.PEM_cert_to_DER_cert(await certificate_of(server))


async def certificate_of(server):
    """The certificate of a server, as it hands it out."""
    async with serving(json_answer({}), tls=server) as script:
        return await asyncio.to_thread(ssl.get_server_certificate, ("127.0.0.1", port_of(script)))


async def test_what_is_refused_ends_as_in_the_handshake(authority, context, system):
    system.refusal = ssl.SSLCertVerificationError("no")
    system.may_answer.set()
    async with serving(json_answer({}), tls=authority.server(NAME)) as script:
        with pytest.raises(httpcore.ConnectError) as raised:
            await connect(script, context)
        assert raised.value.__cause__ is system.refusal
    assert script.received == []


class Overheard(asyncio.Protocol):
    """A client that does not wait."""

    def __init__(self) -> None:
        self.taken = bytearray()
        self.lost: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        self.taken += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set_result(exc)


async def test_who_does_not_wait_for_it_can_send_nothing(authority, context):
    loop = asyncio.get_running_loop()
    async with serving(json_answer({}), tls=authority.server(NAME)) as script:
        transport, careless = await loop.create_connection(
            Overheard, "127.0.0.1", port_of(script), ssl=context, server_hostname=NAME
        )
        transport.write(REQUEST)
        assert "not verified" in str(await careless.lost)
    assert script.received == []


async def test_who_does_not_wait_for_it_receives_nothing(authority, context):
    async def greet(reader, writer):
        writer.write(b"welcome")
        await writer.drain()
        greeted.set()
        await reader.read()
        writer.close()

    greeted = asyncio.Event()
    server = await asyncio.start_server(greet, "127.0.0.1", 0, ssl=authority.server(NAME))
    async with server:
        transport, careless = await asyncio.get_running_loop().create_connection(
            Overheard, *server.sockets[0].getsockname(), ssl=context, server_hostname=NAME
        )
        await greeted.wait()
        connection = transport.get_extra_info("ssl_object")
        with pytest.raises(ssl.SSLWantReadError):
            connection.read(1024)
        assert not careless.taken
        transport.abort()
        await careless.lost


async def test_an_answer_that_comes_too_late_for_one_try_is_there_for_the_next(
    authority, context, system
):
    async with serving(json_answer({}), tls=authority.server(NAME)) as script:
        first = asyncio.ensure_future(connect(script, context))
        await system.wait_until_asked()
        first.cancel()
        second = asyncio.ensure_future(connect(script, context))
        system.may_answer.set()
        await (await second).aclose()
        await (await connect(script, context)).aclose()
        with pytest.raises(asyncio.CancelledError):
            await first
    assert len(system.asked) == 1


async def test_who_leaves_takes_the_question_from_nobody(system):
    verifications = Verifications(system)
    first = asyncio.ensure_future(verifications.require((b"one",), NAME))
    await system.wait_until_asked()
    first.cancel()
    await asyncio.wait({first})
    second = asyncio.ensure_future(verifications.require((b"one",), NAME))
    for _ in range(3):
        await asyncio.sleep(0)
    system.may_answer.set()
    await second
    assert len(system.asked) == 1


async def test_a_refusal_and_what_was_trusted_long_ago_are_asked_about_anew(system, monkeypatch):
    system.may_answer.set()
    verifications = Verifications(system)
    system.refusal = ssl.SSLCertVerificationError("not yet valid")
    for _ in range(2):
        with pytest.raises(ssl.SSLCertVerificationError):
            await verifications.require((b"one",), NAME)
    system.refusal = None
    monkeypatch.setattr(deferred_verification, "KEPT_SECONDS", -1.0)
    await verifications.require((b"one",), NAME)
    monkeypatch.undo()
    for _ in range(2):
        await verifications.require((b"one",), NAME)
    await verifications.require((b"one",), "other.test")
    await verifications.require((b"two",), NAME)
    assert len(system.asked) == 6


async def test_a_web_socket_waits_for_it_too(authority, context, system):
    async def nothing(_): ...

    hops = []
    system.refusal = ssl.SSLCertVerificationError("no")
    system.may_answer.set()
    tls_server = authority.server(NAME)
    async with serve(nothing, "127.0.0.1", 0, subprotocols=["xmpp"], ssl=tls_server) as server:
        port = server.sockets[0].getsockname()[1]
        where = Endpoint(f"wss://127.0.0.1:{port}/x", "127.0.0.1", port, True, True)
        with pytest.raises(TlsFailure):
            await open_socket(where, context, server_name=NAME, on_hop=hops.append)
        assert Hop.WEB_SOCKET not in hops
        system.refusal = None
        await (await open_socket(where, context, server_name=NAME)).abort()


async def test_a_look_at_a_connection_waits_for_it_too(authority, context, system, monkeypatch):
    monkeypatch.setattr(inspection, "tls_context", lambda _network: context)
    system.refusal = ssl.SSLCertVerificationError("no")
    system.may_answer.set()
    async with serving(json_answer({}), tls=authority.server(NAME)) as script:
        origin = Origin.of(f"{script.origin}/")
        with pytest.raises(TlsFailure):
            await inspection.certificate(origin, Network(), NAME)
        system.refusal = None
        assert (await inspection.certificate(origin, Network(), NAME)).issuer


@pytest.fixture
def truststore(monkeypatch):
    """The library as far as it is used, and what its system was asked."""

    class Context(ssl.SSLContext):
        def __init__(self, _protocol):
            self._ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            # As while it begins a connection.
            self._ctx.check_hostname, self._ctx.verify_mode = False, ssl.CERT_NONE

    asked = []
    library = ModuleType("truststore")
    library.SSLContext = Context

    def verify(rules, chain, server_hostname):
        strict = (rules.verify_mode, rules.check_hostname)
        asked.append((strict, len(rules.get_ca_certs()), chain, server_hostname))

    library._api = SimpleNamespace(_verify_peercerts_impl=verify)
    monkeypatch.setitem(sys.modules, "truststore", library)
    monkeypatch.setitem(sys.modules, "truststore._api", library._api)
    monkeypatch.setattr(tls, "sys", SimpleNamespace(platform="win32"))
    return asked


@pytest.mark.skipif(sys.platform == "win32", reason="there the library itself is there")
async def test_the_system_verifies_by_a_context_that_is_never_loosened(truststore, authority):
    context = tls.tls_context(Network(ca_file=authority.path))
    verifications = context._ctx.sslobject_class.verifications
    await verifications.require((b"server", b"between"), NAME)
    assert truststore == [((ssl.CERT_REQUIRED, True), 1, [b"server", b"between"], NAME)]
    with pytest.raises(ssl.SSLCertVerificationError):
        await verifications.require((b"server",), None)
