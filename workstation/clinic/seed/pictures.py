"""Addresses of the seeded pictures: sizes, formats and how the address is written."""

from typing import Final

from workstation.clinic.addresses import OWN
from workstation.clinic.drawing.order import FOLLOWED, SKIN_SCENES, seeded
from workstation.clinic.seed.stories import Story

_PHONE_SIZES: Final = ((3024, 4032), (1536, 2048), (1080, 1440), (1440, 1920), (2268, 4032))
_WEIGHTS: Final = (2, 4, 4, 3, 1)
_ON_ITS_SIDE: Final = 3
_FOLDER = "/media/pictures/"


def symptom_pictures(consultation_id: int, target: int, story: Story) -> list[str]:
    """The stored addresses of a consultation's pictures."""
    return [
        picture_address(consultation_id, target, story.scene, number)
        for number in range(1, story.pictures + 1)
    ]


def picture_address(consultation_id: int, target: int, scene: str, number: int) -> str:
    """One picture of a person; absolute for most consultations, relative for every third.

    A ``scene`` such as ``papules/blurred`` is that of a photo with a flaw.
    """
    scene, _, flaw = scene.partition("/")
    chance = seeded(f"picture {consultation_id} {target} {scene} {number}")
    width, height = chance.choices(_PHONE_SIZES, _WEIGHTS)[0]
    if scene == FOLLOWED:  # upright, or the card beside it would be cut off
        return _address(consultation_id, f"{scene}-{target}-{{}}-1536x2048.jpg", number)
    if scene not in SKIN_SCENES or chance.randrange(10) < _ON_ITS_SIDE:
        width, height = _other_way(scene, width, height, upright=chance.randrange(2) == 0)
    ending = chance.choices(("jpg", "png", "webp"), (16, 1, 2))[0]
    if ending == "png":
        width, height = (900, 1200) if width < height else (1200, 900)
    ending = f"-{flaw}.{ending}" if flaw else f".{ending}"
    return _address(consultation_id, f"{scene}-{target}-{{}}-{width}x{height}{ending}", number)


def _address(consultation_id: int, name: str, number: int) -> str:
    serial = consultation_id % 1000 * 10 + number % 10
    return (_FOLDER if consultation_id % 3 == 0 else OWN + _FOLDER) + name.format(serial)


def _other_way(scene: str, width: int, height: int, *, upright: bool) -> tuple[int, int]:
    if scene in {"blood", "urine", "allergen"}:
        return width, height
    return (width, height) if upright and scene == "throat" else (height, width)
