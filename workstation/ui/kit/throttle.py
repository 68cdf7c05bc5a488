"""How often something is shown that may change a thousand times a second."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

FRAME_MS = 66
GATHER_MS = 33


class Pace(QObject):
    """Does ``act`` at most fifteen times a second: at once after a rest, else with the next turn.

    Whatever is asked for before that turn is done by it, so the last change is always shown.
    """

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._rested = QElapsedTimer()
        self._turn = QTimer(self, singleShot=True)
        self._turn.timeout.connect(self._do)

    def ask(self) -> None:
        """Something is different."""
        if self._turn.isActive():
            return
        past = self._rested.elapsed() if self._rested.isValid() else FRAME_MS
        if past >= FRAME_MS:
            self._do()
        else:
            self._turn.start(FRAME_MS - past)

    def _do(self) -> None:
        self._act()
        self._rested.start()


class Gather(QObject):
    """Does ``act`` once for all that is asked for within a thirtieth of a second, never at once.

    So it may be asked from the middle of what it is about to change.
    """

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._turn = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._turn.timeout.connect(act)

    def ask(self, _why: object = None) -> None:
        """Something is different."""
        if not self._turn.isActive():
            self._turn.start()
