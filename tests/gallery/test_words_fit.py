"""No word is cut: not in English, not with 40 % more letters, not in the largest text."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from tests.gallery.painting import Look, dressed, room, scenes
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.strings.catalogue import Catalogue, catalogue
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.label import Label
from workstation.ui.viewer.controls import ViewerText

LONGER = 0.4
LOOKS = [Look("light", "zh", 200), *(Look("light", "en", size) for size in (85, 100, 150, 200))]


@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence has 40 % more letters, as a translation may have."""
    sentence = Catalogue.text

    def text(self, key, values):
        short = sentence(self, key, values)
        more = round(len(short) * LONGER)
        return short + short[-more:] if more else short

    monkeypatch.setattr(Catalogue, "text", text)


@pytest.mark.parametrize("scene", scenes(), ids=lambda scene: scene.name)
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_nothing_is_cut(scene: GalleryScene, look: Look, qapp) -> None:  # noqa: ARG001
    assert list(cut(scene, look)) == []


@pytest.mark.usefixtures("longer")
@pytest.mark.parametrize("scene", scenes(), ids=lambda scene: scene.name)
def test_nothing_is_cut_in_a_longer_language(scene: GalleryScene, qapp) -> None:  # noqa: ARG001
    assert list(cut(scene, Look("light", "en"))) == []


def cut(scene: GalleryScene, look: Look) -> Iterator[str]:
    """What is seen of a scene and is smaller than its words; the scene itself, if too small."""
    with dressed(look):
        widget = scene.make()
        width, height = room(scene)
        widget.resize(width, height)
        widget.show()
        QCoreApplication.sendPostedEvents()
        if widget.width() > width:
            yield f"the whole needs {widget.width()} px"
        yield from (_words(part) for part in widget.findChildren(QWidget) if _is_cut(part, widget))
        widget.close()
        widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _words(part: QWidget) -> str:
    return f"{type(part).__name__} {_said_by(part)!r} in {type(part.parentWidget()).__name__}"


def _is_cut(part: QWidget, widget: QWidget) -> bool:
    if not part.isVisibleTo(widget) or not _said_by(part):
        return False
    if isinstance(part, Label) and part.wordWrap():
        return part.height() < part.heightForWidth(part.width())
    return part.width() < _least(part) or part.height() < part.sizeHint().height()


def _said_by(part: QWidget) -> str:
    if isinstance(part, Label | QAbstractButton):
        return part.text()
    return part.accessibleName() if isinstance(part, Chip | ViewerText) else ""


def _least(part: QWidget) -> int:
    """What a layout may not go below, if it has the room."""
    fixed = part.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed
    hint = part.minimumSizeHint().width()
    return part.sizeHint().width() if fixed or hint < 0 else hint


def test_a_sentence_is_longer_here(longer, qapp) -> None:  # noqa: ARG001
    with dressed(Look("light", "en")):
        assert len(catalogue.text("queue.title", {})) > len("Active")
