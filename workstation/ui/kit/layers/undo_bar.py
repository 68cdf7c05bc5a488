"""A snack bar that takes back what was done; Ctrl Z does it from anywhere in the window.

A field would otherwise take the key for its own text, and the deletion would go on while the doctor
believes it undone. Tests: tests/ui/kit/test_announcer.py,
``test_ctrl_z_undoes_from_within_a_field_while_the_bar_is_there``.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.overlay import Overlay
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon

KEYS = "Ctrl Z"


class UndoKey(QObject):
    """Lets Ctrl Z press the button of ``bar``, wherever in its window the keyboard is.

    The window's keys are watched while the bar shows: a field takes this one for itself before any
    shortcut hears of it. (Not the application's: ``Popover`` says why.)
    """

    def __init__(self, bar: SnackBar) -> None:
        super().__init__(bar)
        self._bar = bar
        if (handle := bar.window().windowHandle()) is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        is_meant = event.matches(QKeySequence.StandardKey.Undo) and self._is_meant()
        if is_meant:
            self._bar.button.click()
        return is_meant

    def _is_meant(self) -> bool:
        """Whether the key is meant for the bar, not for a sheet over it or for another window."""
        place = QApplication.focusWidget()
        if not self._bar.isVisible() or place is None or place.window() is not self._bar.window():
            return False
        while place is not None and not isinstance(place, Overlay):
            place = place.parentWidget()
        return place is None or place.isAncestorOf(self._bar)


class UndoBar(SnackBar):
    """Says what was done, with a button that undoes it.

    ``acted`` asks to undo.

    ``spoken`` is what a screen reader is told in place of ``text``, ``undone`` once it is undone.
    """

    counts_down = True

    def __init__(self, over: QWidget, text: str, *, spoken: str = "", undone: str = "") -> None:
        super().__init__(over, text, action=tr("widgets.undo"), icon=Icon.UNDO)
        self._spoken, self._undone = spoken or text, undone
        self.acted.connect(self._announce_undone)
        self._undo_key: UndoKey | None = None

    def start(self) -> None:
        super().start()
        if self._undo_key is None:
            self._undo_key = UndoKey(self)

    def _announce(self) -> None:
        text = tr("widgets.undo_spoken", text=self._spoken, keys=KEYS, action=self.button.text())
        announcer.announce(text, urgent=True)

    def _announce_undone(self) -> None:
        text = self._undone or tr("widgets.undone", text=self._spoken)
        announcer.announce(text, urgent=True)
