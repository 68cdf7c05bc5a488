"""Which flaws a decoded photo may have; call it in a worker thread."""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from workstation.domain.photo_quality import (
    APART,
    COMPARED_SIDE,
    MIN_SIDE,
    PhotoFlaw,
    Plane,
    is_blurred,
    is_dark,
    is_overexposed,
)

JUDGED_BOX = QSize(MIN_SIDE, MIN_SIDE)
"""As large as a photo has to be decoded to be judged."""

BLUE, GREEN, RED = range(3)
"""In Qt's 32 bits a point, as they lie in memory."""
POINT_BYTES = 4


def find_flaws(picture: QImage) -> tuple[PhotoFlaw, ...]:
    """What may keep a photo from being judged, the gravest first; about 2 ms.

    The picture is whole, or at least as large as needed to fill ``JUDGED_BOX``.
    """
    compared = _scale(picture, COMPARED_SIDE)
    return tuple(_flaws(max(picture.width(), picture.height()), compared))


def _flaws(side: int, compared: QImage) -> Iterator[PhotoFlaw]:
    colours = _sampled_colours(compared)
    if is_dark(colours):
        yield PhotoFlaw.DARK  # and whether it is sharp, nobody sees
    elif is_overexposed(colours):
        yield PhotoFlaw.OVEREXPOSED
    elif side >= MIN_SIDE and is_blurred(_halved(compared)):
        yield PhotoFlaw.BLURRED
    if side < MIN_SIDE:
        yield PhotoFlaw.SMALL


def _halved(compared: QImage) -> Iterator[Plane]:
    """The picture in halves, by its green: that is most of its brightness, without conversion."""
    for divisor in (1, 2, 4):
        picture = _scale(compared, COMPARED_SIDE // divisor)
        yield _plane(picture, GREEN)


def _scale(picture: QImage, side: int) -> QImage:
    return picture.scaled(
        side,
        side,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB32)


def _plane(picture: QImage, colour: int) -> Plane:
    """The plane of one colour; true as long as the picture is."""
    content = memoryview(picture.constBits())[colour:]
    return Plane(picture.width(), picture.height(), POINT_BYTES, picture.bytesPerLine(), content)


def _sampled_colours(picture: QImage) -> list[bytes]:
    """The red, green and blue of one point in each square; of a thinner line, of its own."""
    planes = [_plane(picture, colour) for colour in (RED, GREEN, BLUE)]
    rows = range(min(APART // 2, picture.height() - 1), picture.height(), APART)
    return [b"".join(plane.row(y, APART) for y in rows) for plane in planes]
