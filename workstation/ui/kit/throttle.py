"""How often something is shown that may change a thousand times a second.

A flood of messages changes lists far more often than a screen shows them. ``Throttle`` acts at
once after a rest, else with its next turn; the last change is always shown. ``Debounce`` acts once
for all requests within 33 ms and never at once, so it may be asked from the middle of what it is
about to change: between ``beginInsertRows`` and ``endInsertRows``, say.

Nobody reads what changes without end, and each frame of it costs a whole one. So as long as there
is no rest each turn waits twice as long as the one before, up to a bound::

    Throttle   at once · 66 ms · 133 ms · 133 ms … a rest · at once
    Debounce   33 ms · 66 ms · 132 ms · 200 ms · 200 ms … a rest · 33 ms

Tests: ``test_a_flood_is_shown_once_and_then_its_last_state``,
``test_after_a_rest_a_change_is_shown_at_once``, ``test_what_never_rests_is_shown_less_often``.
"""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

FRAME_MS = 66
DEBOUNCE_MS = 33
MAX_FRAME_MS = 133
MAX_DEBOUNCE_MS = 200


class Pauses:
    """How long it is from one turn to the next: ``first_ms``, doubled while there is no rest."""

    def __init__(self, longest_ms: int) -> None:
        self._longest_ms, self._times = longest_ms, 1
        self._since_last = QElapsedTimer()

    def left_ms(self, first_ms: int) -> int:
        """How much of the pause is left; nothing after a rest, and the next pause is short."""
        pause_ms = max(first_ms, min(self._times * first_ms, self._longest_ms))
        elapsed_ms = self._since_last.elapsed() if self._since_last.isValid() else pause_ms
        if elapsed_ms >= pause_ms:
            self._times = 1
        return max(0, pause_ms - elapsed_ms)

    def begin(self, first_ms: int, *, rested: bool) -> None:
        """Begin a wait: a turn was taken now, after a rest or not."""
        if not rested and self._times * first_ms < self._longest_ms:
            self._times *= 2
        self._since_last.start()


class Throttle(QObject):
    """Does ``act`` at most fifteen times a second: at once after a rest, else with the next turn.

    Whatever is asked for before that turn is done by it, so the last change is always shown. What
    never rests waits for up to ``longest_ms``.
    """

    def __init__(
        self, act: Callable[[], object], parent: QObject, longest_ms: int = MAX_FRAME_MS
    ) -> None:
        super().__init__(parent)
        self._act = act
        self._pauses = Pauses(longest_ms)
        self._rested = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._do)

    def request(self) -> None:
        """Ask for ``act``: something is different."""
        if self._timer.isActive():
            return
        left_ms = self._pauses.left_ms(FRAME_MS)
        self._rested = not left_ms
        if self._rested:
            self._do()
        else:
            self._timer.start(left_ms)

    def _do(self) -> None:
        self._act()
        self._pauses.begin(FRAME_MS, rested=self._rested)


class Debounce(QObject):
    """Does ``act`` once for all that is asked for within a thirtieth of a second, never at once.

    So it may be asked from the middle of what it is about to change. What never rests is done five
    times a second.
    """

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._pauses = Pauses(MAX_DEBOUNCE_MS)
        self._rested = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._do)

    def request(self, _why: object = None) -> None:
        """Ask for ``act``: something is different."""
        if not self._timer.isActive():
            left_ms = self._pauses.left_ms(DEBOUNCE_MS)
            self._rested = not left_ms
            self._timer.start(max(DEBOUNCE_MS, left_ms))

    def flush(self) -> None:
        """Call now what was asked for: a key, say, goes into what it shows."""
        if self._timer.isActive():
            self._timer.stop()
            self._do()

    def _do(self) -> None:
        self._act()
        self._pauses.begin(DEBOUNCE_MS, rested=self._rested)
