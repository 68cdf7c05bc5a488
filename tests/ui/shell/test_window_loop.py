"""Calls are run once and in their order; a cancelled one leaves no timer of Qt's behind."""

import asyncio
import sys
import threading
from functools import partial

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer, QTimerEvent

from workstation.program.app import program_loop
from workstation.ui.shell.window_loop import WORKERS

LONG = 3_600.0
SAME_NUMBER_WITHIN = 1_000
"""Timers; Qt begins anew after 128 of one place."""
LIMIT_MS = 5_000


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


def test_calls_that_are_due_at_once_share_a_timer_and_keep_their_order(loop):
    called, timers = [], QAbstractEventDispatcher.instance().registeredTimers

    async def ask():
        for number in range(0, 30, 3):
            loop.call_soon(called.append, number)
            loop.call_later(0, called.append, number + 1)
            loop.call_at(loop.time() - 1, called.append, number + 2)
        assert len(timers(loop._soon)) == 1
        await asyncio.sleep(0)

    loop.run_until_complete(ask())
    assert called == list(range(30))
    assert not timers(loop._soon)


def test_a_call_that_is_cancelled_before_its_turn_is_not_run(loop):
    called = []

    async def ask():
        calls = []
        loop.call_soon(lambda: [call.cancel() for call in calls])
        calls.append(loop.call_soon(called.append, "cancelled"))
        loop.call_soon(called.append, "after")
        await asyncio.sleep(0)

    loop.run_until_complete(ask())
    assert called == ["after"]


def test_qt_has_its_turn_before_what_a_call_asks_for(loop):
    came = []

    async def ask():
        over = asyncio.Event()
        QTimer.singleShot(0, lambda: came.append("Qt"))
        loop.call_soon(lambda: (came.append("call"), loop.call_soon(come_last)))

        def come_last():
            came.append("its own")
            over.set()

        await over.wait()

    loop.run_until_complete(ask())
    assert sorted(came[:2]) == ["Qt", "call"]
    assert came[2] == "its own"


def test_a_loop_of_qts_within_a_call_runs_what_was_due_with_it(loop):
    """As a window that is moved by the mouse runs one on Windows."""
    inner, came, limit = QEventLoop(), [], QTimer(interval=LIMIT_MS)
    limit.timeout.connect(lambda: (came.append("too late"), inner.quit()))

    async def ask():
        over = asyncio.Event()

        def run_inner():
            limit.start()
            inner.exec()
            limit.stop()
            over.set()

        loop.call_soon(run_inner)
        loop.call_soon(came.append, "due with it")
        loop.call_soon(lambda: loop.call_soon(inner.quit))
        await over.wait()

    loop.run_until_complete(ask())
    assert came == ["due with it"]


def test_a_call_that_fails_takes_no_other_along(loop):
    called, failures = [], []
    loop.set_exception_handler(lambda _, context: failures.append(context["exception"]))

    async def ask():
        loop.call_soon(divmod, 1, 0)
        loop.call_soon(called.append, "next")
        await asyncio.sleep(0)

    loop.run_until_complete(ask())
    assert called == ["next"]
    assert [type(failure) for failure in failures] == [ZeroDivisionError]


def test_a_closed_loop_calls_nothing_that_was_due_at_once(qapp):
    called = []
    with program_loop(qapp) as loop:
        loop.call_soon(called.append, "before")
    loop.call_soon(called.append, "after")
    with program_loop(qapp) as next_loop:
        next_loop.run_until_complete(asyncio.sleep(0))
    assert called == []


def list_workers():
    """The threads of loops."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("worker")]


def refuse_to_start(_thread):
    """Take the place of ``threading.Thread.start`` where the system has no thread left."""
    raise RuntimeError("can't start new thread")


def test_what_blocks_runs_in_a_thread_of_pythons(loop):
    """One of Qt's looked its class up without Python's lock, and the program could die of it."""
    thread = loop.run_until_complete(asyncio.to_thread(threading.current_thread))
    assert type(thread) is threading.Thread


def test_a_thread_wakes_the_loop_without_a_signal(loop, monkeypatch):
    """A signal of a class in Python looked that class up, too, as it was emitted."""
    monkeypatch.setattr(loop, "_QEventLoop__call_soon_signal", None)
    order = []

    async def call_from_threads():
        for number in range(5):
            call = partial(order.append, number)
            await asyncio.to_thread(loop.call_soon_threadsafe, call)
        loop.call_soon_threadsafe(order.append, "never").cancel()

    loop.run_until_complete(asyncio.wait_for(call_from_threads(), LIMIT_MS / 1_000))
    assert order == [0, 1, 2, 3, 4]


def test_a_loop_that_is_closed_takes_no_call_of_a_thread(qapp):
    with program_loop(qapp) as loop:
        pass
    called = []
    loop.call_soon_threadsafe(called.append, 1)
    qapp.processEvents()
    assert called == []


def test_all_workers_are_there_where_the_system_has_no_thread_left_later(loop, monkeypatch):
    monkeypatch.setattr(threading.Thread, "start", refuse_to_start)
    all_run = threading.Barrier(WORKERS, timeout=LIMIT_MS / 1_000)

    async def meet():
        await asyncio.gather(*(asyncio.to_thread(all_run.wait) for _ in range(WORKERS)))

    loop.run_until_complete(meet())


def test_too_few_threads_are_an_error_and_none_is_left(qapp, monkeypatch):
    start, left = threading.Thread.start, [1, 2, 3]

    def start_few(thread):
        if not left:
            refuse_to_start(thread)
        left.pop()
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_few)
    with pytest.raises(RuntimeError, match="new thread"):
        program_loop(qapp)
    assert not list_workers()


def test_no_worker_outlives_its_loop(qapp):
    with program_loop(qapp):
        assert len(list_workers()) == WORKERS
    assert not list_workers()
