"""What a phone does to a scene: sharpness, grain, light fall-off, and the tags in the file."""
# ruff: noqa: PLR2004 - proportions and chances of a picture stand where they are used

import io
from random import Random
from typing import Final

from PIL import Image, ImageChops

from workstation.clinic.drawing.order import PictureOrder
from workstation.clinic.drawing.texture import Size, blurred, noise, stretched, tinted, variation

TILE: Final = 1024
WORK_SIDE: Final = 1344
BLUR_SHARE: Final = 6 / 1600
DARK_SHARE: Final = 0.3
_ORIENTATIONS: Final = (1, 6, 8, 3)
_ORIENTATION_WEIGHTS: Final = (10, 5, 2, 2)
_STORED_TURN: Final = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}
_PHONES: Final = (("Huawei", "ALN-AL00"), ("Xiaomi", "23127PN0CC"), ("Apple", "iPhone 13"))
_TAG_MAKE, _TAG_MODEL, _TAG_ORIENTATION, _TAG_GPS = 271, 272, 274, 34853
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4


def work_size(order: PictureOrder, side: int = WORK_SIDE) -> Size:
    """The size to compose at; the finished picture is enlarged from it."""
    scale = min(1.0, side / max(order.width, order.height))
    return round(order.width * scale), round(order.height * scale)


def developed(image: Image.Image, order: PictureOrder, *, pores: float) -> Image.Image:
    """The picture enlarged to the ordered size, with skin or paper texture and sensor's grain."""
    random = order.random("camera")
    image = tinted(image, _corners(image.size), (0.80, 0.78, 0.77))
    full = image.resize((order.width, order.height), Image.Resampling.BICUBIC)
    tile = _grain_tile(random, pores)
    return variation(full, _tiled(tile, full.size), (9, 9, 9))


def spoiled(image: Image.Image, order: PictureOrder) -> Image.Image:
    """The photo as of a hand that moved, or a room without light; mostly as it is."""
    if order.flaw == "blurred":
        return blurred(image, BLUR_SHARE * max(image.size))
    if order.flaw == "dark":
        return image.point(lambda level: round(level * DARK_SHARE))
    return image


def _corners(size: Size) -> Image.Image:
    return stretched(Image.radial_gradient("L").resize(size, Image.Resampling.BILINEAR), 150, 400)


def _grain_tile(random: Random, pores: float) -> Image.Image:
    """Fine grain, and over it the coarser pattern of pores."""
    raw = noise(random, (TILE, TILE))
    coarse = stretched(ImageChops.subtract(blurred(raw, 2.2), blurred(raw, 6), 1, 128), 104, 152)
    fine = stretched(blurred(raw, 0.7), 40, 215)
    return Image.blend(fine, coarse, pores)


def _tiled(tile: Image.Image, size: Size) -> Image.Image:
    whole = Image.new("L", size)
    for row, top in enumerate(range(0, size[1], TILE)):
        for column, left in enumerate(range(0, size[0], TILE)):
            turn = (row * 3 + column) % 4
            piece = tile if turn == 0 else tile.transpose(_TURNS[turn])
            whole.paste(piece, (left, top))
    return whole


_TURNS: Final = {
    1: Image.Transpose.FLIP_LEFT_RIGHT,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.FLIP_TOP_BOTTOM,
}


def file_of(image: Image.Image, order: PictureOrder) -> bytes:
    """The bytes of the ordered format; a JPEG may be stored turned, with the tag that says so."""
    file = io.BytesIO()
    if order.format == "png":
        image.save(file, "PNG", compress_level=3)
    elif order.format == "webp":
        image.save(file, "WEBP", quality=80, method=1)
    else:
        _save_jpeg(image, order, file)
    return file.getvalue()


def _save_jpeg(image: Image.Image, order: PictureOrder, file: io.BytesIO) -> None:
    random = order.random("exif")
    orientation = random.choices(_ORIENTATIONS, _ORIENTATION_WEIGHTS)[0]
    exif = Image.Exif()
    exif[_TAG_MAKE], exif[_TAG_MODEL] = random.choice(_PHONES)
    exif[_TAG_ORIENTATION] = orientation
    if random.random() < 0.4:
        exif[_TAG_GPS] = _position(random)
    if orientation != 1:
        image = image.transpose(_STORED_TURN[orientation])
    image.save(file, "JPEG", quality=82, subsampling="4:2:0", exif=exif)


def _position(random: Random) -> dict[int, object]:
    """The tag of a place that does not matter: a client must take it out before sharing."""
    latitude, longitude = random.uniform(22, 41), random.uniform(102, 121)
    return {
        _LATITUDE_REF: "N",
        _LATITUDE: _degrees(latitude),
        _LONGITUDE_REF: "E",
        _LONGITUDE: _degrees(longitude),
    }


def _degrees(value: float) -> tuple[float, float, float]:
    whole, minutes = int(value), value % 1 * 60
    return float(whole), float(int(minutes)), round(minutes % 1 * 60, 2)
