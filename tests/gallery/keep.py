"""Keep the pictures of now, after looking at them: ``python -m tests.gallery.keep [NAME]``."""

import os
import sys
from pathlib import Path

from PIL import Image

from tests.gallery.compare import TOLERANCE, difference, in_few_colours, small
from tests.gallery.golden import ALL_LOOKS, KEPT, looks_of, other_fonts, path_of
from tests.gallery.painting import display, dressed, painted, scenes
from workstation.ui.gallery.__main__ import scenes_named


def main(part: str = "") -> int:
    """Write those that differ from what is kept; say which. Nothing with other fonts."""
    asked = scenes_named(part, scenes())
    KEPT.mkdir(exist_ok=True)
    expected = {path_of(scene, look) for scene in scenes() for look in looks_of(scene)}
    for gone in set(KEPT.glob("*.png")) - expected:
        gone.unlink()
        sys.stdout.write(f"gone {gone.name}\n")
    for look in ALL_LOOKS:
        with dressed(look):
            if wrong := other_fonts():
                sys.stdout.write(f"not kept: this is another {wrong}, see golden.PINNED\n")
                return 1
            for scene in asked:
                if look in looks_of(scene):
                    with display(scene) as widget:
                        _keep(in_few_colours(small(painted(widget))), path_of(scene, look))
    return 0


def _keep(now: Image.Image, path: Path) -> None:
    if path.exists():
        stored = Image.open(path)
        if stored.size == now.size and difference(now, stored).most < TOLERANCE / 4:
            return
    # The usual median cut gives a small mark, as that of a found word, the colour of what is near.
    few = now.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    sys.stdout.write(f"kept {path.name}\n")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(*sys.argv[1:]))
