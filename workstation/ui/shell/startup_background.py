"""The ground of the first painting: last time's colour, because no setting has been read yet."""

from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from workstation.base.write_behind import window_files

FILE = "window.ground"
MAX_BYTES = len("#RRGGBB")


def restore(app: QApplication, file: Path) -> None:
    """Let windows stand on the colour kept in ``file``, or on the system's own."""
    colour = QColor((window_files.read(file, MAX_BYTES) or b"").decode("ascii", errors="replace"))
    if colour.isValid():
        palette = app.palette()  # a copy
        palette.setColor(QPalette.ColorRole.Window, colour)
        app.setPalette(palette)


def save(colour: QColor, file: Path) -> None:
    """Write the colour down for the next start; a disk that takes nothing costs no more."""
    window_files.put(file, colour.name().encode())
