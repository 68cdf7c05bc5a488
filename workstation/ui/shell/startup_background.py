"""The ground of the first painting: last time's colour, because no setting has been read yet."""

import contextlib
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from workstation.domain.errors import StorageError

FILE = "window.ground"
MAX_BYTES = len("#RRGGBB")


def restore(app: QApplication, file: Path) -> None:
    """Let windows stand on the colour kept in ``file``, or on the system's own."""
    colour = QColor(_read(file))
    if colour.isValid():
        palette = app.palette()  # a copy
        palette.setColor(QPalette.ColorRole.Window, colour)
        app.setPalette(palette)


def save(colour: QColor, file: Path) -> None:
    """Write the colour down for the next start; a disk that takes nothing costs no more."""
    from workstation.atomic_write import write_atomically

    if colour.name() != _read(file):
        with contextlib.suppress(StorageError):
            write_atomically(file, colour.name().encode())


def _read(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES).decode("ascii", errors="replace")
    except OSError:
        return ""
