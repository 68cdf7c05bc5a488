"""Decodes one HEIC in a process of its own: content in, a portable pixmap (PPM) out.

Run as a script, which imports nothing of the program. The decoder is native code of which it is
known that content can crash it, so it gets neither the window's process nor its secrets.
"""

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 1_500 * 1024 * 1024
MOST_SECONDS = 20
TOO_LARGE, BROKEN = 3, 4


def main(most_pixels: int) -> int:
    """The exit status; 0 after a whole picture was written."""
    _bound()
    import pi_heif  # noqa: PLC0415 - the limits come first

    try:
        opened = pi_heif.open_heif(io.BytesIO(sys.stdin.buffer.read()))
        width, height = opened.size
        if width * height > most_pixels:
            return TOO_LARGE
        picture = opened.to_pillow().convert("RGB")
        pixels = _in_screen_colours(picture, opened.info.get("icc_profile")).tobytes()
    except Exception:  # noqa: BLE001 - whatever native code says of hostile content
        return BROKEN
    sys.stdout.buffer.write(b"P6\n%d %d\n255\n" % (width, height))
    sys.stdout.buffer.write(pixels)
    return 0


def _in_screen_colours(picture: "Image", profile: bytes | None) -> "Image":
    """A phone's wide colours, taken for the screen's, would be paler."""
    from PIL import ImageCms  # noqa: PLC0415 - the limits come first

    if not profile:
        return picture
    try:
        told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(picture, told, ImageCms.createProfile("sRGB"))
    except (OSError, ImageCms.PyCMSError):
        return picture
    return shown or picture


def _bound() -> None:
    """Memory and time; and no core file, which would hold the picture in the clear."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
