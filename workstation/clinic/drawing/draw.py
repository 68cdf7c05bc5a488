"""From an order to the bytes of a file."""

import io

from PIL import Image

from workstation.clinic.drawing.order import PictureOrder


def draw(order: PictureOrder) -> bytes:
    """The picture as the bytes of its format."""
    image = Image.new("RGB", (order.width, order.height), (222, 180, 150))
    file = io.BytesIO()
    image.save(file, {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[order.format], quality=85)
    return file.getvalue()
