"""Frames beyond what is carried: their beginning comes, the rest goes by as it arrives.

A server without a bound of its own, as ejabberd's WebSocket, archives whatever a patient's program
sent, and hands it out with every page that it lies on. Refused by its size alone, it would end this
session and each one after it, and no room would ever catch up. By its beginning it is known, and
passed by (``xmpp.poisoned_entries``); nothing waits for its end but what the server sends after it.

The library refuses by what a frame's header says, before any of it is there. So it is given a
shorter frame, made of the beginning, before it reads anything: what a connection is handed by its
transport is asyncio's interface, and how the library takes it apart is nobody's but its own. Red
without: ``tests/link/test_oversized_frames.py``.
"""

from struct import pack, unpack_from
from typing import Final

from workstation.xmpp import limits

TEXT: Final = 0x81
"""The first byte of a text message in one frame (RFC 6455, 5.2)."""
CONTROL: Final = 0x08
SHORT, LONG = 126, 127
"""Lengths that say how many bytes the length itself has."""


class IncomingFrames:
    """What a server sends after the handshake, as the library is to read it.

    ``content_bytes`` counts what came of messages, whole or not, and so leaves out what an idle
    line carries: pings and their answers.
    """

    def __init__(self) -> None:
        self.content_bytes = 0
        self._header = b""
        self._left = 0
        self._is_control = False
        self._beginning: bytearray | None = None

    def cut(self, data: bytes) -> bytes:
        """What the library is to read of this: all of it, but of frames that are too long.

        A message in fragments is left to the library, which ends it beyond the same bound (RFC
        6455, 7.4.1: 1009): it might never end. So is a frame beyond ``limits.PASSED_BYTES``.
        """
        data, self._header = self._header + data, b""
        parts, begin, at = list[bytes](), 0, 0
        while at < len(data):
            if not self._left:
                end = _header_end(data, at)
                if end > len(data):
                    self._header = data[at:]
                    break
                if self._begin_frame(data, at):
                    parts.append(data[begin:at])
                    begin = end
                at = end
            count = min(self._left, len(data) - at)
            self._left -= count
            self.content_bytes += 0 if self._is_control else count
            if self._beginning is not None:
                parts.append(self._gather(data[at : at + count]))
                begin = at + count
            at += count
        return b"".join([*parts, data[begin:at]]) if parts else data[begin:at]

    def _begin_frame(self, data: bytes, at: int) -> bool:
        """Read a header; whether what follows it is too long."""
        self._left = _length(data, at)
        self._is_control = bool(data[at] & CONTROL)
        is_long = limits.CARRIED_BYTES < self._left <= limits.PASSED_BYTES
        self._beginning = bytearray() if is_long and data[at] == TEXT else None
        return self._beginning is not None

    def _gather(self, content: bytes) -> bytes:
        """The frame that stands for one too long, as soon as it is there; nothing before or after.

        It ends with a whole character: half of one would be no text.
        """
        beginning = self._beginning
        room = 0 if beginning is None else limits.CARRIED_BYTES - len(beginning)
        if beginning is None or not room:
            return b""
        beginning += content[:room]
        if len(beginning) < limits.CARRIED_BYTES:
            return b""
        carried = beginning.decode(errors="ignore").encode()
        return pack("!BBQ", TEXT, LONG, len(carried)) + carried


def _header_end(data: bytes, at: int) -> int:
    if len(data) < at + 2:
        return at + 2
    return at + 2 + {SHORT: 2, LONG: 8}.get(data[at + 1] & LONG, 0)


def _length(data: bytes, at: int) -> int:
    length = data[at + 1] & LONG
    if length == LONG:
        return int(unpack_from("!Q", data, at + 2)[0])
    return int(unpack_from("!H", data, at + 2)[0]) if length == SHORT else length
