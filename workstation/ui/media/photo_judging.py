"""Which flaws a decoded photo may have; call it in a worker thread."""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from workstation.domain.photo_quality import (
    COMPARED_SIDE,
    MIN_SIDE,
    OVERVIEW_SIDE,
    PhotoFlaw,
    Plane,
    is_blurred,
    is_dark,
    is_overexposed,
)

JUDGED_BOX = QSize(MIN_SIDE, MIN_SIDE)
"""As large as a photo has to be decoded to be judged."""


def find_flaws(picture: QImage) -> tuple[PhotoFlaw, ...]:
    """What may keep it from being judged, the gravest first; about 5 ms.

    The picture is whole, or at least as large as needed to fill ``JUDGED_BOX``.
    """
    # Twice halved or once, by whatever the format's decoder can do, sharpness is another.
    compared = _scale(_scale(picture, 2 * COMPARED_SIDE), COMPARED_SIDE)
    overview = _scale(compared, OVERVIEW_SIDE)
    return tuple(_flaws(max(picture.width(), picture.height()), compared, overview))


def _flaws(side: int, compared: QImage, overview: QImage) -> Iterator[PhotoFlaw]:
    brightness = _plane(overview)
    if is_dark(brightness):
        yield PhotoFlaw.DARK  # and whether it is sharp, nobody sees
    elif is_overexposed(_colours(overview)):
        yield PhotoFlaw.OVEREXPOSED
    elif side >= MIN_SIDE and is_blurred(brightness, _halved(compared)):
        yield PhotoFlaw.BLURRED
    if side < MIN_SIDE:
        yield PhotoFlaw.SMALL


def _halved(compared: QImage) -> Iterator[Plane]:
    yield _plane(compared)
    yield _plane(_scale(compared, COMPARED_SIDE // 2))
    yield _plane(_scale(compared, COMPARED_SIDE // 4))


def _scale(picture: QImage, side: int) -> QImage:
    return picture.scaled(
        side,
        side,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _plane(picture: QImage) -> Plane:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    return Plane(grey.width(), grey.height(), grey.bytesPerLine(), bytes(grey.constBits()))


def _colours(picture: QImage) -> Iterator[tuple[int, int, int]]:
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    content, stride = bytes(plain.constBits()), plain.bytesPerLine()
    for start in range(0, plain.height() * stride, stride):
        row = content[start : start + 3 * plain.width()]
        yield from zip(row[::3], row[1::3], row[2::3], strict=True)
