"""A proxy that takes no connection is the one that is named, and not the server behind it."""

import asyncio

import pytest

from tests.fakes.dead_end import dead_end
from tests.fakes.relays import connect_proxy
from workstation.domain.address import ApiBase
from workstation.domain.errors import Unreachable
from workstation.domain.network_errors import proxy_of
from workstation.web import exchange
from workstation.web.api_client import ApiClient


async def test_a_proxy_that_takes_no_connection_is_named_without_its_account(wired, monkeypatch):
    """The doctor read that the server cannot be reached, and nobody looked at the proxy."""
    monkeypatch.setitem(exchange._TIMEOUT, "connect", 0.05)
    async with dead_end() as port, wired(proxy=f"http://doctor:secret@127.0.0.1:{port}") as wire:
        client = ApiClient(wire, ApiBase.parse("https://clinic.test"), "token")
        with pytest.raises(Unreachable) as late:
            await client.send("GET", "/", call="x")
    assert proxy_of(late.value) == f"127.0.0.1:{port}"
    assert "secret" not in str(late.value)


async def test_a_server_that_never_begins_tls_is_not_taken_for_the_proxy(wired, monkeypatch):
    async def say_nothing(reader, writer):
        """Take a connection, and read until the other side goes."""
        await reader.read()
        writer.close()

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
