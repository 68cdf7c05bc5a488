"""What takes mouse and keys over a picture: measuring, or moving another picture over it."""

from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent


class PointerInput(Protocol):
    """What takes mouse and keys before they move the picture. Places are the canvas's own."""

    @property
    def cursor(self) -> Qt.CursorShape:
        """What the mouse looks like."""

    def press(self, at: QPointF) -> bool:
        """Take what a press begins; whether the drag from here is not the picture's."""

    def drag(self, at: QPointF) -> None:
        """Take where the drag that was begun is now."""

    def click(self, at: QPointF) -> None:
        """Take a click: pressed and let go in one place."""

    def close_outline(self) -> bool:
        """Take a double click; whether it ended something."""

    def hover(self, at: QPointF) -> bool:
        """Take where the mouse is; whether anything is to be repainted."""

    def handle_key(self, event: QKeyEvent) -> bool:
        """Take a key; whether it was meant for this."""
