"""What waits to be kept is bounded: a full inbox holds the line up until some of it is taken."""

import asyncio

import pytest

from workstation.domain.events import Typing
from workstation.link import inbox
from workstation.link.inbox import Inbox

EVENT = Typing(7, 2001, composing=True)


async def _has_space(waiting: Inbox) -> bool:
    ready = asyncio.ensure_future(waiting.wait_for_space())
    await asyncio.sleep(0)
    ready.cancel()
    return ready.done()


async def test_a_full_inbox_has_no_space_until_some_of_it_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "MAX_WAITING_EVENTS", 3)
    monkeypatch.setattr(inbox, "MAX_BATCH_EVENTS", 1)
    waiting = Inbox()
    waiting.put([EVENT] * 2, 1)
    assert await _has_space(waiting)
    waiting.put([EVENT] * 2, 2)
    assert not await _has_space(waiting)
    await waiting.take()
    assert not await _has_space(waiting), "as many wait as may"
    await waiting.take()
    assert await _has_space(waiting)
