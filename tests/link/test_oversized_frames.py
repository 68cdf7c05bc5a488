"""A frame beyond what is carried comes as its beginning, and what follows it comes as ever."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.link.loopback import NO_TRUST, endpoint
from workstation.domain.errors import RemoteProtocolError
from workstation.link.opening import open_socket
from workstation.link.web_socket import FrameRefused, WebSocket
from workstation.xmpp import limits
from workstation.xmpp.poisoned_entries import RESULT, PoisonedEntries
from workstation.xmpp.xml import child

FAR_BEYOND = 20 * limits.CARRIED_BYTES
MESSAGE = "<message xmlns='jabber:client' from='consult-7@x'><body>"

Act = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def met(act: Act) -> AsyncIterator[WebSocket]:
    """A socket to a server that does this, and then waits for its end."""

    async def handle(there: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            await act(there)
            await there.wait_closed()

    async with serve(handle, "127.0.0.1", 0, subprotocols=[Subprotocol("xmpp")]) as server:
        port = server.sockets[0].getsockname()[1]
        socket = await open_socket(endpoint(port), NO_TRUST, server_name="clinic.test")
        try:
            yield socket
        finally:
            await socket.abort()


@pytest.mark.parametrize("size", [limits.CARRIED_BYTES + 1, FAR_BEYOND])
async def test_of_a_frame_beyond_what_is_carried_the_beginning_comes_and_the_next_one_whole(
    size: int,
) -> None:
    async def send(there: ServerConnection) -> None:
        for frame in ("before", MESSAGE.ljust(size, "x"), "after"):
            await there.send(frame)

    async with met(send) as socket:
        assert await socket.receive() == "before"
        assert await socket.receive() == MESSAGE.ljust(limits.CARRIED_BYTES, "x")
        assert await socket.receive() == "after"


async def test_no_character_is_cut_in_half() -> None:
    async with met(lambda there: there.send("xx" + "医" * limits.CARRIED_BYTES)) as socket:
        beginning = await socket.receive()
    assert beginning == "xx" + "医" * ((limits.CARRIED_BYTES - 2) // 3)


async def test_fragments_beyond_it_end_the_connection_and_a_ping_between_them_does_not() -> None:
    """The bound holds for all of them; what fits is one frame, with a ping before its last part."""

    async def send(there: ServerConnection) -> None:
        async def fragments() -> AsyncIterator[str]:
            yield "x" * limits.CARRIED_BYTES
            await there.ping()
            yield ""

        await there.send(fragments())
        await there.send("x" * limits.FRAME_BYTES for _ in range(5))

    async with met(send) as socket:
        assert len(await socket.receive()) == limits.CARRIED_BYTES
        with pytest.raises(RemoteProtocolError, match="bound") as refused:
            await socket.receive()
    assert refused.type is not FrameRefused, "nothing of ours is suspected"


async def test_one_that_would_never_end_is_refused_by_what_it_says_of_its_size() -> None:
    async def announce(there: ServerConnection) -> None:
        there.transport.write(b"\x81\x7f" + (limits.PASSED_BYTES + 1).to_bytes(8, "big"))

    async with met(announce) as socket:
        with pytest.raises(RemoteProtocolError, match="bound"):
            await socket.receive()


def test_an_archive_entry_of_any_size_is_passed_by_when_it_is_met_again() -> None:
    """Of its frame only the beginning is there: room, query and archive id."""
    poison = PoisonedEntries()
    frame = (
        "<message xmlns='jabber:client' from='consult-7@x'><result xmlns='urn:xmpp:mam:2'"
        " queryid='q' id='a7'><forwarded xmlns='urn:xmpp:forward:0'>"
        "<message xmlns='jabber:client'><body>"
    ).ljust(limits.CARRIED_BYTES, "x")
    assert poison.recover_head(frame) is None
    passed = poison.recover_head(frame)
    assert passed is not None
    assert child(passed, RESULT).get("id") == "a7"
