"""Decodes one HEIC in a process of its own: content in, a portable pixmap (PPM) out.

Run as a script, which imports nothing of the program. The decoder is native code of which it is
known that content can crash it, so it gets neither the window's process nor its secrets.
"""

import io
import sys

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
        pixels = opened.to_pillow().convert("RGB").tobytes()
    except Exception:  # noqa: BLE001 - whatever native code says of hostile content
        return BROKEN
    sys.stdout.buffer.write(b"P6\n%d %d\n255\n" % (width, height))
    sys.stdout.buffer.write(pixels)
    return 0


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
