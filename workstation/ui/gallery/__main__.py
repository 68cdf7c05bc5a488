"""Paint every widget and page in every state into pictures: ``python -m workstation.ui.gallery``.

A page joins by a module with a list ``SCENES``, named in ``SCENE_MODULES``; a scene is a name, a
size, and a function that makes the widget.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import Appearance, theme

SCENE_MODULES = ["workstation.ui.gallery.scenes", "workstation.ui.gallery.code_scenes"]


@dataclass(frozen=True, slots=True)
class GalleryScene:
    """A picture of the gallery: its name, and what makes the widget in it."""

    name: str
    width: int
    height: int
    make: Callable[[], QWidget]


def scenes() -> Iterator[GalleryScene]:
    """All scenes of the gallery."""
    for name in SCENE_MODULES:
        yield from import_module(name).SCENES


def scenes_named(part: str, known: Sequence[GalleryScene]) -> list[GalleryScene]:
    """The scenes of ``known`` with ``part`` in their names; ends the program if there is none."""
    chosen = [scene for scene in known if part in scene.name]
    if not chosen:
        sys.exit(f"no picture has {part!r} in its name; {_near(part, known)}")
    return chosen


def _near(part: str, known: Sequence[GalleryScene]) -> str:
    names = [scene.name for scene in known]
    words = {word for name in names for word in (name, *re.split("[-_]", name))}
    near = get_close_matches(part, sorted(words), n=3, cutoff=0.5)
    alike = [name for name in names if any(word in name for word in near)]
    return f"there are {', '.join(alike or names)}"


def paint(scene: GalleryScene, path: Path) -> None:
    """Make the scene's widget, let it settle, and save its picture."""
    widget = scene.make()
    widget.resize(scene.width, scene.height)
    widget.show()
    QApplication.sendPostedEvents()
    widget.grab().save(str(path))
    widget.close()
    widget.deleteLater()


def main() -> None:
    """Read the command line and paint."""
    parser = argparse.ArgumentParser(prog="workstation.ui.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--language", choices=[each.value for each in Language], default="zh")
    parser.add_argument("--only", default="", help="part of the scenes' names")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    asked = scenes_named(chosen.only, list(scenes()))
    app = QApplication([])
    theme.install(app)
    theme.set_appearance(Appearance(chosen.theme))
    set_language(Language(chosen.language))
    chosen.out.mkdir(parents=True, exist_ok=True)
    for scene in asked:
        paint(scene, chosen.out / f"{scene.name}-{chosen.theme}-{chosen.language}.png")


if __name__ == "__main__":
    main()
