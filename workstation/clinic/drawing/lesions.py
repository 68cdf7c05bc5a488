"""What can be seen on skin: each kind is drawn as masks, then as colour, light and scale."""
# ruff: noqa: PLR2004 - proportions and chances of a picture stand where they are used

import math
from collections.abc import Callable
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from workstation.clinic.drawing.body import Surface
from workstation.clinic.drawing.texture import (
    Factor,
    blurred,
    faded,
    noise,
    painted,
    relief,
    stretched,
    tinted,
    uneven,
)

_RED: Final[Factor] = (0.86, 0.50, 0.45)
_DEEP_RED: Final[Factor] = (0.80, 0.34, 0.30)
_RED_ON_DARK: Final[Factor] = (0.72, 0.46, 0.46)
_PALE: Final = (250, 232, 218)


def lesions(surface: Surface, random: Random, scene: str) -> Image.Image:
    """The surface with what the scene shows on it."""
    return _DRAWN[scene](surface, random)


def _red(surface: Surface) -> Factor:
    return _RED_ON_DARK if surface.dark else _RED


def _deep(surface: Surface) -> Factor:
    return _RED_ON_DARK if surface.dark else _DEEP_RED


def _within(surface: Surface, mask: Image.Image) -> Image.Image:
    return ImageChops.multiply(mask, surface.inside)


def _spots(
    surface: Surface, random: Random, count: int, radius: tuple[float, float], grey: int
) -> Image.Image:
    """Round spots, some of them in clusters; radii in thousandths of the longer side."""
    size = surface.image.size
    unit = max(size) / 1000
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    centres = [_point(random, size) for _ in range(max(3, count // 9))]
    for _ in range(count):
        x, y = _point(random, size)
        if random.random() < 0.6:
            centre = random.choice(centres)
            x, y = (middle + random.gauss(0, 60) * unit for middle in centre)
        reach = random.triangular(radius[0], radius[1], radius[0] * 1.3) * unit
        _draw_blot(pen, random, (x, y), reach, random.randrange(grey * 7 // 10, grey + 1))
    return mask


def _point(random: Random, size: tuple[int, int]) -> tuple[float, float]:
    return random.uniform(0.06, 0.94) * size[0], random.uniform(0.06, 0.94) * size[1]


def _draw_blot(
    pen: ImageDraw.ImageDraw,
    random: Random,
    centre: tuple[float, float],
    radius: float,
    grey: int,
) -> None:
    """Draw a closed outline that is not quite a circle."""
    wobble = [random.uniform(0.86, 1.14) for _ in range(9)]
    stretch, turn = random.uniform(0.8, 1.0), random.uniform(0, math.pi)
    points = []
    for step in range(36):
        angle = step * math.tau / 36
        place = angle / math.tau * 9
        near, far = wobble[int(place) % 9], wobble[(int(place) + 1) % 9]
        reach = radius * (near + (far - near) * (place % 1))
        x, y = math.cos(angle) * reach, math.sin(angle) * reach * stretch
        points.append(
            (
                centre[0] + x * math.cos(turn) - y * math.sin(turn),
                centre[1] + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    pen.polygon(points, fill=grey)


def _papules(surface: Surface, random: Random) -> Image.Image:
    """Small raised red spots, each with a halo: a food rash."""
    spots = _spots(surface, random, random.randrange(26, 64), (6, 19), 235)
    side = max(surface.image.size)
    halo = _within(surface, faded(blurred(spots, side / 90), 0.9))
    image = tinted(surface.image, halo, (0.93, 0.72, 0.66))
    body = _within(surface, blurred(spots, side / 700))
    image = tinted(image, faded(body, 0.82), _deep(surface))
    return relief(image, _within(surface, blurred(spots, side / 400)), max(1, side // 500), 0.28)


def _urticaria(surface: Surface, random: Random) -> Image.Image:
    """Wheals: raised, paler in the middle, a red flare around, joined into maps."""
    side = max(surface.image.size)
    seeds = _spots(surface, random, random.randrange(30, 60), (16, 46), 255)
    shape = stretched(blurred(seeds, side / 60), 96, 150)
    flare = stretched(blurred(seeds, side / 34), 20, 190)
    image = tinted(surface.image, _within(surface, faded(flare, 0.75)), _red(surface))
    wheal = _within(surface, blurred(shape, side / 260))
    image = painted(image, faded(wheal, 0.34), _PALE)
    rim = ImageChops.subtract(wheal, blurred(shape, side / 70))
    image = tinted(image, faded(rim, 0.9), _red(surface))
    return relief(image, blurred(wheal, side / 300), max(2, side // 260), 0.42)


def _eczema(surface: Surface, random: Random) -> Image.Image:
    """Ill-defined dry patches with scale and scratch marks."""
    size, side = surface.image.size, max(surface.image.size)
    seeds = _spots(surface, random, random.randrange(14, 26), (40, 95), 255)
    ragged = ImageChops.multiply(
        blurred(seeds, side / 28), stretched(uneven(random, size, 40), 0, 150)
    )
    area = _within(surface, stretched(blurred(ragged, side / 400), 20, 220))
    image = tinted(surface.image, faded(area, 0.75), _red(surface))
    grain = stretched(blurred(noise(random, size), 1.2), 120, 165)
    image = tinted(image, ImageChops.multiply(area, faded(grain, 0.5)), (0.78, 0.5, 0.44))
    flakes = stretched(blurred(noise(random, size), 2.0), 141, 152)
    image = painted(image, ImageChops.multiply(area, faded(flakes, 0.75)), (246, 234, 224))
    return tinted(image, _within(surface, _scratches(random, size, seeds)), _deep(surface))


def _scratches(random: Random, size: tuple[int, int], near: Image.Image) -> Image.Image:
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    side = max(size)
    angle = random.uniform(0, math.tau)
    for _ in range(26):
        x, y = _point(random, size)
        if not near.getpixel((int(x), int(y))):
            continue
        for step in range(3):
            gap, reach = step * side / 110, random.uniform(0.02, 0.06) * side
            start = (x - math.sin(angle) * gap, y + math.cos(angle) * gap)
            end = (start[0] + math.cos(angle) * reach, start[1] + math.sin(angle) * reach)
            pen.line([start, end], fill=random.randrange(120, 220), width=max(1, side // 600))
    return blurred(mask, 1)


def _vesicles(surface: Surface, random: Random) -> Image.Image:
    """Drops on a red ground: chickenpox, hand-foot-and-mouth disease."""
    side = max(surface.image.size)
    spots = _spots(surface, random, random.randrange(30, 64), (6, 14), 255)
    ground = _within(surface, stretched(blurred(spots, side / 95), 3, 60))
    image = tinted(surface.image, faded(ground, 0.85), _red(surface))
    dome = _within(surface, blurred(spots, side / 500))
    image = painted(image, faded(dome, 0.42), (250, 226, 190))
    rim = ImageChops.subtract(dome, _within(surface, blurred(spots, side / 180)))
    image = tinted(image, rim, _deep(surface))
    image = relief(image, _within(surface, blurred(spots, side / 260)), max(2, side // 330), 0.45)
    glint = stretched(blurred(spots, side / 150), 205, 250)
    return painted(image, _within(surface, faded(glint, 0.35)), (255, 255, 252))


def _patch(surface: Surface, random: Random) -> Image.Image:
    """One large warm red area with small spots around its edge."""
    size, side = surface.image.size, max(surface.image.size)
    seeds = Image.new("L", size, 0)
    pen = ImageDraw.Draw(seeds)
    x, y = size[0] * random.uniform(0.4, 0.6), size[1] * random.uniform(0.4, 0.6)
    for _ in range(7):
        place = (x + random.gauss(0, 0.09) * side, y + random.gauss(0, 0.09) * side)
        _draw_blot(pen, random, place, side * random.uniform(0.07, 0.15), 255)
    ragged = ImageChops.multiply(
        blurred(seeds, side / 50), stretched(uneven(random, size, 22), -160, 130)
    )
    area = _within(surface, stretched(ragged, 20, 235))
    image = tinted(surface.image, faded(area, 0.68), _red(surface))
    satellites = _within(surface, blurred(_spots(surface, random, 34, (3, 8), 210), 2))
    return tinted(image, faded(satellites, 0.8), _deep(surface))


def _ring(surface: Surface, random: Random) -> Image.Image:
    """Rings with a scaling edge and a clearing middle: ringworm."""
    size, side = surface.image.size, max(surface.image.size)
    discs = Image.new("L", size, 0)
    pen = ImageDraw.Draw(discs)
    for _ in range(random.randrange(1, 4)):
        place = (size[0] * random.uniform(0.3, 0.7), size[1] * random.uniform(0.3, 0.7))
        _draw_blot(pen, random, place, side * random.uniform(0.08, 0.17), 255)
    middle = stretched(blurred(discs, side / 50), 150, 250)
    edge = ImageChops.subtract(stretched(blurred(discs, side / 120), 60, 190), middle)
    rough = ImageChops.multiply(edge, stretched(uneven(random, size, 90), -40, 150))
    image = tinted(
        surface.image, _within(surface, faded(blurred(discs, side / 90), 0.45)), (0.94, 0.76, 0.7)
    )
    image = tinted(image, _within(surface, rough), _deep(surface))
    scale = ImageChops.multiply(edge, stretched(blurred(noise(random, size), 1.6), 138, 156))
    image = painted(image, _within(surface, faded(scale, 0.8)), (248, 238, 230))
    return relief(image, _within(surface, blurred(rough, 2)), max(1, side // 450), 0.35)


def _heat(surface: Surface, random: Random) -> Image.Image:
    """Hundreds of pinhead spots."""
    side = max(surface.image.size)
    spots = _spots(surface, random, random.randrange(380, 620), (2, 4.5), 220)
    flush = _within(surface, faded(blurred(spots, side / 24), 1.0))
    image = tinted(surface.image, stretched(flush, 0, 120), (0.96, 0.82, 0.78))
    dots = _within(surface, blurred(spots, 1.3))
    image = tinted(image, faded(dots, 0.8), _red(surface))
    return relief(image, dots, 1, 0.25)


def _swelling(surface: Surface, random: Random) -> Image.Image:
    """One warm, hard swelling around a bite."""
    size, side = surface.image.size, max(surface.image.size)
    x, y = size[0] * random.uniform(0.42, 0.58), size[1] * random.uniform(0.42, 0.58)
    disc, bite = Image.new("L", size, 0), Image.new("L", size, 0)
    _draw_blot(ImageDraw.Draw(disc), random, (x, y), side * random.uniform(0.15, 0.2), 255)
    _draw_blot(ImageDraw.Draw(bite), random, (x, y), side * 0.009, 255)
    hill = _within(surface, blurred(disc, side / 16))
    image = tinted(surface.image, faded(hill, 0.85), _red(surface))
    image = relief(image, hill, side // 60, 0.5)
    image = tinted(image, faded(blurred(bite, side / 100), 1.0), _deep(surface))
    image = painted(image, faded(blurred(bite, side / 420), 0.55), (252, 232, 200))
    return relief(image, blurred(bite, side / 350), max(2, side // 400), 0.7)


def _bruise(surface: Surface, random: Random) -> Image.Image:
    """Bruises of several ages: blue, violet, green and yellow."""
    size, side = surface.image.size, max(surface.image.size)
    image = surface.image
    for _ in range(random.randrange(2, 5)):
        mask = Image.new("L", size, 0)
        pen = ImageDraw.Draw(mask)
        x, y = (random.uniform(0.25, 0.75) * length for length in size)
        for _ in range(4):
            place = (x + random.gauss(0, 0.02) * side, y + random.gauss(0, 0.02) * side)
            _draw_blot(pen, random, place, side * random.uniform(0.025, 0.055), 230)
        spread = blurred(mask, side / 55)
        stain = ImageChops.multiply(spread, stretched(uneven(random, size, 26), -120, 160))
        yellow = _within(surface, faded(blurred(mask, side / 36), 0.6))
        image = tinted(image, yellow, (0.90, 0.86, 0.58))
        image = tinted(image, _within(surface, faded(stain, 0.8)), random.choice(_BRUISES))
    return image


_BRUISES: Final[tuple[Factor, ...]] = ((0.58, 0.52, 0.70), (0.62, 0.66, 0.62), (0.66, 0.46, 0.56))
_DRAWN: Final[dict[str, Callable[[Surface, Random], Image.Image]]] = {
    "papules": _papules,
    "urticaria": _urticaria,
    "eczema": _eczema,
    "vesicles": _vesicles,
    "patch": _patch,
    "ring": _ring,
    "heat": _heat,
    "swelling": _swelling,
    "bruise": _bruise,
}
