"""What lies over a page has its place again when the size of the text changes while it is open."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtWidgets import QWidget

from tests.gallery.painting import Look, display, dressed, room, scenes
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.theme import theme

LAYERS = {
    "dialog",
    "closing-sent",
    "evidence-asked",
    "palette",
    "palette-nothing",
    "viewer-refused",
}
SCENES = [scene for scene in scenes() if scene.name in LAYERS]
KINDS = ("Button", "ViewerParagraph", "EntriesView")
"""Whatever is wrong with a card shows in the place of one of these."""
LARGE = 125


def places(window: QWidget) -> dict[str, list[QRect]]:
    """Where each thing that lies in ``window`` is, by its kind."""
    result: dict[str, list[QRect]] = {}
    for part in window.findChildren(QWidget):
        if part.isVisible():
            corner = part.mapTo(window, QPoint(0, 0))
            result.setdefault(type(part).__name__, []).append(QRect(corner, part.size()))
    return result


def settle() -> None:
    """Let everything that waits for its turn have it."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_layer_that_is_open_grows_with_the_text(scene: GalleryScene, qapp) -> None:  # noqa: ARG001
    """Its card stood as high as before, and cut what it says."""
    with dressed(Look("light", "zh", LARGE)):
        size = room(scene)
        with display(scene) as window:
            settle()
            fresh = places(window)
    with dressed(Look("light", "zh")), display(scene) as window:
        window.resize(*size)
        settle()
        theme.set_text_size(LARGE)
        settle()
        grown = places(window)
    assert {kind: grown.get(kind) for kind in KINDS} == {kind: fresh.get(kind) for kind in KINDS}
