"""From an order to the bytes of a file."""

from typing import Final

from PIL import Image

from workstation.clinic.drawing import body, camera
from workstation.clinic.drawing.followed import followed
from workstation.clinic.drawing.lesions import lesions
from workstation.clinic.drawing.order import FOLLOWED, SKIN_SCENES, PictureOrder
from workstation.clinic.drawing.report import report
from workstation.clinic.drawing.thermometer import thermometer
from workstation.clinic.drawing.throat import throat

REPORT_SIDE: Final = 2400
THROAT_SIDE: Final = 1000
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "papules": ("back", "back", "belly", "limb"),
    "urticaria": ("back", "limb", "limb"),
    "eczema": ("limb", "back"),
    "vesicles": ("palm", "back", "belly"),
    "patch": ("back",),
    "ring": ("limb", "back"),
    "heat": ("back", "limb"),
    "swelling": ("limb", "limb", "back"),
    "bruise": ("limb",),
}


def draw(order: PictureOrder) -> bytes:
    """The picture as the bytes of its format; takes well under a second at 12 megapixels."""
    if order.scene in SKIN_SCENES:
        image = camera.developed(_skin(order), order, pores=0.55)
    elif order.scene == FOLLOWED:
        image = camera.developed(followed(order, camera.work_size(order)), order, pores=0.55)
    elif order.scene == "throat":
        image = camera.developed(_throat(order), order, pores=0.1)
    elif order.scene == "thermometer":
        scene = thermometer(order.random("scene"), camera.work_size(order))
        image = camera.developed(scene, order, pores=0.1)
    else:
        size = camera.work_size(order, REPORT_SIDE)
        scene = report(order.random("scene"), size, order.scene)
        image = camera.developed(scene, order, pores=0.1)
    return camera.file_of(camera.spoiled(image, order), order)


def _skin(order: PictureOrder) -> Image.Image:
    random = order.random("scene")
    part = random.choice(_PARTS[order.scene])
    person = order.personal_random("skin")
    surface = body.surface(person, random, camera.work_size(order), part)
    return lesions(surface, random, order.scene)


def _throat(order: PictureOrder) -> Image.Image:
    size, random = camera.work_size(order, THROAT_SIDE), order.random("scene")
    face = body.surface(order.personal_random("skin"), random, size, "back")
    return throat(order.personal_random("throat"), random, size, face.image)
