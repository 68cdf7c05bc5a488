"""Parts of the body as lit surfaces: where skin is, and how it is shaded."""
# ruff: noqa: PLR2004 - proportions and chances of a picture stand where they are used

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from workstation.clinic.drawing.texture import (
    Colour,
    Size,
    blurred,
    clouds,
    faded,
    relief,
    stretched,
    tinted,
    uneven,
    variation,
)

TONES: Final[tuple[Colour, ...]] = (
    (243, 208, 186),
    (236, 193, 165),
    (228, 184, 152),
    (214, 165, 130),
    (196, 144, 108),
    (150, 104, 76),
    (108, 72, 54),
)
_TONE_WEIGHTS: Final = (4, 6, 6, 5, 3, 1, 1)
_CLOTHS: Final[tuple[Colour, ...]] = (
    (206, 214, 224),
    (232, 226, 214),
    (88, 104, 128),
    (190, 206, 196),
    (226, 200, 204),
    (74, 74, 80),
)


@dataclass(frozen=True, slots=True)
class Surface:
    """A drawn part of a body; ``inside`` is white where lesions may lie, ``tone`` its colour."""

    image: Image.Image
    inside: Image.Image
    tone: Colour

    @property
    def dark(self) -> bool:
        """Whether redness shows as a darker brown on this skin."""
        return sum(self.tone) < 360


def surface(person: Random, random: Random, size: Size, part: str) -> Surface:
    """The ``part`` of the body of a person, as one photograph shows it."""
    tone = person.choices(TONES, _TONE_WEIGHTS)[0]
    skin = _skin(person, random, size, tone)
    mask = _PARTS[part](random, size)
    skin = _rounded(skin, mask, random)
    inside = blurred(stretched(blurred(mask, max(size) / 45), 150, 255), 4)
    if part == "belly":
        skin = _navel(skin, random)
    if mask.getextrema()[0] == 255:
        return Surface(skin, inside, tone)
    return Surface(_on_cloth(skin, mask, random), inside, tone)


def _skin(person: Random, random: Random, size: Size, tone: Colour) -> Image.Image:
    light = 1 + random.uniform(-0.07, 0.05)
    base = tuple(min(255, round(part * light)) for part in tone)
    image = Image.new("RGB", size, (base[0], base[1], base[2]))
    image = tinted(image, _slope(random, size), (0.80, 0.74, 0.70))
    image = variation(image, clouds(random, size, 5), (10, 12, 12))
    image = variation(image, uneven(random, size, 14), (3, 6, 5))
    image = variation(image, uneven(random, size, 80), (2, 4, 4))
    return _moles(_veins(image, random), person)


def _slope(random: Random, size: Size) -> Image.Image:
    """Light falling off across the picture."""
    side = max(size)
    grey = Image.linear_gradient("L").resize((side * 2, side * 2), Image.Resampling.BILINEAR)
    turned = grey.rotate(random.uniform(0, 360), resample=Image.Resampling.BILINEAR)
    left, top = side - size[0] // 2, side - size[1] // 2
    return stretched(turned.crop((left, top, left + size[0], top + size[1])), 40, 255)


def _veins(image: Image.Image, random: Random) -> Image.Image:
    mask = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(mask)
    for _ in range(random.randrange(1, 4)):
        points = _wandering(random, image.size)
        pen.line(points, fill=random.randrange(40, 80), width=max(image.size) // 120, joint="curve")
    return tinted(image, blurred(mask, max(image.size) / 110), (0.72, 0.84, 0.90))


def _wandering(random: Random, size: Size) -> list[tuple[float, float]]:
    x, y = random.uniform(0, size[0]), random.uniform(0, size[1])
    angle = random.uniform(0, math.tau)
    points = [(x, y)]
    for _ in range(9):
        angle += random.uniform(-0.5, 0.5)
        x, y = x + math.cos(angle) * size[0] / 8, y + math.sin(angle) * size[1] / 8
        points.append((x, y))
    return points


def _moles(image: Image.Image, person: Random) -> Image.Image:
    mask = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(mask)
    for _ in range(person.randrange(0, 4)):
        x, y = person.uniform(0.1, 0.9) * image.width, person.uniform(0.1, 0.9) * image.height
        radius = max(image.size) * person.uniform(0.002, 0.004)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=200)
    return tinted(image, blurred(mask, 1.5), (0.42, 0.32, 0.28))


def _rounded(skin: Image.Image, mask: Image.Image, random: Random) -> Image.Image:
    """The limb darker towards its edge, and lit from one side."""
    if mask.getextrema()[0] == 255:
        curve = ImageChops.invert(_curve(random, skin.size))
        soft = blurred(curve, max(skin.size) * random.choice((0.004, 0.02, 0.06)))
        return tinted(skin, faded(soft, 0.35), (0.80, 0.70, 0.62))
    depth = blurred(mask, max(skin.size) / 9)
    shade = ImageChops.invert(stretched(depth, 110, 235))
    skin = tinted(skin, faded(shade, 0.85), (0.60, 0.48, 0.42))
    return relief(skin, depth, max(skin.size) // 40, 0.45)


def _curve(random: Random, size: Size) -> Image.Image:
    """The soft fold where the body turns away at the foot of the picture."""
    mask = Image.new("L", size, 255)
    x = random.uniform(-0.2, 0.6) * size[0]
    box = (x - size[0], size[1] * random.uniform(0.7, 0.95), x + size[0] * 1.2, size[1] * 2)
    ImageDraw.Draw(mask).ellipse(box, fill=0)
    return mask if random.random() < 0.6 else mask.transpose(Image.Transpose.ROTATE_180)


def _navel(image: Image.Image, random: Random) -> Image.Image:
    width, height = image.size
    x, y = width * random.uniform(0.4, 0.6), height * random.uniform(0.5, 0.68)
    radius = max(image.size) * 0.034
    for scale, strength, blur in ((2.4, 120, 0.8), (0.95, 170, 0.35), (0.45, 190, 0.2)):
        mask = Image.new("L", image.size, 0)
        reach = radius * scale
        box = (x - reach, y - reach * 0.62, x + reach, y + reach * 0.62)
        ImageDraw.Draw(mask).ellipse(box, fill=strength)
        image = relief(image, blurred(mask, radius * blur), round(radius / 4), -0.25)
        image = tinted(image, blurred(mask, radius * blur), (0.84, 0.72, 0.66))
    return image


def _on_cloth(skin: Image.Image, mask: Image.Image, random: Random) -> Image.Image:
    size = skin.size
    cloth = Image.new("RGB", size, random.choice(_CLOTHS))
    folds = blurred(uneven(random, size, random.randrange(5, 9)), max(size) / 60)
    cloth = variation(cloth, folds, (38, 38, 38))
    cloth = relief(cloth, folds, max(size) // 100, 0.6)
    cloth = variation(cloth, clouds(random, size, 300), (8, 8, 8))
    reach = max(size) // 50
    shadow = blurred(ImageChops.offset(mask, reach, reach), max(size) / 40)
    cloth = tinted(cloth, faded(shadow, 0.7), (0.5, 0.48, 0.48))
    return Image.composite(skin, blurred(cloth, 2), blurred(mask, 1.6))


def _whole(_: Random, size: Size) -> Image.Image:
    return Image.new("L", size, 255)


def _limb(random: Random, size: Size) -> Image.Image:
    """An arm or leg across the picture, thicker at one end."""
    mask = Image.new("L", size, 0)
    side = max(size)
    angle = random.uniform(-0.35, 0.35) + (math.pi / 2 if size[1] > size[0] else 0)
    across = (-math.sin(angle), math.cos(angle))
    along = (math.cos(angle) * side, math.sin(angle) * side)
    thick, thin = min(size) * random.uniform(0.36, 0.44), min(size) * random.uniform(0.26, 0.34)
    middle = (size[0] / 2, size[1] / 2)
    corners = [
        (
            middle[0] + along[0] * way + across[0] * half * turn * way,
            middle[1] + along[1] * way + across[1] * half * turn * way,
        )
        for way, half in ((-1, thick), (1, thin))
        for turn in (-1, 1)
    ]
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    return stretched(blurred(mask, side / 90), 100, 156)


def _palm(random: Random, size: Size) -> Image.Image:
    """A child's open hand from the inside."""
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    unit, (cx, cy) = min(size) * 0.26, (size[0] * 0.5, size[1] * 0.62)
    pen.ellipse((cx - unit, cy - unit * 0.95, cx + unit, cy + unit * 1.15), fill=255)
    pen.rectangle((cx - unit * 0.62, cy + unit * 0.5, cx + unit * 0.62, size[1]), fill=255)
    fingers = ((-1.2, 0.72, 0.19), (-0.48, 1.12, 0.21), (0.18, 1.25, 0.22), (0.86, 1.08, 0.21))
    for lean, reach, width in fingers:
        root = (cx + lean * unit * 0.62, cy - unit * 0.45)
        tip = (cx + lean * unit * 1.3, cy - unit * (0.5 + reach))
        _draw_finger(pen, root, tip, unit * width)
    _draw_finger(
        pen, (cx + unit * 0.6, cy + unit * 0.25), (cx + unit * 1.7, cy - unit * 0.35), unit * 0.34
    )
    turned = mask.rotate(random.uniform(-12, 12), resample=Image.Resampling.BILINEAR)
    return stretched(blurred(turned, max(size) / 110), 100, 156)


def _draw_finger(
    pen: ImageDraw.ImageDraw, root: tuple[float, float], tip: tuple[float, float], width: float
) -> None:
    pen.line([root, tip], fill=255, width=round(width * 2 * 0.95))
    for x, y in (root, tip):
        pen.ellipse((x - width, y - width, x + width, y + width), fill=255)


_PARTS: Final[dict[str, Callable[[Random, Size], Image.Image]]] = {
    "back": _whole,
    "belly": _whole,
    "limb": _limb,
    "palm": _palm,
}
