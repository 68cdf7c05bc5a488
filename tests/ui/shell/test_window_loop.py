"""Calls for later are run once; a cancelled one leaves no timer of Qt's behind."""

import asyncio
import gc

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QObject
from shiboken6 import isValid

from workstation.app import program_loop

LONG = 3_600.0


@pytest.fixture
def loop(qapp):
    with program_loop(qapp) as loop:
        yield loop


def count_timers():
    """How many timers of Qt's are running for objects that Python knows."""
    dispatcher = QAbstractEventDispatcher.instance()
    known = [each for each in gc.get_objects() if isinstance(each, QObject) and isValid(each)]
    return sum(len(dispatcher.registeredTimers(each)) for each in known)


def test_a_cancelled_call_leaves_no_timer(loop):
    before = count_timers()
    call = loop.call_later(LONG, list)
    assert count_timers() == before + 1
    call.cancel()
    call.cancel()
    assert call.cancelled()
    assert count_timers() == before


def test_a_deadline_that_was_kept_leaves_no_timer(loop):
    async def keep():
        async with asyncio.timeout(LONG):
            await asyncio.sleep(0)

    loop.run_until_complete(keep())
    before = count_timers()
    loop.run_until_complete(keep())
    assert count_timers() == before


def test_calls_come_once_and_in_their_order(loop):
    called = []

    async def wait():
        over = asyncio.Event()
        loop.call_later(0.03, over.set)
        loop.call_later(0.02, called.append, "later")
        loop.call_later(0.001, called.append, "sooner")
        loop.call_at(loop.time() + 0.01, called.append, "at")
        await over.wait()

    loop.run_until_complete(wait())
    assert called == ["sooner", "at", "later"]


def test_a_call_that_cancels_itself_was_called(loop):
    called = []

    async def wait():
        over = asyncio.Event()
        call = loop.call_later(0.001, lambda: (called.append(1), call.cancel()))
        loop.call_later(0.01, over.set)
        await over.wait()

    loop.run_until_complete(wait())
    assert called == [1]


def test_a_closed_loop_calls_nothing(qapp):
    before = count_timers()
    with program_loop(qapp) as loop:
        loop.call_later(LONG, list)
    assert count_timers() <= before
