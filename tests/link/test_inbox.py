"""What waits to be kept is bounded: a full inbox holds the line up until some of it is taken."""

import asyncio

import pytest

from tests.fakes.archive import make_arrived
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


async def test_messages_wait_until_they_are_durable_be_they_taken_or_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "MAX_BATCH_EVENTS", 2)
    waiting = Inbox()
    waiting.put([EVENT, make_arrived("said", live=True), make_arrived("read back", live=False)], 1)
    waiting.put([make_arrived("said, too", live=True)], 2)
    assert waiting.waiting_messages == 2
    await waiting.take()
    assert waiting.waiting_messages == 2
    waiting.finish_batch()
    assert waiting.waiting_messages == 1
    await waiting.take()
    waiting.finish_batch()
    assert waiting.waiting_messages == 0
