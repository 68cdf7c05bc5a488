"""Where asyncio and Qt meet: a widget's tasks end with it, and its signals can be awaited.

Qt deletes widgets when it likes, so a task may wake up and touch one that is gone. A slot starts
work with ``scope.spawn(coroutine)`` while the program's loop runs (``task_scope``). Tests:
tests/ui/kit/test_tasks.py, ``test_tasks_die_with_their_owner``.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, SignalInstance

from workstation.base.task_scope import TaskScope


def scope_of(owner: QObject, on_error: Callable[[Exception], None] | None = None) -> TaskScope:
    """A scope whose tasks end when ``owner`` is destroyed."""
    scope = TaskScope(on_error)
    owner.destroyed.connect(scope.close)
    return scope


def wait_for_signal(signal: SignalInstance) -> asyncio.Future[Any]:
    """What ``signal`` next carries, as something to await; None from a signal without values."""
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def on_emitted(*values: Any) -> None:
        if not future.done():
            future.set_result(values[0] if values else None)

    signal.connect(on_emitted, Qt.ConnectionType.SingleShotConnection)
    return future
