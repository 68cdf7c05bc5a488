"""What a picture's name orders: ``{scene}-{person}-{number}-{width}x{height}.{format}``.

Behind the size ``-blurred`` or ``-dark`` may stand: a photo that is unfit to be judged.
Everything else (skin tone, part of the body, light, EXIF orientation and position) follows from
the name: the person decides what stays the same in all of a person's pictures.
"""

import hashlib
import re
from dataclasses import dataclass
from random import Random
from typing import Final

SKIN_SCENES: Final = (
    "papules",
    "urticaria",
    "eczema",
    "vesicles",
    "patch",
    "ring",
    "heat",
    "swelling",
    "bruise",
)
FOLLOWED: Final = "followed"
SCENES: Final = (*SKIN_SCENES, FOLLOWED, "throat", "blood", "urine", "allergen", "thermometer")
SIDE_MIN: Final = 320
SIDE_MAX: Final = 4032
PIXELS_MAX: Final = 12_500_000
_NAME = re.compile(
    r"([a-z]+)-(\d{1,9})-(\d{1,4})-(\d{3,4})x(\d{3,4})(-blurred|-dark)?\.(jpg|png|webp)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """A picture to draw; ``width`` and ``height`` are as seen, after EXIF orientation.

    ``flaw`` is what is wrong with the photo, mostly nothing.
    """

    name: str
    scene: str
    person: int
    number: int
    width: int
    height: int
    format: str
    flaw: str = ""

    def random(self, purpose: str) -> Random:
        """Chance that follows from the whole name and a purpose."""
        return seeded(f"{self.name} {purpose}")

    def personal_random(self, purpose: str) -> Random:
        """Chance that is the same in all pictures of the person."""
        return seeded(f"person {self.person} {purpose}")


def parse(name: str) -> PictureOrder | None:
    """The order behind a file name, or None if it is not one."""
    match = _NAME.fullmatch(name)
    if match is None or match[1] not in SCENES:
        return None
    width, height = int(match[4]), int(match[5])
    if min(width, height) < SIDE_MIN or max(width, height) > SIDE_MAX:
        return None
    if width * height > PIXELS_MAX:
        return None
    flaw = (match[6] or "").lstrip("-")
    return PictureOrder(name, match[1], int(match[2]), int(match[3]), width, height, match[7], flaw)


def seeded(text: str) -> Random:
    """Chance that follows from a text alone, on every computer."""
    return Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))  # noqa: S311 - art
