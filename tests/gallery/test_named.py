"""What the keyboard comes to on any page has a name for a screen reader."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QWidget

from tests.gallery.painting import Look, display, dressed, scenes
from workstation.ui.gallery import __main__ as gallery
from workstation.ui.gallery.__main__ import GalleryScene

FILLERS = {QAccessible.Role.NoRole, QAccessible.Role.Client}
"""What Qt calls a widget of which it knows nothing: read as "filler" or "layered pane"."""

PAGES = [scene for scene in scenes() if scene not in gallery.scenes()]
"""The kit's own are in ``tests/ui/gallery``."""


def _wrong_stops(widget: QWidget) -> list[str]:
    """Every stop of Tab without a name, or that a screen reader takes for nothing at all."""
    stops = [
        part
        for part in widget.findChildren(QWidget)
        if part.isVisible()
        and part.isEnabled()
        and part.focusProxy() is None
        and not isinstance(part, QScrollArea)  # its name says that it scrolls, and no more is there
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    return [f"{type(part).__name__} in {_room(part)}" for part in stops if _is_nothing(part)]


def _is_nothing(part: QWidget) -> bool:
    interface = QAccessible.queryAccessibleInterface(part)
    return not interface.text(QAccessible.Text.Name) or interface.role() in FILLERS


def _room(part: QWidget) -> str:
    return type(part.parentWidget()).__name__


@pytest.mark.parametrize("scene", PAGES, ids=lambda scene: scene.name)
def test_every_stop_has_a_name_and_a_role(scene: GalleryScene, qapp) -> None:  # noqa: ARG001
    with dressed(Look("light", "en")), display(scene) as widget:
        assert _wrong_stops(widget) == []
