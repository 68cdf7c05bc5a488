"""One picture at falling sizes, so that painting costs what is seen and not what was stored."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

SMALLEST_SIDE = 256


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What the doctor turned for the eye alone: -100 to +100, and inverted or not."""

    brightness: int = 0
    contrast: int = 0
    inverted: bool = False

    def table(self) -> bytes:
        """What each of the 256 values of a channel is shown as."""
        gain = (100 + self.contrast) / 100 if self.contrast <= 0 else 1 + self.contrast / 50
        shift = self.brightness * 1.28
        values = (round((value - 128) * gain + 128 + shift) for value in range(256))
        kept = (min(max(value, 0), 255) for value in values)
        return bytes(255 - value if self.inverted else value for value in kept)


PLAIN = Adjustment()


class Levels:
    """A picture and its halves; each level is adjusted only when it is shown.

    Made in a worker thread (halving 12 megapixels takes a while), read in the window's.
    """

    def __init__(self, picture: QImage) -> None:
        self._plain = [_opaque(picture)]
        while min(self._plain[-1].width(), self._plain[-1].height()) > SMALLEST_SIDE:
            self._plain.append(_halved(self._plain[-1]))
        self._adjustment = PLAIN
        self._adjusted: dict[int, QImage] = {}

    @property
    def width(self) -> int:
        """Of the whole picture, in its own pixels."""
        return self._plain[0].width()

    @property
    def height(self) -> int:
        """Of the whole picture, in its own pixels."""
        return self._plain[0].height()

    @property
    def original(self) -> QImage:
        """The picture as decoded, never adjusted."""
        return self._plain[0]

    def adjust(self, adjustment: Adjustment) -> None:
        """Show the picture so from now on; the stored one stays as it is."""
        if adjustment != self._adjustment:
            self._adjustment = adjustment
            self._adjusted.clear()

    def at(self, zoom: float) -> tuple[QImage, int]:
        """The level to paint for ``zoom`` (device pixels per picture pixel), and its divisor."""
        number = 0
        while number + 1 < len(self._plain) and zoom * 2 ** (number + 1) <= 1:
            number += 1
        return self._shown(number), 2**number

    def _shown(self, number: int) -> QImage:
        if self._adjustment == PLAIN:
            return self._plain[number]
        if number not in self._adjusted:
            self._adjusted[number] = _mapped(self._plain[number], self._adjustment.table())
        return self._adjusted[number]


def _opaque(picture: QImage) -> QImage:
    # Transparent parts of a PNG are shown on white, as a browser or a phone does.
    if picture.hasAlphaChannel():
        flat = QImage(picture.size(), QImage.Format.Format_RGB888)
        flat.fill(Qt.GlobalColor.white)
        _paint_over(flat, picture)
        return flat
    return picture.convertToFormat(QImage.Format.Format_RGB888)


def _paint_over(ground: QImage, picture: QImage) -> None:
    painter = QPainter(ground)
    painter.drawImage(0, 0, picture)
    painter.end()


def _halved(picture: QImage) -> QImage:
    size = (picture.size() / 2).expandedTo(QSize(1, 1))
    return picture.scaled(
        size,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB888)


def _mapped(picture: QImage, table: bytes) -> QImage:
    content = bytes(picture.constBits()).translate(table)
    # The copy owns its pixels; the temporary one points into ``content``.
    return QImage(
        content,
        picture.width(),
        picture.height(),
        picture.bytesPerLine(),
        QImage.Format.Format_RGB888,
    ).copy()
