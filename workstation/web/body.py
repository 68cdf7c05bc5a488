"""Bodies read within bounds: bytes are counted after decompression, as they come."""

import zlib
from collections.abc import AsyncIterator, Iterator

from workstation.domain.errors import BoundExceeded, MalformedAnswer
from workstation.web.deadline import note_received
from workstation.web.wire import Incoming

ACCEPTED = "gzip"


async def read_body(incoming: Incoming, *, limit: int) -> bytes:
    """Read the whole decoded body, in memory.

    Raises ``BoundExceeded`` as soon as it is longer than ``limit`` bytes, ``MalformedAnswer`` for a
    body that does not decompress or is packed in a way that was not offered, and whatever the wire
    raises between two pieces.
    """
    body = bytearray()
    async for piece in decode_body(incoming, limit=limit):
        body += piece
    return bytes(body)


async def decode_body(incoming: Incoming, *, limit: int) -> AsyncIterator[bytes]:
    """Decode the body in pieces of at most 256 KiB, however tightly it was packed.

    Raises ``BoundExceeded`` for a declared length over ``limit`` bytes before the first piece, for
    one that was not declared after the last piece that still fits; ``MalformedAnswer`` as
    ``read_body``.
    """
    declared = incoming.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise BoundExceeded(_too_long(limit))
    unpack = _unpacker(incoming.headers.get("content-encoding", ""))
    total = 0
    async for chunk in incoming.chunks:
        note_received(len(chunk))
        for piece in unpack.feed(chunk):
            total += len(piece)
            if total > limit:
                raise BoundExceeded(_too_long(limit))
            yield piece
    unpack.finish()


def _too_long(limit: int) -> str:
    return f"more than {limit} bytes"


class _Plain:
    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk

    def finish(self) -> None:
        return None


class _Gzip:
    """Unpacks at most ``PIECE`` bytes at a time: 64 kB of gzip can hold 66 MB."""

    PIECE = 256 * 1024

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        while chunk and not self._stream.eof:  # whatever follows the end would be held for nothing
            try:
                piece = self._stream.decompress(chunk, self.PIECE)
            except zlib.error:
                raise MalformedAnswer("damaged gzip") from None
            yield piece
            chunk = self._stream.unconsumed_tail

    def finish(self) -> None:
        if not self._stream.eof:
            raise MalformedAnswer("gzip breaks off")


def _unpacker(encoding: str) -> _Plain | _Gzip:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Gzip()
        case _:
            raise MalformedAnswer("a content encoding that was not offered")
