"""How far two pictures differ, block by block: a moved or missing thing, not a softer edge."""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter
from PySide6.QtGui import QImage

SCALE, COLOURS = 2, 256
BLOCK = 12
TOLERANCE = 10.0
"""Mean difference of a block, of 255: fonts' smoothing stays below it, a missing word does not."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The worst block: how far, and where in the small picture."""

    most: float
    left: int
    top: int


def small(image: QImage) -> Image.Image:
    """A picture at half its size, in all its colours."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (rgb.width(), rgb.height())
    whole = Image.frombuffer("RGB", size, bytes(rgb.constBits()), "raw", "RGB", rgb.bytesPerLine())
    return whole.reduce(SCALE)


def in_few_colours(picture: Image.Image) -> Image.Image:
    """A picture as it is kept."""
    # The second look at the colours keeps plain grounds exact beside photographs.
    return picture.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)


def compare(now: Image.Image, stored: Image.Image) -> Difference:
    """How a picture of now, in all its colours, differs from one that is kept.

    Few colours differ from all by less than half of what is tolerated, so where not even that
    much is between the two, the picture of now need not be brought to few: most of the time of
    a comparison.
    """
    result = difference(now, stored)
    return result if result.most < TOLERANCE / 2 else difference(in_few_colours(now), stored)


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """Compare two pictures of one size; a pixel's shift is forgiven."""
    delta = ImageChops.difference(*(_soft(image) for image in (one, other))).convert("L")
    means = delta.reduce(BLOCK)
    most = means.getextrema()[1]
    top, left = divmod(means.tobytes().index(most), means.width)
    return Difference(float(most), left * BLOCK, top * BLOCK)


def _soft(image: Image.Image) -> Image.Image:
    return image.convert("RGB").filter(ImageFilter.BoxBlur(1))
