"""How often something is shown that may change a thousand times a second.

A flood of messages changes lists far more often than a screen shows them. ``Throttle`` acts at
once after a rest, else with its next turn, 66 ms after the last; the last change is always shown.
``Debounce`` acts once for all requests within 33 ms and never at once, so it may be asked from the
middle of what it is about to change: between ``beginInsertRows`` and ``endInsertRows``, say.

Red without it: ``test_a_flood_is_shown_once_and_then_its_last_state``,
``test_after_a_rest_a_change_is_shown_at_once``.
"""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

FRAME_MS = 66
DEBOUNCE_MS = 33


class Throttle(QObject):
    """Does ``act`` at most fifteen times a second: at once after a rest, else with the next turn.

    Whatever is asked for before that turn is done by it, so the last change is always shown.
    """

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._since_last = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._do)

    def request(self) -> None:
        """Something is different."""
        if self._timer.isActive():
            return
        elapsed_ms = self._since_last.elapsed() if self._since_last.isValid() else FRAME_MS
        if elapsed_ms >= FRAME_MS:
            self._do()
        else:
            self._timer.start(FRAME_MS - elapsed_ms)

    def _do(self) -> None:
        self._act()
        self._since_last.start()


class Debounce(QObject):
    """Does ``act`` once for all that is asked for within a thirtieth of a second, never at once.

    So it may be asked from the middle of what it is about to change.
    """

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(act)

    def request(self, _why: object = None) -> None:
        """Something is different."""
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """What was asked for is needed now: by a key, say, that goes into what it shows."""
        if self._timer.isActive():
            self._timer.stop()
            self._act()
