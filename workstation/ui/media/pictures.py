"""Decoding pictures from outside within bounds; call it in a worker thread.

The format is the one the content was found to be, never the declared one, so an SVG under the name
of a JPEG is refused. EXIF orientation and colour profile are applied. What is transparent lies on
white, as in a browser; what the file says in words (comments, XMP with the place) is not taken in,
since Qt writes it into whatever is made of a picture: the clipboard's, a PDF's. A printer's inks
(CMYK) become the colours of a screen.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QPainter, QPixelFormat, QTransform

from workstation.domain.errors import BrokenMedia, MediaTooLarge, UnsupportedMedia
from workstation.services.picture_forms import heic_pixmap, orientation_unread
from workstation.ui.kit.fields.mime import GivenPicture

DECODABLE = frozenset({"jpeg", "png", "gif", "webp", "bmp"})
MOVING = frozenset({"gif", "webp"})
MAX_PIXELS = 40_000_000
"""Decoded ones: 160 MB."""
MAX_SCALED_PIXELS = 220_000_000
"""Those of a JPEG, of which then only some eighths are decoded."""
EIGHTHS = 8
ALLOCATION_MEGABYTES = 192
MAX_SENT_SIDE = 2_048
MAX_SENT_BYTES = 1_500_000
JPEG_QUALITY = 88
COPIED_QUALITY = 95
MIRRORED = frozenset({2, 4, 5, 7})
"""Of Exif's orientations: those that are turned when left and right have changed places."""
DEGREES = {3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270}
"""Clockwise."""


def decode(content: bytes, form: str, box: QSize | None = None) -> QImage:
    """The picture, upright; with ``box`` no larger than needed to fill it. Only HEIC is optional.

    A JPEG of more than 40 megapixels comes with as many eighths of its sides as fit into that, the
    same for everybody: these pixels are what is measured and covered.

    Raises ``UnsupportedMedia``, ``MediaTooLarge`` or ``BrokenMedia``.
    """
    return decode_scaled(content, form, box)[0]


def decode_scaled(content: bytes, form: str, box: QSize | None) -> tuple[QImage, float]:
    """The picture as by ``decode``, and how many of its pixels are one of the photo's, at most 1.

    Raises ``UnsupportedMedia``, ``MediaTooLarge`` or ``BrokenMedia``.
    """
    if form == "heic":
        content, form = heic_pixmap(content), "ppm"
    elif form not in DECODABLE:
        raise UnsupportedMedia(form)
    buffer = _buffer_of(content)
    reader = _reader(buffer, form)
    size = reader.size()
    if not size.isValid():
        raise BrokenMedia("no size")
    whole = _largest_size(size, form)
    _bound_memory(whole, reader.imageFormat())
    scaled = whole if box is None else _scaled_size(whole, box)
    if scaled != size:
        reader.setScaledSize(scaled)
    picture = reader.read()
    if picture.isNull():
        raise BrokenMedia(reader.errorString())
    scale = max(picture.width(), picture.height()) / max(whole.toTuple())
    return _turned(_drawn(_to_srgb(picture)), orientation_unread(content, form)), scale


def crop(picture: QImage, size: QSize) -> QImage:
    """The middle of ``picture`` at exactly ``size``.

    It is cut before it is made larger: a line of 32,767 pixels, as high as a thumbnail, takes 4 GB.
    """
    part = size.scaled(picture.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    x = (picture.width() - part.width()) // 2
    y = (picture.height() - part.height()) // 2
    return picture.copy(x, y, part.width(), part.height()).scaled(
        size,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def shrink(content: bytes, form: str) -> bytes:
    """The picture upright as a JPEG of at most ``MAX_SENT_SIDE`` pixels on a side.

    Given back as it is: one that is small already, and one that moves, which a JPEG does not.
    Errors as for ``decode``.
    """
    picture = decode(content, form)
    is_small = max(picture.width(), picture.height()) <= MAX_SENT_SIDE
    if (is_small and len(content) <= MAX_SENT_BYTES) or moves(content, form):
        return content
    small = picture.scaled(
        MAX_SENT_SIDE,
        MAX_SENT_SIDE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    if is_small:
        small = picture
    return encode(small, "jpeg")


def encode(picture: QImage, form: str, quality: int = JPEG_QUALITY) -> bytes:
    """The picture as a file of that format. Raises ``BrokenMedia``."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, form, quality):  # type: ignore[call-overload]
        raise BrokenMedia("not encoded")
    return bytes(buffer.data().data())


def encode_copied(picture: QImage, max_bytes: int) -> bytes:
    """A picture off the clipboard as PNG; as JPEG, on white, where that is over ``max_bytes``.

    What another program copies is its pixels: a photo of 4 MB as a file is one of 25 MB as PNG, and
    was refused as too large. Raises ``BrokenMedia``.
    """
    content = encode(picture, "png")
    if len(content) <= max_bytes:
        return content
    return encode(_drawn(picture), "jpeg", COPIED_QUALITY)


def upright(content: bytes, form: str, max_bytes: int) -> bytes:
    """The picture so that it lies right also where no Exif is read; a JPEG's is read everywhere.

    Given back as it is: one that lies right, and one that moves. Errors as for ``decode``.
    """
    if orientation_unread(content, form) == 1 or moves(content, form):
        return content
    return encode_copied(decode(content, form), max_bytes)


def content_of(given: GivenPicture, max_bytes: int) -> bytes:
    """A picture off the clipboard as a file: as ``encode_copied``, where it is none."""
    return given if isinstance(given, bytes) else encode_copied(given, max_bytes)


def moves(content: bytes, form: str) -> bool:
    """Whether it has more than one frame, of the formats whose frames are known here."""
    if form not in MOVING:
        return False
    buffer = _buffer_of(content)
    return _reader(buffer, form).imageCount() > 1


def _buffer_of(content: bytes) -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def _reader(buffer: QBuffer, form: str) -> QImageReader:
    QImageReader.setAllocationLimit(ALLOCATION_MEGABYTES)
    reader = QImageReader(buffer, QByteArray(form.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    return reader


def _largest_size(size: QSize, form: str) -> QSize:
    """The size in which the picture is decoded at most. Raises ``MediaTooLarge``.

    Decoders of JPEG make eighths of a picture out of its coefficients, for no more memory than
    those take; any other size they would make of one that is larger.
    """
    pixels = size.width() * size.height()
    if pixels > (MAX_SCALED_PIXELS if form == "jpeg" else MAX_PIXELS):
        raise MediaTooLarge(f"{size.width()} x {size.height()}")
    for eighths in range(EIGHTHS, 1, -1):
        largest = _in_eighths(size, eighths)
        if largest.width() * largest.height() <= MAX_PIXELS:
            return largest
    return _in_eighths(size, 1)


def _bound_memory(size: QSize, pixel: QImage.Format) -> None:
    """Raise ``MediaTooLarge`` for what Qt would refuse as if it could not be read.

    Only a PNG has pixels of 8 bytes, those of 16 bits each.
    """
    bits = QImage.toPixelFormat(pixel).bitsPerPixel()
    if size.width() * size.height() * bits > ALLOCATION_MEGABYTES * 8 * 1024 * 1024:
        raise MediaTooLarge(f"{size.width()} x {size.height()} of {bits} bits")


def _in_eighths(size: QSize, eighths: int) -> QSize:
    width, height = (-(-side * eighths // EIGHTHS) for side in (size.width(), size.height()))
    return QSize(width, height)


def _to_srgb(picture: QImage) -> QImage:
    """The picture in the screen's colours: a phone's wide ones would be paler, a rash less red."""
    space = picture.colorSpace()
    if not space.isValid() or space == QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        return picture
    converted = picture.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    return picture if converted.isNull() else converted


def _drawn(picture: QImage) -> QImage:
    """The picture drawn anew: what is seen of it, in screen colours. Raises ``BrokenMedia``."""
    has_inks = picture.pixelFormat().colorModel() is QPixelFormat.ColorModel.CMYK
    if not has_inks and not picture.hasAlphaChannel() and not picture.textKeys():
        return picture
    sheet = QImage(picture.size(), QImage.Format.Format_RGB32)
    if sheet.isNull():
        raise BrokenMedia("no room for it")
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, picture)
    painter.end()
    return sheet


def _turned(picture: QImage, orientation: int) -> QImage:
    """The picture turned as Exif's orientation says; Qt turns only JPEG by it."""
    turn = QTransform().rotate(DEGREES.get(orientation, 0))
    if orientation in MIRRORED:
        turn = QTransform.fromScale(-1, 1) * turn
    return picture if turn.isIdentity() else picture.transformed(turn)


def _scaled_size(size: QSize, box: QSize) -> QSize:
    # The size is known before the EXIF turn, so the box is made square: either way up fills it.
    side = max(box.width(), box.height())
    if min(size.width(), size.height()) <= side:
        return size
    return size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
