"""What broke a connection is said to whoever reads or writes on it, after what still came."""

import asyncio
import ssl
from types import SimpleNamespace

import httpcore
import pytest

from workstation.web.asyncio_backend import AsyncioStream, IncomingBytes


def _connected(*, closing: bool = False) -> IncomingBytes:
    incoming, calls = IncomingBytes(), {"close": lambda: None, "abort": lambda: None}
    incoming.connection_made(SimpleNamespace(is_closing=lambda: closing, **calls))
    return incoming


async def test_a_reader_gets_what_came_and_then_what_broke_it() -> None:
    incoming = _connected()
    incoming.data_received(b"last")
    incoming.connection_lost(OSError("cut"))
    assert await incoming.take(99) == b"last"
    with pytest.raises(OSError, match="cut"):
        await incoming.take(99)


async def test_a_writer_is_told_what_broke_it() -> None:
    incoming = _connected()
    await incoming.drain()
    incoming.connection_lost(OSError("cut"))
    with pytest.raises(OSError, match="cut"):
        await incoming.drain()


async def test_nothing_is_written_on_a_connection_that_closes() -> None:
    with pytest.raises(ConnectionResetError):
        await _connected(closing=True).drain()


async def test_an_end_in_the_middle_of_the_handshake_is_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Asyncio gives no transport then, and raises nothing."""

    async def none(*_: object, **__: object) -> None:
        pass

    monkeypatch.setattr(asyncio.get_running_loop(), "start_tls", none)
    with pytest.raises(httpcore.ConnectError):
        await AsyncioStream(_connected()).start_tls(ssl.create_default_context())
