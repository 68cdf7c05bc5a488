"""A proxy that is reached over TLS: whose certificate counts, and when it is spoken to."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.authority import Authority
from tests.fakes.dead_end import dead_end
from tests.fakes.relays import connect_proxy
from tests.link.loopback import NO_TRUST, endpoint, serving_im
from workstation.domain.errors import DeadlineExceeded, ProxyRefused, TlsFailure
from workstation.domain.network_errors import proxy_of
from workstation.link import opening
from workstation.link.opening import open_socket
from workstation.web.deferred_verification import Chain, verify_later
from workstation.web.network import Network
from workstation.web.tls import tls_context

NAME = "clinic.test"
PROXY = "localhost"
MAX_SECONDS = 60.0


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.mark.parametrize("encrypted", [True, False], ids=["wss", "ws"])
async def test_the_authority_of_the_policy_is_trusted_for_the_proxy_too(
    authority: Authority, encrypted: bool
) -> None:
    context = tls_context(Network(ca_file=authority.path))
    async with (
        serving_im(authority.server(NAME) if encrypted else None) as where,
        connect_proxy(authority.server(PROXY)) as proxy,
    ):
        socket = await open_socket(where, context, server_name=NAME, proxy=proxy.address)
        await socket.close()
    assert proxy.asked == ["CONNECT"]


async def test_a_proxy_that_says_no_and_hangs_up_is_no_error_of_the_program(
    authority: Authority,
) -> None:
    """Each try would leave one in the log."""
    context = tls_context(Network(ca_file=authority.path))
    async with connect_proxy(authority.server(PROXY), "407 Proxy Authentication Required") as proxy:
        with pytest.raises(ProxyRefused, match="HTTP 407"):
            await open_socket(endpoint(1), context, server_name=NAME, proxy=proxy.address)


async def test_a_proxy_that_takes_no_connection_is_named_without_its_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It read as if the message service did not answer."""
    monkeypatch.setattr(opening, "OPEN_SECONDS", 0.05)
    async with dead_end() as port:
        proxy = f"http://doctor:secret@127.0.0.1:{port}"
        with pytest.raises(DeadlineExceeded) as late:
            await open_socket(endpoint(1), NO_TRUST, server_name=NAME, proxy=proxy)
    assert proxy_of(late.value) == f"127.0.0.1:{port}"
    assert "secret" not in str(late.value)


async def test_a_proxy_that_never_says_whether_it_lets_through_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "OPEN_SECONDS", 0.05)
    async with await asyncio.start_server(_say_nothing, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        proxy = f"http://127.0.0.1:{port}"
        with pytest.raises(DeadlineExceeded) as late:
            await open_socket(endpoint(1), NO_TRUST, server_name=NAME, proxy=proxy)
    assert proxy_of(late.value) == f"127.0.0.1:{port}"


async def test_a_server_that_says_nothing_behind_a_proxy_is_not_taken_for_the_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "OPEN_SECONDS", 0.5)
    async with (
        await asyncio.start_server(_say_nothing, "127.0.0.1", 0) as server,
        connect_proxy(None) as proxy,
    ):
        where = endpoint(server.sockets[0].getsockname()[1])
        with pytest.raises(DeadlineExceeded) as late:
            await open_socket(where, NO_TRUST, server_name=NAME, proxy=proxy.address)
    assert proxy.asked == ["CONNECT"]
    assert proxy_of(late.value) == ""


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take a connection, and read until the other side goes."""
    await reader.read()
    writer.close()


async def test_the_environment_has_no_say_in_which_proxy_is_trusted(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    async with (
        serving_im(authority.server(NAME)) as where,
        connect_proxy(authority.server(PROXY)) as proxy,
    ):
        with pytest.raises(TlsFailure):
            await open_socket(where, tls_context(Network()), server_name=NAME, proxy=proxy.address)
    assert proxy.asked == []
    assert not keys.exists()


class System:
    """Judges certificates after the handshake, as Windows does, once it may answer."""

    refusal: Exception | None = None

    def __init__(self) -> None:
        self.names: list[str | None] = []
        self.asked, self.may_answer = threading.Event(), threading.Event()

    def __call__(self, _chain: Chain, name: str | None) -> None:
        self.names.append(name)
        self.asked.set()
        assert self.may_answer.wait(MAX_SECONDS)
        if self.refusal is not None:
            raise self.refusal


@pytest.fixture
def system() -> Iterator[System]:
    """One that answers at the end in any case."""
    made = System()
    yield made
    made.may_answer.set()


@pytest.fixture
def context(system: System) -> ssl.SSLContext:
    """A client's context that leaves everything to the system."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    verify_later(made, system)
    return made


async def test_nothing_is_said_to_a_proxy_before_it_is_trusted(
    authority: Authority, system: System, context: ssl.SSLContext
) -> None:
    system.may_answer.set()
    async with (
        serving_im(authority.server(NAME)) as where,
        connect_proxy(authority.server(PROXY)) as proxy,
    ):
        system.refusal = ssl.SSLCertVerificationError("no")
        with pytest.raises(TlsFailure):
            await open_socket(where, context, server_name=NAME, proxy=proxy.address)
        assert proxy.asked == []
        system.refusal = None
        socket = await open_socket(where, context, server_name=NAME, proxy=proxy.address)
        await socket.close()
    assert proxy.asked == ["CONNECT"]
    assert system.names == [PROXY, PROXY, NAME]


async def test_who_leaves_while_a_proxy_is_judged_leaves_nothing_waiting(
    authority: Authority, system: System, context: ssl.SSLContext
) -> None:
    async with connect_proxy(authority.server(PROXY)) as proxy:
        opening_it = asyncio.ensure_future(
            open_socket(endpoint(1), context, server_name=NAME, proxy=proxy.address)
        )
        assert await asyncio.to_thread(system.asked.wait, MAX_SECONDS)
        opening_it.cancel()
        _, waiting = await asyncio.wait(tasks_of_opening(), timeout=MAX_SECONDS)
    assert not waiting
    assert opening_it.cancelled()
    assert proxy.asked == []


def tasks_of_opening() -> set[asyncio.Task[Any]]:
    """Those that run a coroutine of that module."""
    coroutines: dict[asyncio.Task[Any], Any] = {
        task: task.get_coro() for task in asyncio.all_tasks()
    }
    return {
        task
        for task, coroutine in coroutines.items()
        if coroutine.cr_code.co_filename == opening.__file__
    }
