"""A body that says itself that it is too long is not read at all."""

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
