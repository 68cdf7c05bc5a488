"""Which words of a scene have less room than they need."""

from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from tests.gallery.painting import room
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.label import Label
from workstation.ui.viewer.controls import ViewerText


def cut_words(scene: GalleryScene, widget: QWidget) -> list[str]:
    """What is seen of a scene and is smaller than its words; the scene itself, if too small."""
    width, _ = room(scene)
    whole = [f"the whole needs {widget.width()} px"] if widget.width() > width else []
    return whole + [_words(part) for part in widget.findChildren(QWidget) if _is_cut(part, widget)]


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
