"""A digital thermometer on a bed sheet, reading a fever."""

from random import Random
from typing import Final

from PIL import Image, ImageDraw

from workstation.clinic.drawing.texture import (
    Size,
    blurred,
    faded,
    relief,
    tinted,
    uneven,
    variation,
)

LOWEST, HIGHEST = 37.4, 39.8
_SEGMENTS: Final = {
    "0": "abcdef",
    "1": "bc",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
    "9": "abfgcd",
}
_BARS: Final = {
    "a": (0.1, 0.0, 0.9, 0.0),
    "b": (1.0, 0.05, 1.0, 0.47),
    "c": (1.0, 0.53, 1.0, 0.95),
    "d": (0.1, 1.0, 0.9, 1.0),
    "e": (0.0, 0.53, 0.0, 0.95),
    "f": (0.0, 0.05, 0.0, 0.47),
    "g": (0.1, 0.5, 0.9, 0.5),
}


def thermometer(random: Random, size: Size) -> Image.Image:
    """The thermometer lying across the picture."""
    sheet = Image.new(
        "RGB", size, random.choice(((214, 220, 228), (232, 222, 206), (224, 206, 210)))
    )
    folds = blurred(uneven(random, size, 6), max(size) / 50)
    sheet = relief(variation(sheet, folds, (30, 30, 30)), folds, max(size) // 90, 0.6)
    side = max(size)
    body, mask = _body(random, round(side * 0.86))
    angle = random.uniform(-24, 24) + (90 if size[1] > size[0] else 0)
    body = body.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    mask = mask.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    place = ((size[0] - body.width) // 2, (size[1] - body.height) // 2)
    whole = Image.new("L", size, 0)
    whole.paste(mask, place)
    sheet = tinted(sheet, faded(blurred(whole, side / 45), 0.7), (0.5, 0.5, 0.52))
    sheet.paste(body, place, mask)
    return sheet


def _body(random: Random, length: int) -> tuple[Image.Image, Image.Image]:
    size = (length, round(length * 0.2))
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    middle, half = size[1] / 2, size[1] * 0.42
    pen.rounded_rectangle((0, middle - half, length * 0.66, middle + half), half * 0.7, fill=255)
    pen.polygon(
        (
            (length * 0.6, middle - half * 0.9),
            (length * 0.88, middle - half * 0.26),
            (length * 0.88, middle + half * 0.26),
            (length * 0.6, middle + half * 0.9),
        ),
        fill=255,
    )
    pen.rounded_rectangle(
        (length * 0.86, middle - half * 0.26, length * 0.99, middle + half * 0.26),
        half * 0.2,
        fill=255,
    )
    image = Image.new("RGB", size, (246, 247, 248))
    ImageDraw.Draw(image).rectangle((length * 0.89, 0, length, size[1]), fill=(176, 180, 186))
    image = relief(image, blurred(mask, size[1] / 14), max(2, size[1] // 40), 0.5)
    _display(image, random, middle, half)
    return image, mask


def _display(image: Image.Image, random: Random, middle: float, half: float) -> None:
    length = image.width
    pen = ImageDraw.Draw(image)
    window = (length * 0.14, middle - half * 0.62, length * 0.42, middle + half * 0.62)
    pen.rounded_rectangle(
        window, half * 0.16, fill=(168, 182, 158), outline=(120, 126, 122), width=4
    )
    pen.rounded_rectangle(
        (length * 0.48, middle - half * 0.34, length * 0.58, middle + half * 0.34),
        half * 0.3,
        fill=(72, 150, 178),
    )
    reading = f"{random.uniform(LOWEST, HIGHEST):.1f}"
    high, wide = half * 0.84, half * 0.44
    x = length * 0.18
    for sign in reading:
        if sign == ".":
            dot = half * 0.06
            pen.ellipse(
                (x - dot, middle + high / 2 - dot, x + dot, middle + high / 2 + dot),
                fill=(30, 36, 34),
            )
            x += wide * 0.3
            continue
        _draw_digit(pen, sign, (x, middle - high / 2), (wide, high))
        x += wide * 1.5


def _draw_digit(
    pen: ImageDraw.ImageDraw, sign: str, place: tuple[float, float], size: tuple[float, float]
) -> None:
    for bar in _SEGMENTS[sign]:
        x0, y0, x1, y1 = _BARS[bar]
        pen.line(
            (
                place[0] + x0 * size[0],
                place[1] + y0 * size[1],
                place[0] + x1 * size[0],
                place[1] + y1 * size[1],
            ),
            fill=(30, 36, 34),
            width=max(3, round(size[0] * 0.2)),
        )
