"""Threads that no exit waits for, where the system may have none left to give.

A computer on which too many programs run, or that is short of memory, gives a program no more
threads for a while. Whoever asked for one must not go on as if it ran: what waits for it would wait
for ever. Tests: tests/support/test_no_more_threads.py.
"""

import threading
from collections.abc import Callable

RETRY_SECONDS = 1.0
"""So soon one that was not to be had may be asked for again."""


def start_daemon(run: Callable[[], object], name: str) -> bool:
    """Begin ``run`` in a thread called ``name``; false if the system has none left."""
    try:
        threading.Thread(target=run, name=name, daemon=True).start()
    except RuntimeError:
        return False
    return True


def has_threads(count: int) -> bool:
    """Whether the system gives so many at once. They have ended when this returns."""
    end = threading.Event()
    started: list[threading.Thread] = []
    try:
        for _ in range(count):
            thread = threading.Thread(target=end.wait, name="probe", daemon=True)
            thread.start()
            started.append(thread)
    except RuntimeError:
        return False
    finally:
        end.set()
        for thread in started:
            thread.join()
    return True
