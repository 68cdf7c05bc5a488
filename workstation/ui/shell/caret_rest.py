"""Stops the blinking of a caret that was not moved for some time.

Each blink wakes the computer and repaints a part of the window, twice a second while the window is
active. GTK's carets stop after the same time.
"""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

REST_MS = 10_000
AS_THE_SYSTEM_SAYS, NEVER = -1, 0


class CaretRest(QObject):
    """Lets the carets of all windows rest until ``parent`` is gone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self.rest)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self.blink)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.blink)

    def blink(self) -> None:
        """Let the caret blink, as it was moved or another field has it."""
        QGuiApplication.styleHints().setCursorFlashTime(AS_THE_SYSTEM_SAYS)
        self._timer.start()

    def rest(self) -> None:
        """Let the caret rest, as it was not moved for a while."""
        QGuiApplication.styleHints().setCursorFlashTime(NEVER)
