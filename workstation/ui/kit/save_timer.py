"""When what is being written goes to the disk: soon after a change, and again after a refusal.

Tests: ``tests/ui/kit/test_save_timer.py``.
"""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

SAVE_MS = 250
RETRY_MS = 3_000
PAUSED_SECONDS = 4.0
"""Who has changed nothing for so long is taken to write no more."""


class SaveTimer(QObject):
    """Calls ``save`` some time after a change, and ``save_again`` ``RETRY_MS`` after a refusal.

    The first change counts of those not saved: what is written without a rest is saved, too.
    """

    def __init__(
        self,
        parent: QObject,
        save: Callable[[], object],
        save_again: Callable[[], object],
        save_ms: int = SAVE_MS,
    ) -> None:
        super().__init__(parent)
        self.soon = QTimer(self, singleShot=True, interval=save_ms)
        self.soon.timeout.connect(save)
        self.later = QTimer(self, singleShot=True, interval=RETRY_MS)
        self.later.timeout.connect(save_again)
        self._changed_at = -math.inf

    @property
    def is_writing(self) -> bool:
        """Whether anything was changed within the last seconds."""
        return time.monotonic() - self._changed_at < PAUSED_SECONDS

    def save_soon(self) -> None:
        """Save in a while: something is different."""
        self._changed_at = time.monotonic()
        if not self.soon.isActive():
            self.soon.start()

    def save_later(self) -> None:
        """Save again later: the disk took nothing; the page written on may be gone by then."""
        if isValid(self):
            self.later.start()

    def stop(self) -> None:
        """Wait no more: all that has changed is being saved at this moment."""
        self.soon.stop()
