"""Photos as phones write them: the pixels lie as the sensor does, Exif says how to turn them."""

import io

from PIL import Image, ImageOps
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

ORIENTATION = 0x0112
WIDE, HIGH = 48, 32
CORNERS = ("red", "lime", "blue", "yellow")
"""Of the picture as it is stored: left and right above, left and right below."""

FORMS = {
    "jpeg": ("JPEG", {"quality": 95, "subsampling": 0}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {"quality": 95}),
    "webp, lossless": ("WEBP", {"lossless": True}),
}
TURNS = range(1, 9)


def photo(name: str, turned: int) -> bytes:
    """A file in one of ``FORMS``, turned by Exif as one of ``TURNS`` says."""
    picture = Image.new("RGB", (WIDE, HIGH))
    for place, colour in enumerate(CORNERS):
        corner = Image.new("RGB", (WIDE // 2, HIGH // 2), colour)
        picture.paste(corner, (place % 2 * WIDE // 2, place // 2 * HIGH // 2))
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    exif[0x010F] = "PHONEMAKER"
    form, options = FORMS[name]
    file = io.BytesIO()
    picture.save(file, form, exif=exif.tobytes(), **options)
    return file.getvalue()


def form_of(name: str) -> str:
    """The format's own name."""
    return name.partition(",")[0]


def nearest(red: int, green: int, blue: int) -> str:
    """The corner's colour, as far as a lossy format kept it."""
    names = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
    off = {
        name: sum(abs(a - b) for a, b in zip((red, green, blue), colour, strict=True))
        for name, colour in names.items()
    }
    return min(off, key=off.__getitem__)


def as_on_the_phone(turned: int) -> tuple[str, ...]:
    """The four corners of the photo as Pillow, which shares no code with Qt, turns it."""
    jpeg = Image.open(io.BytesIO(photo("jpeg", turned)))
    return corners_of_pillow(jpeg)


def corners_of_pillow(opened: Image.Image) -> tuple[str, ...]:
    """The four corners as a program shows them that shares no code with this one."""
    picture = ImageOps.exif_transpose(opened).convert("RGB")
    width, height = picture.size
    places = ((4, 4), (width - 5, 4), (4, height - 5), (width - 5, height - 5))
    return tuple(nearest(*picture.getpixel(place)) for place in places)


def corners_of(picture: QImage) -> tuple[str, ...]:
    """The four corners of what is drawn."""
    width, height = picture.width(), picture.height()
    inset = width // 8
    places = ((inset, inset), (width - 1 - inset, inset))
    places += ((inset, height - 1 - inset), (width - 1 - inset, height - 1 - inset))
    colours = [QColor(picture.pixel(*place)) for place in places]
    return tuple(nearest(one.red(), one.green(), one.blue()) for one in colours)


def size_on_the_phone(turned: int) -> QSize:
    """Which way up the photo is."""
    size = QSize(WIDE, HIGH)
    return size.transposed() if turned >= 5 else size
