"""A row that was gone to, marked for a moment, so that the eye finds it."""

from collections.abc import Hashable

from PySide6.QtCore import QObject, QTimer

from workstation.ui.conversation.timeline.view import TimelineView

MARK_MS = 2_000


class RowMark(QObject):
    """Marks one row of a view at a time."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self._view = view
        self._timer = QTimer(self, singleShot=True, interval=MARK_MS)
        self._timer.timeout.connect(self._clear)

    def show(self, key: Hashable) -> None:
        """Mark a row; another one is marked no more."""
        self._view.marked = key
        self._view.viewport().update()
        self._timer.start()

    def _clear(self) -> None:
        self._view.marked = None
        self._view.viewport().update()
