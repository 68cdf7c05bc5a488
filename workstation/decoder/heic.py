"""One HEIC into a portable pixmap (PPM). Only where the optional library for it is installed."""

import io
from typing import TYPE_CHECKING

from workstation.decoder.answers import BROKEN, TOO_LARGE, DecoderAnswer
from workstation.decoder.no_network import refuse_connections

if TYPE_CHECKING:
    from PIL.Image import Image


def decode(content: bytes, max_pixels: str) -> DecoderAnswer:
    """Decode a picture, upright and in the screen's colours; ``max_pixels`` is checked before."""
    refuse_connections()
    import pi_heif  # noqa: PLC0415 - of this kind alone

    try:
        opened = pi_heif.open_heif(io.BytesIO(content))
        width, height = opened.size
        if width * height > int(max_pixels):
            return DecoderAnswer(TOO_LARGE)
        picture = drawn(opened.to_pillow())
        pixels = _in_screen_colours(picture, opened.info.get("icc_profile")).tobytes()
    except Exception:  # noqa: BLE001 - whatever native code says of hostile content
        return DecoderAnswer(BROKEN)
    return DecoderAnswer(0, b"P6\n%d %d\n255\n" % (width, height) + pixels)


def drawn(picture: "Image") -> "Image":
    """The picture without transparency, on white, as every other one is shown."""
    from PIL import Image  # noqa: PLC0415 - of this kind alone

    if "A" not in picture.getbands():
        return picture.convert("RGB")
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return sheet


def _in_screen_colours(picture: "Image", profile: bytes | None) -> "Image":
    """The picture in the screen's colours: a phone's wide ones, taken for these, would be paler."""
    from PIL import ImageCms  # noqa: PLC0415 - of this kind alone

    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    except (OSError, ImageCms.PyCMSError):
        return picture
    return converted or picture
