"""Pictures made by a camera's habits."""

import io

import pytest
from PIL import Image

GPS = 0x8825


def encoded(form, size=(40, 30), **options):
    """A picture of noise-free colour in a format of Pillow's."""
    out = io.BytesIO()
    Image.new("RGB", size, (120, 60, 30)).save(out, form, **options)
    return out.getvalue()


def camera_exif(orientation=6):
    """What a phone writes: turn, device, time, comment, place."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PHONEMAKER"
    exif[0x0132] = "2024:01:02 03:04:05"
    place = exif.get_ifd(GPS)
    place[1], place[2] = "N", (39.0, 54.0, 20.0)
    place[3], place[4] = "E", (116.0, 23.0, 30.0)
    return exif


@pytest.fixture(scope="session")
def phone_jpeg():
    """A JPEG turned by its Exif, with place, comment, XMP, and a film after its end."""
    picture = encoded("JPEG", exif=camera_exif(), comment=b"REMARKABLE", quality=85)
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x>SECRETXMP</x>"
    segment = b"\xff\xe1" + (len(xmp) + 2).to_bytes(2, "big") + xmp
    return picture[:2] + segment + picture[2:] + b"\0\0\0\x18ftypmp42MOTIONPHOTO"
