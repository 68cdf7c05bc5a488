"""A frame beyond what is carried comes as its beginning, and what follows it comes as ever."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol
from websockets.utils import accept_key

from tests.link.loopback import NO_TRUST, endpoint
from workstation.domain.errors import RemoteProtocolError
from workstation.domain.sign_in_errors import NoImServer
from workstation.link.opening import open_socket
from workstation.link.oversized_frames import IncomingFrames
from workstation.link.web_socket import FrameRefused, WebSocket
from workstation.xmpp import limits
from workstation.xmpp.poisoned_entries import RESULT, PoisonedEntries
from workstation.xmpp.xml import child

FAR_BEYOND = 40 * limits.CARRIED_BYTES
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


def text_frame(content: bytes) -> bytes:
    """A text message in one frame, as a server sends it."""
    if len(content) < 126:
        return b"\x81" + bytes([len(content)]) + content
    if len(content) < 65_536:
        return b"\x81\x7e" + len(content).to_bytes(2, "big") + content
    return b"\x81\x7f" + len(content).to_bytes(8, "big") + content


@asynccontextmanager
async def answering(words: bytes, *, accepts: bool = True) -> AsyncIterator[int]:
    """A server's port; it says this after its answer to the handshake, or instead of it."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        key = re.search(rb"Sec-WebSocket-Key: (\S+)", request)
        assert key is not None
        if accepts:
            writer.write(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                b"Connection: Upgrade\r\nSec-WebSocket-Protocol: xmpp\r\n"
                b"Sec-WebSocket-Accept: " + accept_key(key[1].decode()).encode() + b"\r\n\r"
            )
            for _ in range(5):  # the client has read it by then
                await asyncio.sleep(0)
        writer.write(b"\n" + words if accepts else words)
        with suppress(ConnectionError):
            await reader.read()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


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


@pytest.mark.parametrize(
    ("kind", "size"), [(b"\x81", limits.PASSED_BYTES), (b"\x01", limits.CARRIED_BYTES + 125)]
)
async def test_one_that_might_never_end_is_refused_by_what_it_says_of_its_size(
    kind: bytes, size: int
) -> None:
    """That is one of a size that nothing has, and the first of unknown many fragments."""

    async def announce(there: ServerConnection) -> None:
        header = kind + b"\x7f" + (size + 1).to_bytes(8, "big")
        there.transport.write(header + b"x" * limits.CARRIED_BYTES)

    async with met(announce) as socket:
        with pytest.raises(RemoteProtocolError, match="bound"):
            await socket.receive()


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 4_096])
def test_it_is_the_same_in_whatever_pieces_it_arrives(
    piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CARRIED_BYTES", 70_000)
    frames, pong = [b"", b"short", b"x" * 300, b"y" * 70_000], b"\x8a\x01z"
    arrived = b"".join(map(text_frame, frames)) + pong + text_frame(b"b" * 200_000) + pong
    incoming = IncomingFrames()
    pieces = [arrived[at : at + piece] for at in range(0, len(arrived), piece)]
    carried = b"".join(map(incoming.cut, pieces))
    assert carried == arrived.replace(text_frame(b"b" * 200_000), text_frame(b"b" * 70_000))
    assert incoming.content_bytes == 5 + 300 + 70_000 + 200_000, "a pong is no message"


def test_of_one_under_way_the_beginning_comes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may take the line minutes to bring the rest."""
    monkeypatch.setattr(limits, "CARRIED_BYTES", 70_000)
    arrived = text_frame(b"b" * 200_000)
    assert IncomingFrames().cut(arrived[:71_000]) == text_frame(b"b" * 70_000)


async def test_frames_may_follow_the_handshake_at_once() -> None:
    """And a head may come in two pieces, of which one ends in the middle of its last line."""
    beginning = MESSAGE.ljust(limits.CARRIED_BYTES, "x").encode()
    async with answering(text_frame(MESSAGE.ljust(FAR_BEYOND, "x").encode())) as port:
        socket = await open_socket(endpoint(port), NO_TRUST, server_name="clinic.test")
        try:
            assert await socket.receive() == beginning.decode()
        finally:
            await socket.abort()


async def test_what_a_server_says_that_is_none_is_no_frame() -> None:
    """As a gateway's page, the end of which may look like the beginning of a frame."""
    page = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n\x81\x7f"
    async with answering(page, accepts=False) as port:
        with pytest.raises(NoImServer, match="403"):
            await open_socket(endpoint(port), NO_TRUST, server_name="clinic.test")


def test_an_archive_entry_of_any_size_is_passed_by() -> None:
    """Of its frame only the beginning is there: room, query and archive id."""
    poison = PoisonedEntries()
    frame = (
        "<message xmlns='jabber:client' from='consult-7@x'><result xmlns='urn:xmpp:mam:2'"
        " queryid='q' id='a7'><forwarded xmlns='urn:xmpp:forward:0'>"
        "<message xmlns='jabber:client'><body>"
    ).ljust(limits.CARRIED_BYTES, "x")
    passed = poison.recover_head(frame, at_once=True)
    assert passed is not None
    assert child(passed, RESULT).get("id") == "a7"
