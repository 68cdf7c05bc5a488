"""What an input method composes belongs to what is on the screen while it is typed.

Qt lets it become words when the keyboard leaves a text. Where another patient comes into the same
text by a key, the keyboard stays: what was composed for one would be written to the next, with the
word that is picked then::

    Wang   nihao, still composed; Ctrl+J
    Li     space: 你好, in the reply to Li

A list may hand what is composed on it to such a text (``ComposesInto``); the same holds then.
"""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from workstation.ui.kit.fields.editing import LineEdit, PlainEdit
from workstation.ui.kit.fields.given_up import write_composed


class ComposesInto:
    """A widget that hands on to ``text`` what an input method composes while it has the focus."""

    text: PlainEdit | None = None


def finish_composing() -> None:
    """Let what is composed become words, as it stands, in the text that has the keyboard."""
    focused = QApplication.focusWidget()
    edit = focused.text if isinstance(focused, ComposesInto) else focused
    if not isinstance(edit, LineEdit | PlainEdit) or not edit.composed:
        return
    if edit is focused:
        QGuiApplication.inputMethod().commit()
        edit.take_given_up()
    take_composed(edit)


def take_composed(edit: LineEdit | PlainEdit) -> None:
    """Commit what is being composed by hand: an input method may not do so when asked."""
    if edit.composed:
        write_composed(edit, edit.composed)
        QGuiApplication.inputMethod().reset()
