"""Paint every widget and page in every state into pictures: ``python -m workstation.ui.gallery``.

A page joins by a module with a list ``SCENES``, named in ``SCENE_MODULES``; a scene is a name, a
size, and a function that makes the widget.
"""

import argparse
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import Appearance, theme

SCENE_MODULES = ["workstation.ui.gallery.scenes", "workstation.ui.gallery.code_scenes"]


@dataclass(frozen=True, slots=True)
class GalleryScene:
    """One picture."""

    name: str
    width: int
    height: int
    make: Callable[[], QWidget]


def scenes() -> Iterator[GalleryScene]:
    """Everything there is to see."""
    for name in SCENE_MODULES:
        yield from import_module(name).SCENES


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
    app = QApplication([])
    theme.install(app)
    theme.set_appearance(Appearance(chosen.theme))
    set_language(Language(chosen.language))
    chosen.out.mkdir(parents=True, exist_ok=True)
    for scene in scenes():
        if chosen.only in scene.name:
            name = f"{scene.name}-{chosen.theme}-{chosen.language}.png"
            paint(scene, chosen.out / name)


if __name__ == "__main__":
    main()
