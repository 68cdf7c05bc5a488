"""Where the window stood last time, and where it may stand on the screens that are there now."""

import contextlib
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QWidget

from workstation.domain.errors import StorageError

FILE = "window.geometry"
SETTLED_MS = 1_000
MAX_BYTES = 4_096
FRAME = QSize(16, 48)
"""What borders and title bar take at most; the window manager tells only once it is shown."""


class WindowPlacement(QObject):
    """Puts ``window`` where it was, and keeps in ``file`` where it is.

    Qt itself brings a window back onto a screen that is there, as large as that allows.
    """

    def __init__(self, window: QWidget, file: Path) -> None:
        super().__init__(window)
        self._window, self._file = window, file
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self.save)
        if not window.restoreGeometry(QByteArray(self._read())):
            window.resize(_first_size(window.size(), window))
        window.installEventFilter(self)

    def save(self) -> None:
        """Write it down; a disk that takes nothing costs no more than this."""
        from workstation.atomic_write import write_atomically

        self._settled.stop()
        with contextlib.suppress(StorageError):
            write_atomically(self._file, bytes(self._window.saveGeometry().data()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Moved or resized: kept once that is over, at once when the window goes."""
        kind = event.type()
        if kind in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange}:
            self._settled.start()
        elif kind is QEvent.Type.Hide and not event.spontaneous():
            self.save()
        return super().eventFilter(watched, event)

    def _read(self) -> bytes:
        try:
            with self._file.open("rb") as file:
                return file.read(MAX_BYTES)
        except OSError:
            return b""


def _first_size(size: QSize, window: QWidget) -> QSize:
    """The size a window has the first time; with its frame it is no larger than its screen."""
    return size.boundedTo(window.screen().availableSize() - FRAME)
