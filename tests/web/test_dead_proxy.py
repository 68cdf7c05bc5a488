"""A proxy that takes no connection is the one that is named, and not the server behind it.

So is one that takes it and never says whether it lets through.
"""

import asyncio
import ssl
from contextlib import asynccontextmanager

import pytest

from tests.fakes.dead_end import dead_end
from tests.fakes.relays import connect_proxy
from workstation.domain.address import ApiBase
from workstation.domain.errors import DeadlineExceeded, Unreachable
from workstation.domain.network_errors import proxy_of
from workstation.web import exchange
from workstation.web.api_client import ApiClient
from workstation.web.deadline import within


async def test_a_proxy_that_takes_no_connection_is_named_without_its_account(wired, monkeypatch):
    """The doctor read that the server cannot be reached, and nobody looked at the proxy."""
    monkeypatch.setitem(exchange._TIMEOUT, "connect", 0.05)
    async with dead_end() as port, wired(proxy=f"http://doctor:secret@127.0.0.1:{port}") as wire:
        client = ApiClient(wire, ApiBase.parse("https://clinic.test"), "token")
        with pytest.raises(Unreachable) as late:
            await client.send("GET", "/", call="x")
    assert proxy_of(late.value) == f"127.0.0.1:{port}"
    assert "secret" not in str(late.value)


async def say_nothing(reader, writer):
    """Take a connection, and read until the other side goes."""
    await reader.read()
    writer.close()


@asynccontextmanager
async def silent(certificate: ssl.SSLContext | None = None):
    """A proxy that takes connections and never says a word; its address."""
    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0, ssl=certificate)
    async with server:
        scheme = "https" if certificate else "http"
        yield f"{scheme}://doctor:secret@localhost:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("encrypted", [False, True], ids=["http", "https"])
async def test_a_proxy_that_never_says_whether_it_lets_through_is_named(
    wired, monkeypatch, authority, encrypted
):
    """The doctor read that the server did not answer in time, and nobody looked at the proxy."""
    monkeypatch.setitem(exchange._TIMEOUT, "connect", 0.5)
    certificate = authority.server("localhost") if encrypted else None
    async with silent(certificate) as address, wired(proxy=address, ca_file=authority.path) as wire:
        client = ApiClient(wire, ApiBase.parse("https://clinic.test"), "token")
        with pytest.raises(DeadlineExceeded) as late:
            await asyncio.wait_for(client.send("GET", "/", call="x"), 60)
    assert proxy_of(late.value) == f"localhost:{address.rpartition(':')[2]}"
    assert "secret" not in str(late.value)


async def test_a_proxy_that_lets_through_may_take_its_time_for_an_answer_in_the_clear(
    wired, monkeypatch
):
    """No tunnel is asked for there: the silence may be the server's."""
    monkeypatch.setitem(exchange._TIMEOUT, "connect", 0.1)
    async with silent() as address, wired(proxy=address) as wire:
        client = ApiClient(wire, ApiBase.parse("http://clinic.test"), "token")
        with pytest.raises(DeadlineExceeded) as late:
            async with within(0.5):
                await client.send("GET", "/", call="x")
    assert proxy_of(late.value) == ""


async def test_a_server_that_never_begins_tls_is_not_taken_for_the_proxy(wired, monkeypatch):
    monkeypatch.setitem(exchange._TIMEOUT, "connect", 0.5)
    async with (
        await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server,
        connect_proxy(None) as way,
        wired(proxy=way.address) as wire,
    ):
        base = f"https://hospital.invalid:{server.sockets[0].getsockname()[1]}"
        client = ApiClient(wire, ApiBase.parse(base), "token")
        with pytest.raises(Unreachable) as late:
            await client.send("GET", "/", call="x")
    assert way.asked == ["CONNECT"]
    assert proxy_of(late.value) == ""
