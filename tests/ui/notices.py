"""What lies over a window for a moment: notices, and the system's dialogs for files."""

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.layers.snack_parts import SnackText


def visible_notices(window: QWidget) -> list[str]:
    """The sentences at the foot of a window."""
    return [bar.text for bar in window.findChildren(SnackBar) if bar.isVisible()]


def sentence_of(bar: SnackBar) -> SnackText:
    """The words of a notice, as they are laid out."""
    return next(text for text in bar.findChildren(SnackText) if text is not bar.seconds_left)


def point_at(bar: SnackBar) -> None:
    """Bring the pointer over it."""
    point = QPoint(5, 5).toPointF()
    QApplication.sendEvent(bar, QEnterEvent(point, point, point))


def point_elsewhere(bar: SnackBar) -> None:
    """Take the pointer off it."""
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))


def visible_file_dialog(window: QWidget) -> QFileDialog | None:
    """The dialog that asks for a file, the last one if there are several."""
    visible = [one for one in window.findChildren(QFileDialog) if one.isVisible()]
    return visible[-1] if visible else None
