"""Frames above the size limit: only their beginning is processed, the rest is discarded.

A server without a limit, such as ejabberd's WebSocket, archives whatever a patient's client sent,
and delivers it with each page that contains it. Refused for its size, it would end this session and
every later one, and no room would ever catch up. Its beginning is enough to identify and skip it
(``xmpp.poisoned_entries``).

The library refuses a frame by the size in its header, before any content arrived. So the data are
rewritten before the library reads them: a shorter frame, made of the beginning, replaces the long
one. That uses asyncio's protocol interface only, nothing internal to the library. Test:
``tests/link/test_oversized_frames.py``.
"""

from struct import pack, unpack_from
from typing import Final

from workstation.xmpp import limits

TEXT: Final = 0x81
"""The first byte of a text message in one frame (RFC 6455, 5.2)."""
CONTROL: Final = 0x08
SHORT, LONG = 126, 127
"""Values of the length field that announce an extended length of so many bytes."""


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
        """The data for the library to read: all but the excess of frames that are too long.

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
        """The frame that replaces one too long, once its beginning is complete; else nothing.

        It ends at a character's boundary, as it must be valid UTF-8.
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
