"""A text as a QR code, to be scanned from the screen."""

import math

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.painting import painting
from workstation.ui.kit.strings import tr

QUIET = 4
"""Modules left free on each side (ISO/IEC 18004, 9.1)."""
MODULE = 3
"""Pixels of a module at least: less is too fine for a phone's camera."""


def modules_of(text: str) -> tuple[bytes, ...]:
    """The rows of a text's QR code; 1 is dark. As coarse as its length allows."""
    code = segno.make_qr(text, error="l", mode="byte", encoding="utf-8", boost_error=False)
    return tuple(bytes(row) for row in code.matrix)


class QrCode(QWidget):
    """A QR code, dark on light in both themes: scanners need not read the other way round."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._modules: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    @property
    def text(self) -> str:
        """The text that a phone reads."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show the code of another text."""
        if text != self._text:
            self._text, self._modules = text, modules_of(text)
            self.updateGeometry()
            self.update()

    def retranslate(self) -> None:
        """Name the code for a screen reader; its text is behind the button that copies it."""
        self.setAccessibleName(tr("connection.code_name"))

    def sizeHint(self) -> QSize:
        side = (len(self._modules) + 2 * QUIET) * MODULE
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        count = len(self._modules) + 2 * QUIET
        with painting(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            painter.setRenderHint(painter.RenderHint.Antialiasing, on=False)
            # Whole pixels of the screen: a module of two and a half is none to a camera.
            ratio = self.devicePixelRatioF()
            side = math.floor(self.width() * ratio / count) / ratio
            for y, row in enumerate(self._modules, QUIET):
                for x, dark in enumerate(row, QUIET):
                    if dark:
                        square = QRectF(x * side, y * side, side, side)
                        painter.fillRect(square, Qt.GlobalColor.black)
