"""Frames beyond what is carried: their beginning comes, the rest goes by as it arrives.

A server without a bound of its own, as ejabberd's WebSocket, archives whatever a patient's program
sent, and hands it out with every page that it lies on. Refused by its size alone, it would end this
session and each one after it, and no room would ever catch up. By its beginning it is known when it
is met again, and passed by (``xmpp.poisoned_entries``).

The library refuses by what a frame's header says, before any of it is there. So its bound is a far
one, and what it reads a frame's content by has ours. Red without:
``tests/link/test_oversized_frames.py``.
"""

from collections.abc import Generator

from websockets.client import ClientProtocol
from websockets.exceptions import PayloadTooBig

from workstation.xmpp import limits

PIECE_BYTES = 65_536
CONTROL_BYTES = 125
"""What is no longer may be a ping between two fragments (RFC 6455, 5.5), or a frame's header."""

Reading = Generator[None, None, bytearray]


def carry_beginnings(protocol: ClientProtocol) -> None:
    """Let no frame take more than ``limits.CARRIED_BYTES``: of a longer one that much comes.

    A message in fragments that does not fit ends the connection (RFC 6455, 7.4.1: 1009): it might
    never end.
    """
    read = protocol.reader.read_exact

    def read_bounded(count: int) -> Reading:
        room = limits.CARRIED_BYTES - (protocol.current_size or 0)
        if count <= max(room, CONTROL_BYTES):
            return (yield from read(count))
        if protocol.current_size is not None:
            raise PayloadTooBig(count, room)
        beginning = yield from read(room)
        for start in range(room, count, PIECE_BYTES):
            yield from read(min(PIECE_BYTES, count - start))
        # A character that is cut in half would be no text.
        return bytearray(beginning.decode(errors="ignore").encode())

    protocol.reader.read_exact = read_bounded  # type: ignore[assignment]
