"""An event is waited for, but not for ever."""

import asyncio

import pytest

from workstation.base.event_wait import wait_at_most


async def test_whether_it_came_is_told_and_nothing_is_raised():
    event = asyncio.Event()
    assert not await wait_at_most(event, 0.0)
    asyncio.get_running_loop().call_soon(event.set)
    assert await wait_at_most(event, None)
    assert await wait_at_most(event, 0.0)


async def test_who_is_broken_off_waits_no_longer():
    waiting = asyncio.ensure_future(wait_at_most(asyncio.Event(), None))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
