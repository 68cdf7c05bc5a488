"""Calls for later are run once; a cancelled one leaves no timer of Qt's behind."""

import asyncio
import sys

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QTimerEvent

from workstation.program.app import program_loop

LONG = 3_600.0
SAME_NUMBER_WITHIN = 1_000
"""Timers; Qt begins anew after 128 of one place."""


@pytest.fixture
def loop(qapp):
    with program_loop(qapp) as loop:
        yield loop


def count_timers(loop):
    """How many timers of Qt's are running for what is to be called later."""
    return len(QAbstractEventDispatcher.instance().registeredTimers(loop._delayed))


def test_a_cancelled_call_leaves_no_timer(loop):
    before = count_timers(loop)
    call = loop.call_later(LONG, list)
    assert count_timers(loop) == before + 1
    call.cancel()
    call.cancel()
    assert call.cancelled()
    assert count_timers(loop) == before


def test_a_deadline_that_was_kept_leaves_no_timer(loop):
    async def keep():
        async with asyncio.timeout(LONG):
            await asyncio.sleep(0)

    loop.run_until_complete(keep())
    before = count_timers(loop)
    loop.run_until_complete(keep())
    assert count_timers(loop) == before


def test_each_call_comes_once(loop):
    called = []

    async def wait():
        over = asyncio.Event()

        def call(name):
            called.append(name)
            if len(called) == 3:
                over.set()

        loop.call_later(0.02, call, "later")
        loop.call_later(0.001, call, "sooner")
        loop.call_at(loop.time() + 0.01, call, "at")
        await over.wait()

    loop.run_until_complete(wait())
    assert sorted(called) == ["at", "later", "sooner"]


def test_a_call_that_cancels_itself_was_called(loop):
    called = []

    async def wait():
        over = asyncio.Event()
        call = loop.call_later(0.001, lambda: (called.append(1), call.cancel()))
        loop.call_later(0.01, over.set)
        await over.wait()

    loop.run_until_complete(wait())
    assert called == [1]


def test_a_call_that_is_over_ends_no_other_when_it_is_cancelled(loop):
    """Qt numbers its timers anew, and asyncio cancels deadlines that have passed."""
    delayed = loop._delayed
    past = loop.call_later(LONG, list)
    (number,) = delayed._calls
    delayed.timerEvent(QTimerEvent(number))
    for _ in range(SAME_NUMBER_WITHIN):
        other = loop.call_later(LONG, list)
        if number in delayed._calls:
            break
        other.cancel()
    past.cancel()
    assert [*delayed._calls] == [number]
    other.cancel()
    assert not delayed._calls


def test_a_closed_loop_calls_nothing(qapp):
    with program_loop(qapp) as loop:
        loop.call_later(LONG, list)
    assert count_timers(loop) == 0


def test_a_thread_that_works_keeps_no_other_from_python_for_long(qapp):
    before = sys.getswitchinterval()
    with program_loop(qapp):
        assert sys.getswitchinterval() <= 0.001 < before
    assert sys.getswitchinterval() == before
