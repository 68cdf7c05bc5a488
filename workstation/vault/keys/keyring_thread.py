"""Calls of keyring libraries: each in a thread of its own, as any of them may block for minutes."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from workstation.domain.errors import KeyringUnavailable

T = TypeVar("T")


async def call_in_thread(call: Callable[[], T], seconds: float) -> T:
    """What ``call`` gives, within ``seconds``; a thread that hangs does not hold up the exit.

    Raises ``KeyringUnavailable``: ``silent`` after ``seconds``, ``refused`` for any other error.
    """
    return await wait_for_answer(start_call(call), seconds)


def start_call(call: Callable[[], T]) -> "asyncio.Future[T]":
    """Run ``call`` in a thread of its own; nobody need wait for what it gives."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()
    answer.add_done_callback(lambda done: done.cancelled() or done.exception())

    def run() -> None:
        try:
            result = call()
        except Exception as error:  # noqa: BLE001  backends raise errors of half a dozen libraries
            _deliver(loop, answer, None, error)
        else:
            _deliver(loop, answer, result, None)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    return answer


async def wait_for_answer(answer: "asyncio.Future[T]", seconds: float) -> T:
    """What comes within ``seconds``; what comes later is not lost to who holds the future.

    Raises ``KeyringUnavailable``: ``silent`` or ``refused``.
    """
    try:
        return await asyncio.wait_for(asyncio.shield(answer), seconds)
    except TimeoutError:
        raise KeyringUnavailable("silent") from None
    except KeyringUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  as above
        raise KeyringUnavailable("refused", type(error).__name__) from None


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
