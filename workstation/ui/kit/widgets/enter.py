"""Enter on a button.

Qt lets Enter press a focused button only under some desktops, as GNOME, and inside a ``QDialog``,
in which none of this program's buttons lies: elsewhere the key goes on to the parents, where it
means nothing or something else.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

from workstation.ui.kit.input_source import KnowsInput

# PySide6 builds one C++ widget for a class: at run time a mixin must not be a second one.
if TYPE_CHECKING:

    class Pressable(KnowsInput, QAbstractButton):
        """A button that knows how it was last used."""

else:
    Pressable = KnowsInput

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}


class EnterPresses(Pressable):
    """A button that Enter presses as Space does; Ctrl Enter stays its surroundings' own."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press once at Enter, however long the key is held down."""
        if event.key() not in ENTER or event.modifiers() not in PLAIN:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.note_use(by_keyboard=True)
            self.click()


class EnterPasses(Pressable):
    """A tick or a choice that leaves Enter to what lies around it.

    Under GNOME Qt would press it with Enter, too; under Windows it does not.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            event.ignore()
        else:
            super().keyPressEvent(event)
