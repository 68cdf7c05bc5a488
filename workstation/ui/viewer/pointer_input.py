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
        """Whether the drag that begins here is not the picture's."""

    def drag(self, at: QPointF) -> None:
        """The drag that was begun is at this place now."""

    def click(self, at: QPointF) -> None:
        """Pressed and let go in one place."""

    def close_outline(self) -> bool:
        """Clicked twice; whether that ended something."""

    def hover(self, at: QPointF) -> bool:
        """Whether anything is to be repainted as the mouse goes here."""

    def handle_key(self, event: QKeyEvent) -> bool:
        """Whether a key was meant for it."""
