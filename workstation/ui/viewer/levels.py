"""A picture ready to be painted at any zoom, and what is changed of it for the eye alone.

To paint a photo of 12 megapixels smaller than it is, Qt reads all of it: 48 MB for every notch of
the wheel. So it is halved again and again, once and in a worker thread, and painting takes the
smallest level that still has a pixel for every pixel of the screen. At zoom 0.25 (screen pixels
per picture pixel) that is the level of a quarter, ``at(0.25) == (level, 4)``, and nothing is lost.

Levels never change after they are made: two sides may show one picture, each adjusted in its own
way. Brightness and contrast are therefore applied to the piece that is on the screen, after
painting; what is measured, copied and saved is the picture as it came.

Tests: ``test_the_level_is_the_smallest_that_loses_nothing``,
``test_adjusting_changes_what_is_shown_and_never_the_picture``,
``test_one_picture_on_both_sides_is_adjusted_on_one``.
"""

from functools import lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from workstation.domain.photo_quality import PhotoFlaw
from workstation.domain.value import Value

MIN_SIDE_PX = 256
BAND_BYTES = 64 * 1024
"""As much is adjusted at once: larger blocks come from the system for each frame, page by page
(``heap_limits``), which took a photo on a large screen from 5 to 14 ms a frame."""
ADJUSTED_FORMAT = QImage.Format.Format_RGB888
FORMAT = QImage.Format.Format_RGB32
"""Four bytes a pixel: the one that paints fastest, two to four times as fast as three bytes."""


class Adjustment(Value):
    """What the doctor turned for the eye alone: -100 to +100, and inverted or not."""

    brightness: int = 0
    contrast: int = 0
    inverted: bool = False

    def table(self) -> bytes:
        """What each of the 256 values of a channel is shown as."""
        return _table(self)

    def apply_to(self, picture: QImage) -> QImage:
        """A piece of the screen, adjusted; the piece given stays as it is."""
        adjusted = picture.convertToFormat(ADJUSTED_FORMAT)
        self.change(adjusted)
        return adjusted

    def change(self, piece: QImage) -> None:
        """Adjust a piece in ``ADJUSTED_FORMAT`` where its pixels lie."""
        pixels, table = memoryview(piece.bits()), self.table()
        for start in range(0, len(pixels), BAND_BYTES):
            band = bytes(pixels[start : start + BAND_BYTES])
            pixels[start : start + BAND_BYTES] = band.translate(table)


PLAIN = Adjustment()


class Levels:
    """A picture and its halves, so that painting costs what is seen and not what was stored.

    Made in a worker thread (halving 12 megapixels takes a while), never changed after that: two
    sides may show one picture, each adjusted in its own way. ``digest`` names the content that it
    was decoded from; of what is not ``whole`` a part was missing there; of what ``moves`` it is the
    first frame; ``flaws`` may keep it from being judged.
    """

    def __init__(
        self,
        picture: QImage,
        digest: str = "",
        *,
        whole: bool = True,
        moves: bool = False,
        flaws: tuple[PhotoFlaw, ...] = (),
    ) -> None:
        self.digest, self.whole, self.moves, self.flaws = digest, whole, moves, flaws
        self._all = [picture.convertToFormat(FORMAT)]
        while min(self._all[-1].width(), self._all[-1].height()) > MIN_SIDE_PX:
            self._all.append(_halve(self._all[-1]))

    @property
    def width(self) -> int:
        """The width of the whole picture, in its own pixels."""
        return self._all[0].width()

    @property
    def height(self) -> int:
        """The height of the whole picture, in its own pixels."""
        return self._all[0].height()

    @property
    def original(self) -> QImage:
        """The picture as decoded."""
        return self._all[0]

    def at(self, zoom: float) -> tuple[QImage, int]:
        """The level to paint for ``zoom`` (device pixels per picture pixel), and its divisor."""
        number = 0
        while number + 1 < len(self._all) and zoom * 2 ** (number + 1) <= 1:
            number += 1
        return self._all[number], 2**number


@lru_cache(maxsize=8)
def _table(adjustment: Adjustment) -> bytes:
    contrast = adjustment.contrast
    gain = (100 + contrast) / 100 if contrast <= 0 else 1 + contrast / 50
    shift = adjustment.brightness * 1.28
    values = (round((value - 128) * gain + 128 + shift) for value in range(256))
    clamped = (min(max(value, 0), 255) for value in values)
    return bytes(255 - value if adjustment.inverted else value for value in clamped)


def _halve(picture: QImage) -> QImage:
    size = (picture.size() / 2).expandedTo(QSize(1, 1))
    return picture.scaled(
        size,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(FORMAT)
