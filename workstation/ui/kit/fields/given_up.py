"""What an input method composed and gave up, because the keyboard leaves the text.

ibus gives pinyin up in the turn of the loop in which it is asked to finish. By a click on another
row, or on the next field of a form, the words were gone. After Esc, which gives them up for the
doctor, the keyboard stays where it is, and nothing is written.
"""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


class GivenUpWords:
    """The words that were given up in this turn of the loop, of one text."""

    def __init__(self, edit: QWidget) -> None:
        self._edit, self._words = edit, ""

    def note(self, words: str) -> None:
        """Remember ``words``, which an input method has just given up, until this turn ends."""
        self._words = words
        QTimer.singleShot(0, self._forget)

    def write(self) -> None:
        """Write them where they were composed, once."""
        words = self._words
        self._forget()
        if words:
            write_composed(self._edit, words)

    def _forget(self) -> None:
        self._words = ""


def write_composed(edit: QWidget, words: str) -> None:
    """Write ``words`` at the caret of ``edit``, as an input method does that has composed them."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(edit, event)
