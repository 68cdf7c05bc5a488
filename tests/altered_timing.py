"""Other speeds than this computer's: what a quick, a slow and a busy one make of the tests.

What arrives may be painted before somebody acts on it, or after; a page may be left before its
answer comes. ``make timing`` runs the journeys at each of these speeds:

    quick     painted at once, and the vault has answered before anybody waits
    slow      painted 0.7 s late; up to 0.2 s late come the answers of vault, platform and IM
              server, and the pictures that are decoded
    shuffled  tasks that are ready overtake each other, and the vault takes up to 30 ms

The order of what the vault is asked, and of what the server says, stays as it was. A test that
bounds a time by the clock, or counts the turns of the loop, may fail here and be right.
"""

import asyncio
import os
import random
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.seeds import seed
from workstation.link.web_socket import WebSocket
from workstation.ui.kit import throttle
from workstation.ui.media.decoding_threads import DecodingThreads
from workstation.ui.shell.window_loop import WindowLoop
from workstation.vault import database
from workstation.vault.engine import worker
from workstation.vault.engine.gate import Gate
from workstation.vault.engine.job import Job
from workstation.web.exchange import HttpWire
from workstation.web.wire import Incoming, Request

SPEED = os.environ.get("TIMING", "quick")
FRAME_MS = 700
LATE_SECONDS = {"slow": (0.0, 0.03, 0.2), "shuffled": (0.0, 0.005, 0.03)}
HELD_SECONDS = (0.001, 0.005, 0.02, 0.05)
HELD_PART = 0.3
AT_ONCE_SECONDS = 0.05  # longer than that a vault is closed, behind a locked window

_chance = random.Random()  # noqa: S311 - to repeat a run


def pytest_report_header() -> str:
    return f"timing: {SPEED}"


def pytest_configure() -> None:
    {"quick": _be_quick, "slow": _be_slow, "shuffled": _be_shuffled}[SPEED]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test goes as it went before, whatever ran before it."""
    _chance.seed(seed(f"{SPEED} {item.nodeid}"))


def _be_quick() -> None:
    throttle.FRAME_MS = throttle.DEBOUNCE_MS = 0

    async def run(gate: Gate, job: Job[Any]) -> Any:
        gate.submit(job)
        ended = threading.Event()
        job.future.add_done_callback(lambda _: ended.set())
        at_once = ended.wait(AT_ONCE_SECONDS)
        return job.future.result() if at_once else await database._outcome(job.future)

    _put(database, "_run", run)


def _be_slow() -> None:
    throttle.FRAME_MS = throttle.DEBOUNCE_MS = FRAME_MS
    _delay_vault()
    receive, send, submit = WebSocket.receive, HttpWire.send, DecodingThreads.submit

    async def receive_late(socket: WebSocket) -> str | bytes:
        frame = await receive(socket)
        await asyncio.sleep(_late())
        return frame

    @asynccontextmanager
    async def send_late(wire: HttpWire, request: Request) -> AsyncIterator[Incoming]:
        await asyncio.sleep(_late())
        async with send(wire, request) as incoming:
            await asyncio.sleep(_late())
            yield incoming

    def submit_late(threads: DecodingThreads, work: Callable[[], Any]) -> Any:
        late = _late()

        def work_late() -> Any:
            time.sleep(late)
            return work()

        return submit(threads, work_late)

    _put(WebSocket, "receive", receive_late)
    _put(HttpWire, "send", send_late)
    _put(DecodingThreads, "submit", submit_late)


def _be_shuffled() -> None:
    _delay_vault()
    call_soon, call_later = WindowLoop.call_soon, WindowLoop.call_later

    def overtaken(self: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        """Only tasks: plain callbacks are promised their order."""
        is_task = isinstance(getattr(callback, "__self__", None), asyncio.Task)
        if not is_task or _chance.random() >= HELD_PART:
            return call_soon(self, callback, *args, context=context)
        return call_later(self, _chance.choice(HELD_SECONDS), callback, *args, context=context)

    _put(WindowLoop, "call_soon", overtaken)


def _delay_vault() -> None:
    """Its threads take their time; a vault without threads answers as ever."""
    run_batch = worker.run_batch

    def run_late(connection: Any, batch: list[Job[Any]]) -> bool:
        if threading.current_thread() is not threading.main_thread():
            time.sleep(_late())
        return run_batch(connection, batch)

    _put(worker, "run_batch", run_late)


def _put(place: Any, name: str, work: Callable[..., Any]) -> None:
    setattr(place, name, work)


def _late() -> float:
    return _chance.choice(LATE_SECONDS[SPEED])
