"""Photos that may be unfit to be judged: how many of 400 are marked rightly, and what it costs.

A hundred scenes as a phone would take them, each as it is, blurred by at least 2.5 points in 1,600,
three stops too dark or more, and between one stop too dark and half a stop too light.
"""

import io
import time
from collections.abc import Iterator
from random import Random

from desk import in_window
from measurement import Row, median
from PIL import Image, ImageFilter

from workstation.clinic.drawing.draw import draw
from workstation.clinic.drawing.order import SCENES, parse
from workstation.domain.photo_quality import PhotoFlaw
from workstation.ui.media import pictures
from workstation.ui.media.photo_judging import JUDGED_BOX, find_flaws

PHOTOS = 100
SIZES = ((1_600, 1_200), (1_200, 1_600), (2_400, 1_800), (1_080, 1_440), (1_280, 960))
GAMMA = 2.2
SEED = 20


def rows() -> Iterator[Row]:
    yield from in_window(judged)


async def judged() -> list[Row]:
    """Shares that were marked, and milliseconds of a photo."""
    random = Random(SEED)  # noqa: S311 - the same photos each time
    marked, milliseconds = dict.fromkeys(VARIANTS, 0), []
    for number in range(PHOTOS):
        photo = taken(random, number)
        for name, (vary, expected) in VARIANTS.items():
            file = io.BytesIO()
            vary(photo, random).save(file, "JPEG", quality=random.randrange(65, 92))
            picture = pictures.decode(file.getvalue(), "jpeg", JUDGED_BOX)
            begin = time.process_time()
            flaws = find_flaws(picture)
            milliseconds.append((time.process_time() - begin) * 1_000)
            marked[name] += bool(flaws) if expected is None else expected in flaws
    wrongly = marked["as taken"] + marked["other light"]
    return [
        Row("blurred photos missed", PHOTOS - marked["blurred"], "of 100", most=5),
        Row("dark photos missed", PHOTOS - marked["dark"], "of 100", most=5),
        Row("fit photos marked", wrongly, "of 200", most=10),
        Row("judging a photo, CPU", median(milliseconds), "ms", most=5),
    ]


def taken(random: Random, number: int) -> Image.Image:
    """A sharp photo of one of the scenes."""
    width, height = random.choice(SIZES)
    scene, person = SCENES[number % len(SCENES)], random.randrange(10**6)
    order = parse(f"{scene}-{person}-{number + 1}-{width}x{height}.png")
    assert order is not None
    return Image.open(io.BytesIO(draw(order))).convert("RGB")


def blurred(photo: Image.Image, random: Random) -> Image.Image:
    """By 2.5 to 10 points of 1,600."""
    points = random.choice((2.5, 2.5, 3, 4, 6, 10))
    return photo.filter(ImageFilter.GaussianBlur(points * max(photo.size) / 1_600))


def exposed(photo: Image.Image, light: float) -> Image.Image:
    """With so much of its light, in the screen's gamma."""
    return photo.point(lambda level: min(round(level * light ** (1 / GAMMA)), 255))


VARIANTS = {
    "as taken": (lambda photo, _random: photo, None),
    "blurred": (blurred, PhotoFlaw.BLURRED),
    "dark": (lambda photo, random: exposed(photo, random.uniform(0.04, 0.125)), PhotoFlaw.DARK),
    "other light": (lambda photo, random: exposed(photo, random.uniform(0.5, 1.4)), None),
}
