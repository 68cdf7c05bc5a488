"""One spot followed over time: the same moles around it, larger in each later photo, beside a card.

All of it is drawn on a flat piece of skin of 200 mm, as seen from above; then a phone looks at that
at a slant, each time from elsewhere, and the card lies elsewhere, too. What is a pixel there is
known here, so what a doctor measures in two photos can be compared with what was drawn.
"""

import math
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from workstation.clinic.drawing import body
from workstation.clinic.drawing.order import PictureOrder
from workstation.clinic.drawing.texture import Size, blurred, faded, tinted
from workstation.domain.geometry import Point
from workstation.domain.plane_map import from_rectangle

SKIN_MM: Final = 200
SIDE: Final = 1344
MOLES: Final = ((62, 58), (141, 66), (58, 118), (139, 112), (104, 40))
SPOT: Final = (100, 84)
FIRST_RADIUS_MM: Final = 9.0
STEP_MM: Final = 3.0
CARD_MM: Final = (85.60, 53.98)
_CARD: Final = ((38, 74, 128), (214, 176, 92), (226, 232, 240))


def followed(order: PictureOrder, size: Size) -> Image.Image:
    """The photo that was ordered; its last digit counts the visits, from 1."""
    skin = _skin(order)
    random = order.random("visit")
    visit = max(order.number % 10, 1) - 1
    skin = _spot(skin, order, FIRST_RADIUS_MM + STEP_MM * min(visit, 3))
    return _seen_by_a_phone(_with_card(skin, random), random, size)


def _skin(order: PictureOrder) -> Image.Image:
    """The skin of a visit: the same each time, light and moles as well."""
    plane = order.personal_random("plane")
    image = body.surface(order.personal_random("skin"), plane, (SIDE, SIDE), "back").image
    mask = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(mask)
    for x, y in MOLES:
        radius = _px(plane.uniform(1.2, 2.0))
        place = _px(x + plane.uniform(-4, 4)), _px(y + plane.uniform(-4, 4))
        pen.ellipse(_around(place, radius, radius), fill=230)
    return tinted(image, blurred(mask, 2.0), (0.40, 0.30, 0.26))


def _spot(image: Image.Image, order: PictureOrder, radius_mm: float) -> Image.Image:
    """The spot: a ring with a firm edge and a paler middle, which grows and keeps its form."""
    form = order.personal_random("spot")
    wobble = [form.uniform(0.88, 1.12) for _ in range(7)]
    outline, inner = Image.new("L", image.size, 0), Image.new("L", image.size, 0)
    for mask, share in ((outline, 1.0), (inner, 0.72)):
        points = [_on_edge(wobble, turn * math.tau / 72, radius_mm * share) for turn in range(72)]
        ImageDraw.Draw(mask).polygon(points, fill=255)
    ring = ImageChops.subtract(blurred(outline, 3.0), faded(blurred(inner, 8.0), 0.62))
    return tinted(image, ring, (0.84, 0.52, 0.48))


def _on_edge(wobble: list[float], angle: float, radius_mm: float) -> tuple[float, float]:
    place = angle / math.tau * len(wobble)
    near, far = wobble[int(place) % len(wobble)], wobble[(int(place) + 1) % len(wobble)]
    smooth = (1 - math.cos(math.pi * (place % 1))) / 2
    reach = radius_mm * (near + (far - near) * smooth)
    return _px(SPOT[0] + math.cos(angle) * reach), _px(SPOT[1] + math.sin(angle) * reach)


def _with_card(image: Image.Image, random: Random) -> Image.Image:
    """The photo with a bank card laid beside the spot, a little askew."""
    blue, gold, pale = _CARD
    width, height = (round(_px(side)) for side in CARD_MM)
    card = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(card)
    pen.rounded_rectangle((0, 0, width - 1, height - 1), _px(3.18), fill=(*blue, 255))
    pen.rectangle((0, height * 0.72, width, height * 0.84), fill=(*pale, 255))
    pen.rounded_rectangle(
        (width * 0.1, height * 0.3, width * 0.25, height * 0.52), _px(1), fill=(*gold, 255)
    )
    askew = random.uniform(-9, 9)
    laid = card.rotate(askew, Image.Resampling.BICUBIC, expand=True)
    left, top = _px(100 + random.uniform(-9, 9)), _px(146 + random.uniform(-4, 3))
    corner = round(left - laid.width / 2), round(top - laid.height / 2)
    shadow = Image.new("L", image.size, 0)
    shadow.paste(laid.getchannel("A"), (corner[0] + 6, corner[1] + 8))
    image = tinted(image, faded(blurred(shadow, 8.0), 0.8), (0.55, 0.5, 0.5))
    image.paste(laid, corner, laid)
    return image


def _seen_by_a_phone(image: Image.Image, random: Random, size: Size) -> Image.Image:
    """The photo at a slant of ten to twenty degrees, turned a little."""
    tilt, turn = random.choice((-1, 1)) * random.uniform(0.16, 0.34), random.uniform(-0.12, 0.12)
    wide = 150 / max(size)
    corners = []
    for right, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = right * size[0] * wide / 2, down * size[1] * wide / 2
        depth = 1 + tilt * y / 320
        x, y = x / depth, y / math.cos(tilt) / depth
        corners.append(
            Point(
                _px(100 + x * math.cos(turn) - y * math.sin(turn)),
                _px(106 + x * math.sin(turn) + y * math.cos(turn)),
            )
        )
    numbers = from_rectangle(*size, corners).numbers
    return image.transform(size, Image.Transform.PERSPECTIVE, numbers[:8], Image.Resampling.BICUBIC)


def _around(place: tuple[float, float], wide: float, high: float) -> tuple[float, ...]:
    return place[0] - wide, place[1] - high, place[0] + wide, place[1] + high


def _px(millimetres: float) -> float:
    return millimetres * SIDE / SKIN_MM
