"""Whether the decoder of a bundle does what its optional parts promise. `build.py` asks, and stops.

PyInstaller cannot know what a library loads by a name or reads from a file beside it; without that
the bundle is built, and tells at a doctor's only that a photo could not be read.
"""

import json
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from product import ROOT

SECONDS = 300
HEIC = ROOT / "tests/media/samples/wide-red-64x64.heic"
RED, CLOSE = (255, 0, 0), 12
FONT = ROOT / "resources/fonts/Inter-Regular.otf"
PAPER, INK, SIZE = "white", "black", (900, 160)
PRINTED = ("GLU", "7.03", "mmol/L", "3.90-6.10")


class BrokenExtraError(Exception):
    """An optional part lies in the bundle and does not work."""


def require(name: str, bundle: Path) -> None:
    """Use a part as the window does. Raises BrokenExtraError."""
    works = {"heic": _decodes_a_picture, "ocr": _reads_a_page}[name](bundle)
    if not works:
        raise BrokenExtraError(f"the decoder's {name} does not work")


def _decodes_a_picture(bundle: Path) -> bool:
    """In the screen's colours, too: that takes a module of Pillow more."""
    answer = _decoded(bundle, HEIC.read_bytes(), "heic", str(64 * 64))
    if not answer.startswith(b"P6\n64 64\n255\n"):
        return False
    return all(abs(level - right) < CLOSE for level, right in zip(answer[-3:], RED, strict=True))


def _reads_a_page(bundle: Path) -> bool:
    width, height = SIZE
    answer = _decoded(bundle, page(), "text", str(width), str(height))
    try:
        read = [text for text, _corners in json.loads(answer)]
    except ValueError:
        return False
    return set(PRINTED) <= set(read)


def page() -> bytes:
    """A line of a laboratory report; black and white are in any order of colours."""
    paper = Image.new("RGB", SIZE, PAPER)
    pen, font = ImageDraw.Draw(paper), ImageFont.truetype(FONT, 34)
    for column, text in enumerate(PRINTED):
        pen.text((30 + 220 * column, 50), text, INK, font)
    return paper.tobytes()


def _decoded(bundle: Path, content: bytes, *command: str) -> bytes:
    program = bundle / (
        "workstation-decoder.exe" if sys.platform == "win32" else "workstation-decoder"
    )
    done = subprocess.run(
        [program, *command], check=False, input=content, capture_output=True, timeout=SECONDS
    )
    if done.returncode:
        print(done.stderr.decode(errors="replace"), file=sys.stderr)
    return done.stdout
