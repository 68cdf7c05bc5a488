"""Calls of keyring libraries: each in a thread of its own, as any of them may block for minutes."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from workstation.base.blocking_call import start_call
from workstation.domain.errors import KeyringUnavailable

T = TypeVar("T")

THREAD_NAME = "keyring"


async def call_in_thread(call: Callable[[], T], seconds: float) -> T:
    """What ``call`` gives, within ``seconds``; a thread that hangs does not hold up the exit.

    Raises ``KeyringUnavailable``: ``silent`` after ``seconds``, ``refused`` for any other error.
    """
    return await wait_for_answer(start_call(call, THREAD_NAME), seconds)


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
    except Exception as error:  # noqa: BLE001  backends raise errors of half a dozen libraries
        raise KeyringUnavailable("refused", type(error).__name__) from None
