"""Calls that may block for minutes: each in a thread of its own, for which no exit waits.

A file in a folder that a person chose is written so, too, as that may be a share that went away. In
one of the loop's few threads it would hold this thread, and the program's end, until the share is
back; ten of them would hold whatever else needs a thread, as does a sign-in to the message service.
For what is being written the program's end waits a while: half a file helps nobody.
Tests: tests/ui/export/test_hanging_share.py.

Where the system has no thread left the call begins later: to who waits it is a slow one.
"""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from workstation.base.daemon_thread import RETRY_SECONDS, start_daemon

T = TypeVar("T")

WRITE_SECONDS = 10.0
"""So long the program's end waits for what is being written."""

_writing: set[threading.Event] = set()
"""Each is set once its file is written, or failed to be."""


def start_call(call: Callable[[], T], name: str) -> "asyncio.Future[T]":
    """Run ``call`` in a thread of its own called ``name``; nobody need wait for what it gives."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()
    answer.add_done_callback(lambda done: done.cancelled() or done.exception())

    def run() -> None:
        try:
            result = call()
        except Exception as error:  # noqa: BLE001  it is raised where the answer is awaited
            _deliver(loop, answer, None, error)
        else:
            _deliver(loop, answer, result, None)

    def begin() -> None:
        if not answer.cancelled() and not start_daemon(run, name):
            loop.call_later(RETRY_SECONDS, begin)

    begin()
    return answer


def start_writing(write: Callable[[], T]) -> "asyncio.Future[T]":
    """Run ``write``, which writes where a person chose; the program's end waits for it a while."""
    written = threading.Event()
    _writing.add(written)

    def run() -> T:
        try:
            return write()
        finally:
            _writing.discard(written)
            written.set()

    return start_call(run, "writing")


def finish_writing(seconds: float = WRITE_SECONDS) -> bool:
    """Wait until all of that is written, at most so long; whether it is. Blocks."""
    end = time.monotonic() + seconds
    return all(each.wait(max(end - time.monotonic(), 0.0)) for each in tuple(_writing))


async def look_up(host: str, port: int, **hints: Any) -> list[Any]:
    """Look a host up in place of ``loop.getaddrinfo``: a server of names may be silent for long.

    The loop's own way holds one of its few threads, and the loop's end, as long as the system asks.
    """
    return await start_call(partial(socket.getaddrinfo, host, port, **hints), "names")


def _deliver(
    loop: asyncio.AbstractEventLoop,
    answer: "asyncio.Future[Any]",
    result: Any,
    error: Exception | None,
) -> None:
    def settle() -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)

    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)
