"""Boxes burnt into a copy of a photo: its pixels are made anew, and nothing else of it is kept.

Invariant: of what lay below a box, and of everything in the file that is no pixel (EXIF with its
thumbnail and place, comments, colour profile, further frames of an animation, what a transparent
pixel hides), the copy holds nothing. So the copy is painted onto a new picture, never edited.
Tests: ``test_nothing_of_what_lay_below_a_box_is_left``,
``test_nothing_but_pixels_is_left``.
"""

import hashlib

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from workstation.domain.errors import BrokenMedia, MediaTooLarge
from workstation.domain.redaction import PhotoRedaction, PixelBox
from workstation.domain.value import Value
from workstation.ui.media import pictures

COPY_FORM = "jpeg"
MAX_COPY_BYTES = 20 * 1024 * 1024
"""A picture may have no more, or nobody opens the copy and it cannot be sent."""
QUALITIES = (pictures.JPEG_QUALITY, 75, 60, 45, 30)
"""Noise of 40 megapixels, which compresses worst: 32, 23, 18, 14 and 11 MB."""
MIN_BOX_PX = 1


class RedactablePhoto(Value):
    """A photo to draw boxes on: a small picture of it, its true size, the hash of its file."""

    preview: QImage
    size: QSize
    digest: str


def digest_of(content: bytes) -> str:
    """The name of a photo's file by its content, whatever its address; blocking."""
    return hashlib.sha256(content).hexdigest()


def open_photo(content: bytes, form: str, max_side: int) -> RedactablePhoto:
    """The photo upright, no larger than ``max_side``. Raises ``MediaError`` as ``decode``."""
    picture = _flattened(pictures.decode(content, form))
    preview = picture
    if max(picture.width(), picture.height()) > max_side:
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        preview = picture.scaled(max_side, max_side, keep, smooth)
    return RedactablePhoto(preview, picture.size(), digest_of(content))


def burn_boxes(content: bytes, form: str, redaction: PhotoRedaction) -> bytes:
    """A JPEG with the boxes in black. Raises ``MediaError``, also for a file that is another now.

    What lies beyond the photo of a box is nothing; one of no pixel covers one. A copy that would
    be larger than a picture may be is encoded anew with less detail, never with fewer pixels: the
    boxes are told in pixels.
    """
    if digest_of(content) != redaction.digest:
        raise BrokenMedia("not the photo that the boxes were drawn on")
    copy = _flattened(pictures.decode(content, form))
    painter = QPainter(copy)
    for box in redaction.boxes:
        painter.fillRect(_rectangle(box), Qt.GlobalColor.black)
    painter.end()
    return _encode_within_bound(copy)


def _encode_within_bound(copy: QImage) -> bytes:
    content = b""
    for quality in QUALITIES:
        content = pictures.encode(copy, COPY_FORM, quality)
        if len(content) <= MAX_COPY_BYTES:
            return content
    raise MediaTooLarge(f"a copy of {len(content)} bytes")


def _flattened(picture: QImage) -> QImage:
    """The pixels alone, on white, without profile, texts and resolution."""
    copy = QImage(picture.size(), QImage.Format.Format_RGB32)
    if copy.isNull():
        raise BrokenMedia("no room for a copy")
    copy.fill(Qt.GlobalColor.white)
    painter = QPainter(copy)
    painter.drawImage(QRect(0, 0, picture.width(), picture.height()), picture)
    painter.end()
    return copy


def _rectangle(box: PixelBox) -> QRect:
    return QRect(box.left, box.top, max(box.width, MIN_BOX_PX), max(box.height, MIN_BOX_PX))
