"""A plain TCP stream (RFC 6120) in front of a WebSocket (RFC 7395), for clients that know only TCP.

The embedded clinic takes WebSockets alone. What differs between the two is the frame around the
stanzas: ``<stream:stream>`` there, ``<open/>`` and ``<close/>`` here; every stanza goes through as
it is.
"""

import asyncio
import contextlib
import itertools
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

STREAM = "{http://etherx.jabber.org/streams}stream"
FRAMING = "urn:ietf:params:xml:ns:xmpp-framing"
READ_BYTES = 65_536


@contextlib.asynccontextmanager
async def bridge_to(url: str) -> AsyncIterator[int]:
    """A port of this computer behind which the WebSocket at ``url`` is."""
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(_carry(url, reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        carrying = list(tasks)
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)


async def _carry(url: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        async with connect(url, subprotocols=["xmpp"], compression=None, proxy=None) as socket:
            back = asyncio.ensure_future(_carry_back(socket, writer))
            try:
                with contextlib.suppress(ConnectionClosed, ConnectionError):
                    await _carry_out(reader, socket)
            finally:
                back.cancel()
                await asyncio.gather(back, return_exceptions=True)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def _carry_out(reader: asyncio.StreamReader, socket: ClientConnection) -> None:
    """From the TCP stream: its head becomes ``<open/>``, each child one frame."""
    parser = ET.XMLPullParser(["start", "end"])
    depth = 0
    while data := await reader.read(READ_BYTES):
        if b"<stream:stream" in data:  # a stream begins anew after the password
            parser, depth = ET.XMLPullParser(["start", "end"]), 0
        parser.feed(data)
        for event, node in parser.read_events():
            depth += 1 if event == "start" else -1
            if event == "start" and node.tag == STREAM:
                to = node.get("to", "")
                await socket.send(f'<open xmlns="{FRAMING}" to="{to}" version="1.0"/>')
            elif event == "end" and depth == 1:
                await socket.send(ET.tostring(node, "unicode"))
            elif event == "end" and depth == 0:
                await socket.send(f'<close xmlns="{FRAMING}"/>')


async def _carry_back(socket: ClientConnection, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionClosed, ConnectionError):
        for _ in itertools.count():
            frame = str(await socket.recv())
            writer.write(_as_stream(frame).encode())
            await writer.drain()


def _as_stream(frame: str) -> str:
    root = ET.fromstring(frame)  # noqa: S314 - from the rig's own server
    if root.tag == f"{{{FRAMING}}}open":
        return (
            "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
            f" version='1.0' id='{root.get('id', '')}' from='{root.get('from', '')}'>"
        )
    return "</stream:stream>" if root.tag == f"{{{FRAMING}}}close" else frame
