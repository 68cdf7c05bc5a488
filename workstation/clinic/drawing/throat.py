"""An open mouth under a torch: tongue, palate, tonsils, and what may sit on them."""
# ruff: noqa: PLR2004 - proportions and chances of a picture stand where they are used

from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from workstation.clinic.drawing.texture import (
    Colour,
    Size,
    blurred,
    faded,
    noise,
    painted,
    relief,
    stretched,
    tinted,
    uneven,
    variation,
)

_LIP: Final = (196, 104, 98)
_CAVITY: Final = (58, 18, 20)
_TONGUE: Final = (214, 126, 122)
_PALATE: Final = (196, 92, 88)
_TEETH: Final = (238, 228, 206)


@dataclass(frozen=True, slots=True)
class _Mouth:
    """The mouth's middle and half sizes in pixels."""

    x: float
    y: float
    wide: float
    high: float

    def box(self, x: float, y: float, wide: float, high: float) -> tuple[float, ...]:
        """An ellipse's box, in parts of the mouth's half sizes from its middle."""
        middle_x, middle_y = self.x + x * self.wide, self.y + y * self.high
        reach_x, reach_y = wide * self.wide, high * self.high
        return middle_x - reach_x, middle_y - reach_y, middle_x + reach_x, middle_y + reach_y


def throat(person: Random, random: Random, size: Size, skin: Image.Image) -> Image.Image:
    """A throat in a face of the given skin."""
    mouth = _Mouth(
        size[0] * random.uniform(0.47, 0.53),
        size[1] * random.uniform(0.48, 0.54),
        min(size) * 0.46,
        min(size) * random.uniform(0.44, 0.52),
    )
    image = _layer(skin, mouth.box(0, 0, 1.05, 1.06), _LIP, mouth.wide / 26)
    image = relief(image, _disc(size, mouth.box(0, 0, 1.04, 1.04), mouth.wide / 12), 6, -0.3)
    inside = _disc(size, mouth.box(0, 0, 0.95, 0.95), mouth.wide / 40)
    depth = _back(random, size, mouth, swollen=person.random() < 0.7)
    image = Image.composite(_torch(depth, mouth), image, inside)
    return variation(image, uneven(random, size, 60), (4, 5, 5))


def _back(random: Random, size: Size, mouth: _Mouth, *, swollen: bool) -> Image.Image:
    image = Image.new("RGB", size, _PALATE)
    image = variation(image, uneven(random, size, 18), (14, 12, 12))
    image = _layer(image, mouth.box(0, 0.02, 0.50, 0.50), _CAVITY, mouth.wide / 9)
    image = _layer(image, mouth.box(0, -0.02, 0.40, 0.34), (172, 66, 64), mouth.wide / 9)
    image = _tonsils(image, random, mouth, 0.21 if swollen else 0.14, coated=random.random() < 0.5)
    image = _uvula(image, mouth)
    image = _teeth(image, random, mouth)
    return _tongue(image, random, mouth)


def _tonsils(
    image: Image.Image, random: Random, mouth: _Mouth, reach: float, *, coated: bool
) -> Image.Image:
    for side in (-1, 1):
        box = mouth.box(side * (0.46 - reach * 0.3), 0.02, reach, reach * 1.45)
        shape = _disc(image.size, box, mouth.wide / 30)
        image = painted(image, shape, (204, 72, 70))
        image = relief(image, blurred(shape, mouth.wide / 16), round(mouth.wide / 40), 0.5)
        if coated:
            spots = _exudate(image.size, random, box, mouth.wide)
            image = painted(image, ImageChops.multiply(shape, faded(spots, 0.8)), (238, 224, 194))
    return _wet(image, random, mouth)


def _exudate(size: Size, random: Random, box: tuple[float, ...], unit: float) -> Image.Image:
    """Small cream-coloured spots on a tonsil."""
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    for _ in range(random.randrange(5, 12)):
        x, y = random.uniform(box[0], box[2]), random.uniform(box[1], box[3])
        reach = unit * random.uniform(0.012, 0.032)
        pen.ellipse((x - reach, y - reach * 0.8, x + reach, y + reach * 0.8), fill=255)
    return blurred(mask, unit / 90)


def _wet(image: Image.Image, random: Random, mouth: _Mouth) -> Image.Image:
    glints = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(glints)
    for _ in range(26):
        x, y = random.gauss(0, 0.34), random.gauss(0, 0.3)
        reach = random.uniform(0.005, 0.022)
        pen.ellipse(mouth.box(x, y, reach, reach * 0.6), fill=random.randrange(120, 255))
    return painted(image, faded(blurred(glints, mouth.wide / 110), 0.75), (255, 246, 240))


def _uvula(image: Image.Image, mouth: _Mouth) -> Image.Image:
    shape = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(shape)
    pen.polygon(
        _points(mouth, (-0.34, -0.42), (0.34, -0.42), (0.05, -0.12), (-0.05, -0.12)), fill=255
    )
    pen.ellipse(mouth.box(0, -0.08, 0.06, 0.15), fill=255)
    shape = blurred(shape, mouth.wide / 40)
    image = painted(image, shape, (206, 98, 92))
    return relief(image, blurred(shape, mouth.wide / 30), round(mouth.wide / 50), 0.45)


def _points(mouth: _Mouth, *places: tuple[float, float]) -> list[tuple[float, float]]:
    return [(mouth.x + x * mouth.wide, mouth.y + y * mouth.high) for x, y in places]


def _teeth(image: Image.Image, random: Random, mouth: _Mouth) -> Image.Image:
    for number in range(-3, 4):
        x = number * 0.17
        top = -0.94 + 0.5 * x * x
        box = mouth.box(x, top, 0.083, 0.14 - abs(number) * 0.008)
        shape = Image.new("L", image.size, 0)
        pen = ImageDraw.Draw(shape)
        pen.rounded_rectangle(box, radius=mouth.wide * 0.045, fill=255)
        shape = blurred(shape, mouth.wide / 90)
        shade = random.uniform(0.94, 1.0)
        image = painted(
            image,
            shape,
            (round(_TEETH[0] * shade), round(_TEETH[1] * shade), round(_TEETH[2] * shade)),
        )
        image = relief(image, blurred(shape, mouth.wide / 50), round(mouth.wide / 80), 0.35)
    return image


def _tongue(image: Image.Image, random: Random, mouth: _Mouth) -> Image.Image:
    shape = _disc(image.size, mouth.box(0, 0.86, 0.66, 0.62), mouth.wide / 40)
    shadow = faded(blurred(shape, mouth.wide / 10), 0.6)
    image = tinted(image, shadow, (0.45, 0.36, 0.36))
    image = painted(image, shape, _TONGUE)
    bumps = stretched(blurred(noise(random, image.size), 2.6), 112, 146)
    coat = ImageChops.multiply(shape, stretched(uneven(random, image.size, 9), 60, 300))
    image = painted(image, faded(coat, 0.6), (236, 212, 204))
    image = tinted(image, ImageChops.multiply(shape, faded(bumps, 0.22)), (0.8, 0.5, 0.5))
    groove = Image.new("L", image.size, 0)
    ImageDraw.Draw(groove).line(
        _points(mouth, (0, 0.34), (0.01, 0.62), (-0.01, 0.9)),
        fill=200,
        width=round(mouth.wide / 60),
    )
    image = tinted(image, faded(blurred(groove, mouth.wide / 60), 0.9), (0.66, 0.46, 0.46))
    return relief(image, blurred(shape, mouth.wide / 9), round(mouth.wide / 20), 0.4)


def _torch(image: Image.Image, mouth: _Mouth) -> Image.Image:
    """Light in the middle, darkness towards the cheeks."""
    lit = _disc(image.size, mouth.box(0, 0.1, 0.72, 0.8), mouth.wide / 3)
    return tinted(image, ImageChops.invert(stretched(lit, 30, 235)), (0.36, 0.26, 0.26))


def _layer(image: Image.Image, box: tuple[float, ...], colour: Colour, blur: float) -> Image.Image:
    return painted(image, _disc(image.size, box, blur), colour)


def _disc(size: Size, box: tuple[float, ...], blur: float) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).ellipse((box[0], box[1], box[2], box[3]), fill=255)
    return blurred(mask, blur)
