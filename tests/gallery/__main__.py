"""Paint every widget and page in every state: ``python -m tests.gallery --out DIR``."""

import argparse
import itertools
import os
from pathlib import Path

from tests.gallery.painting import LOOKS, Look, display, dressed, painted, scenes
from workstation.ui.gallery.__main__ import scenes_named


def main() -> None:
    """Read the command line and paint; without choices, everything in every look."""
    parser = argparse.ArgumentParser(prog="tests.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--language", choices=("zh", "en"))
    parser.add_argument("--text", type=int, choices=LOOKS[2])
    parser.add_argument("--only", default="", help="part of the scenes' names")
    chosen = parser.parse_args()
    asked = scenes_named(chosen.only, scenes())
    chosen.out.mkdir(parents=True, exist_ok=True)
    items = [
        Look(theme, language, text)
        for theme, language, text in itertools.product(*LOOKS)
        if chosen.theme in {None, theme}
        and chosen.language in {None, language}
        and chosen.text in {None, text}
    ]
    for look in items:
        with dressed(look):
            for scene in asked:
                with display(scene) as widget:
                    painted(widget).save(str(chosen.out / f"{scene.name}-{look}.png"))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
