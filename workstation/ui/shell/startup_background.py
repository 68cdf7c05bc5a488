"""The ground of the first painting: last time's colour, because no setting has been read yet."""

import contextlib
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from workstation.domain.errors import StorageError

FILE = "window.ground"
LONGEST = len("#RRGGBB")


def lay(app: QApplication, file: Path) -> None:
    """Let windows stand on the colour kept in ``file``, or on the system's own."""
    colour = QColor(_kept(file))
    if colour.isValid():
        palette = QPalette(app.palette())
        palette.setColor(QPalette.ColorRole.Window, colour)
        app.setPalette(palette)


def keep(colour: QColor, file: Path) -> None:
    """Write the colour down for the next start; a disk that takes nothing costs no more."""
    from workstation.settings.save import write_atomically

    if colour.name() != _kept(file):
        with contextlib.suppress(StorageError):
            write_atomically(file, colour.name().encode())


def _kept(file: Path) -> str:
    try:
        with file.open("rb") as kept:
            return kept.read(LONGEST).decode("ascii", errors="replace")
    except OSError:
        return ""
