"""Every scene is painted in both themes and both languages, and start-up stays light."""

import gc
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from workstation.ui.gallery.__main__ import GalleryScene, paint, scenes, scenes_named
from workstation.ui.kit.fields.search_field import SearchField
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import Appearance, theme

HEAVY = ("httpx", "websockets", "keyring", "cryptography", "apsw", "PIL", "PySide6.QtMultimedia",
         "PySide6.QtNetwork", "PySide6.QtQuick", "PySide6.QtSvgWidgets")  # fmt: skip
START = """
import sys
from PySide6.QtWidgets import QApplication
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.kit.theme import theme
app = QApplication([])
theme.install(app)
frame = WindowFrame()
frame.show()
frame.grab()
print(",".join(sys.modules))
"""
SCENES = list(scenes())
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_every_scene_is_painted_in_every_combination(scene: GalleryScene, tmp_path: Path) -> None:
    pictures = {}
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        for spoken in Language:
            theme.set_appearance(appearance)
            set_language(spoken)
            path = tmp_path / f"{appearance.value}-{spoken.value}.png"
            paint(scene, path)
            pictures[appearance, spoken] = QImage(str(path))
    for picture in pictures.values():
        assert (picture.width(), picture.height()) == (scene.width, scene.height)
        colours = {picture.pixel(x, y) for x in range(0, scene.width, 3)
                   for y in range(0, scene.height, 3)}  # fmt: skip
        assert len(colours) > 8
    for spoken in Language:
        light, dark = (pictures[one, spoken] for one in (Appearance.LIGHT, Appearance.DARK))
        assert light.pixelColor(2, 2).lightness() > dark.pixelColor(2, 2).lightness()


def test_a_name_that_no_scene_has_is_refused_with_those_near_it() -> None:
    assert [scene.name for scene in scenes_named("_code", SCENES)] == ["enter_code", "set_code"]
    assert scenes_named("", SCENES) == SCENES
    with pytest.raises(SystemExit, match="no picture has 'dialogue' in its name; there are dialog"):
        scenes_named("dialogue", SCENES)
    with pytest.raises(SystemExit, match=r"there are buttons, fields, .*set_code"):
        scenes_named("zzzz", SCENES)


def test_the_first_paint_needs_no_heavy_library() -> None:
    done = subprocess.run(  # noqa: S603  this very interpreter
        [sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.strip().splitlines()[-1].split(","))
    assert "workstation.ui.shell.window_frame" in loaded
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_nothing_of_a_scene_stays_when_it_is_gone(scene: GalleryScene) -> None:
    widget = scene.make()
    widget.show()
    parts = [weakref.ref(part) for part in (widget, *widget.findChildren(QWidget))
             if type(part).__module__.startswith("workstation")]  # fmt: skip
    widget.close()
    widget.deleteLater()
    del widget
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not [part() for part in parts if part() is not None]


def _is_reached_by_tab(part: QWidget) -> bool:
    """Whether Tab comes to it."""
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _is_reached_by_arrows(part: QWidget) -> bool:
    """Whether it is a choice beside the one that holds, to which Tab comes."""
    group = part.group() if isinstance(part, QAbstractButton) else None
    holding = group.checkedButton() if group is not None else None
    return holding is not None and group.exclusive() and _is_reached_by_tab(holding)


@pytest.mark.usefixtures("screen_reader")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everything_that_can_be_used_has_a_name_and_the_keyboard(scene: GalleryScene) -> None:
    widget = scene.make()
    widget.show()
    used = [
        part
        for part in widget.findChildren(QWidget)
        if isinstance(part, QAbstractButton | QLineEdit | QTextEdit | QComboBox)
        and part.isVisible()
    ]
    searches = widget.findChildren(SearchField)  # whose cross is Esc on the keyboard
    without = [
        part
        for part in used
        if not (_is_reached_by_tab(part) or _is_reached_by_arrows(part))
        and part.parent() not in searches
    ]
    interfaces = map(QAccessible.queryAccessibleInterface, used)
    names = [interface.text(QAccessible.Text.Name) for interface in interfaces]
    widget.close()
    widget.deleteLater()
    assert all(names), used
    assert without == []
