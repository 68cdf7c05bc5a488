"""A body that says itself that it is too long is not read at all."""

import gzip
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from workstation.domain.errors import BoundExceeded
from workstation.web.body import read_body
from workstation.web.wire import Incoming

LIMIT = 10


async def _unread() -> AsyncIterator[bytes]:
    pytest.fail("read although it was declared too long")
    yield b""


async def _ten() -> AsyncIterator[bytes]:
    yield b"0123456789"


async def test_a_length_over_the_bound_is_refused_before_anything_is_read() -> None:
    with pytest.raises(BoundExceeded):
        await read_body(Incoming(200, {"content-length": str(LIMIT + 1)}, _unread()), limit=LIMIT)
    exact = Incoming(200, {"content-length": str(LIMIT)}, _ten())
    assert await read_body(exact, limit=LIMIT) == b"0123456789"


async def _endless(packed: bytes) -> AsyncIterator[bytes]:
    yield packed + b"more"
    junk = bytes(256 * 1024)
    for _ in range(64):
        yield junk


async def test_what_follows_the_end_of_the_packed_is_not_held() -> None:
    incoming = Incoming(200, {"content-encoding": "gzip"}, _endless(gzip.compress(b"0123456789")))
    tracemalloc.start()
    try:
        assert await read_body(incoming, limit=LIMIT) == b"0123456789"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * 1024 * 1024
