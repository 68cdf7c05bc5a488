"""Garbage is collected in the window's thread alone.

Python collects in whichever thread happens to allocate. When that is a thread of the database or of
a decoder, a window's part that lay in a reference cycle is destroyed there, and Qt goes on sending
it events: a crash that comes once in hours
(``decisions/garbage-collection-in-gui-thread.md``).
"""

import contextlib
import gc
import time
from collections.abc import Iterator

from PySide6.QtCore import QAbstractEventDispatcher, QObject

FIRST_LOOK_SECONDS = 5.0
"""What is loaded and built at the start is no garbage, and a slow computer takes as long."""

LOOK_SECONDS = 0.5
FULL_SECONDS = 30.0
"""Between two collections of the oldest objects, at least."""


class GarbageCollection(QObject):
    """Takes over from the automatic collection until ``stop``.

    It looks when the window's loop wakes up for something else: where nothing happens nothing is
    allocated, and a timer would wake an idle computer for nothing.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last_full = time.monotonic()
        self._next_look = self._last_full + FIRST_LOOK_SECONDS
        self._was_automatic = gc.isenabled()
        gc.disable()
        self._loop = QAbstractEventDispatcher.instance()
        self._loop.awake.connect(self._on_awake)

    def stop(self) -> None:
        """Leave collecting as it was before; there are no windows any more."""
        self._loop.awake.disconnect(self._on_awake)
        gc.collect()
        if self._was_automatic:
            gc.enable()

    def _on_awake(self) -> None:
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + LOOK_SECONDS
            self._collect_if_due(now)

    def _collect_if_due(self, now: float) -> None:
        """Collect as much as the interpreter itself would have."""
        young, middle, _old = gc.get_count()
        most_young, most_middle, _most_old = gc.get_threshold()
        if young <= most_young:
            return
        if middle <= most_middle:
            gc.collect(0)
        elif now < self._last_full + FULL_SECONDS:
            gc.collect(1)
        else:
            self._last_full = now
            gc.collect()


@contextlib.contextmanager
def freeze_built_objects() -> Iterator[None]:
    """Leave what was built so far out of garbage collection.

    It lives until sign-out anyway, and going over all of it stops the window for a tenth of a
    second.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
