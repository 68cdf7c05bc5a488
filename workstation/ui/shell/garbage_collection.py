"""Garbage is collected in the window's thread alone.

Python collects in whichever thread happens to allocate. When that is a thread of the database or of
a decoder, a window's part that lay in a reference cycle is destroyed there, and Qt goes on sending
it events: a crash that comes once in hours (see the decision record).
"""

import contextlib
import gc
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 500
FULL_EVERY_CHECKS = 60
"""Looks between two collections of the oldest objects: half a minute."""


class GarbageCollection(QObject):
    """Takes over from the automatic collection until ``stop``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._checks = 0
        self._was_automatic = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._collect_if_due)
        self._timer.start()

    def stop(self) -> None:
        """Leave collecting as it was before; there are no windows any more."""
        self._timer.stop()
        gc.collect()
        if self._was_automatic:
            gc.enable()

    def _collect_if_due(self) -> None:
        """Collect as much as the interpreter itself would have."""
        self._checks += 1
        young, middle, _old = gc.get_count()
        most_young, most_middle, _most_old = gc.get_threshold()
        if young <= most_young:
            return
        if middle <= most_middle:
            gc.collect(0)
        elif self._checks < FULL_EVERY_CHECKS:
            gc.collect(1)
        else:
            self._checks = 0
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
