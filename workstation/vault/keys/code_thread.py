"""A doctor's code in a thread: the thread has its own, and wipes it when it is done.

Who waits for the thread may be cancelled at any moment, by a window that closes or a second click,
while the thread goes on to its end. Had both one code, the waiting one would overwrite it in the
middle, and the key would be wrapped under a code that nobody ever typed. It is waited for besides,
so that the next try begins when the count of this one is true; but at the program's end nobody is
left to wait.

Tests: ``tests/vault/keys/test_cancelled.py``.
"""

from collections.abc import Callable
from typing import TypeVar

from workstation.base.task_scope import finish_in_thread
from workstation.domain.keys import VaultKey, WrongCode
from workstation.vault.keys.try_counter import TryCounter
from workstation.vault.keys.unlock_code import wipe
from workstation.vault.keys.wrapped_key import CodeRefused, WrappedKey, unwrap

T = TypeVar("T")


async def run_with_code(secret: bytearray, work: Callable[[bytearray], T]) -> T:
    """Run ``work`` with the code in a thread, and give what it gives. Raises what it raises."""
    own = bytearray(secret)

    def run() -> T:
        try:
            return work(own)
        finally:
            wipe(own)

    return await finish_in_thread(run)


def try_code(tries: TryCounter, wrapped: WrappedKey, code: bytearray, half: bytes) -> VaultKey:
    """Try a code, counted in ``tries`` before, for the key. Blocking.

    Raises ``WrongCode``.
    """
    tries.begin()
    try:
        key = unwrap(wrapped, code, half)
    except CodeRefused:
        raise WrongCode(tries.count, tries.wait_seconds()) from None
    except BaseException:
        tries.take_back()
        raise
    tries.clear()
    return key
