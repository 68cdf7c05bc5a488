"""Calls that may block for minutes: each in a thread of its own, for which no exit waits."""

import asyncio
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


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

    threading.Thread(target=run, name=name, daemon=True).start()
    return answer


async def look_up(host: str, port: int, **hints: Any) -> list[Any]:
    """As ``loop.getaddrinfo``, whose place it takes: a server of names may be silent for long.

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
