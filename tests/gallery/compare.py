"""How far two pictures differ, block by block: a moved or missing thing, not a softer edge."""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter, ImageStat
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
    """A picture as it is kept: half the size, few colours."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (rgb.width(), rgb.height())
    whole = Image.frombuffer("RGB", size, bytes(rgb.constBits()), "raw", "RGB", rgb.bytesPerLine())
    # The second look at the colours keeps plain grounds exact beside photographs.
    return whole.reduce(SCALE).quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """Compare two pictures of one size; a pixel's shift is forgiven."""
    delta = ImageChops.difference(*(_soft(image) for image in (one, other))).convert("L")
    worst = Difference(0.0, 0, 0)
    for top in range(0, delta.height, BLOCK):
        for left in range(0, delta.width, BLOCK):
            mean = ImageStat.Stat(delta.crop((left, top, left + BLOCK, top + BLOCK))).mean[0]
            if mean > worst.most:
                worst = Difference(mean, left, top)
    return worst


def _soft(image: Image.Image) -> Image.Image:
    return image.convert("RGB").filter(ImageFilter.BoxBlur(1))
