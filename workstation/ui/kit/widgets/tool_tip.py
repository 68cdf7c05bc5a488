"""Tool tips of text from outside, and what a screen reader says in their place."""

from PySide6.QtGui import Qt as Markup
from PySide6.QtWidgets import QWidget

KEYS = "spoken_keys"


def plain_tip(text: str) -> str:
    """``text`` such that a tool tip shows it as it is.

    Qt has no plain tool tips: it guesses whether a text is markup. What it would take for markup
    is therefore made into markup that shows the text itself.
    """
    if not Markup.mightBeRichText(text):
        return text
    from html import escape  # noqa: PLC0415  with it come all names of characters, 0.3 MB

    return f"<p>{escape(text)}</p>"


def set_tool_tip(widget: QWidget, text: str) -> None:
    """Let ``widget`` have ``text`` as its tool tip, plain."""
    widget.setToolTip(plain_tip(text))


def set_spoken_keys(button: QWidget, keys: str) -> None:
    """Let a screen reader say the keys after the name, in place of both again.

    Not where something else is said of the button than its keys before.
    """
    is_free = button.accessibleDescription() == (button.property(KEYS) or "")
    button.setProperty(KEYS, keys)
    if is_free:
        set_spoken_reason(button, "")


def set_spoken_reason(button: QWidget, reason: str) -> None:
    """Let a screen reader say ``reason`` of a button; without any, its keys again."""
    button.setAccessibleDescription(reason or button.property(KEYS) or "")
