"""Mouse and keys while one photo lies over another.

The line between both is dragged; Left and Right move it, or the blend, by a twentieth; Space and a
click show the other photo where they are shown in turn. Every other drag moves both.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from workstation.ui.viewer.overlay import PhotoOverlay, Way

REACH_PX = 12.0
STEP = 0.05
STEPS = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}


class OverlayInput:
    """Mouse and keys over an overlay: ``on_changes`` is called after each change of it."""

    def __init__(
        self, overlay: PhotoOverlay, width: Callable[[], int], on_changes: Callable[[], None]
    ) -> None:
        self._overlay, self._width, self._on_changes = overlay, width, on_changes

    @property
    def cursor(self) -> Qt.CursorShape:
        """How the mouse looks: between two photos a drag moves the line."""
        swiping = self._overlay.way is Way.SWIPE
        return Qt.CursorShape.SplitHCursor if swiping else Qt.CursorShape.OpenHandCursor

    def press(self, at: QPointF) -> bool:
        """Take hold of the line."""
        near = abs(at.x() - self._overlay.line_x) <= REACH_PX
        return self._overlay.way is Way.SWIPE and near

    def drag(self, at: QPointF) -> None:
        """Move the line along."""
        self._set_share(at.x() / max(self._width(), 1))

    def click(self, at: QPointF) -> None:  # noqa: ARG002 - wherever it is
        """Show the other photo."""
        self._swap()

    def close_outline(self) -> bool:
        """End nothing: two clicks are two clicks here."""
        return False

    def hover(self, at: QPointF) -> bool:  # noqa: ARG002 - nothing follows the mouse
        """Repaint nothing: no line follows the mouse here."""
        return False

    def handle_key(self, event: QKeyEvent) -> bool:
        """Whether a key was meant for the overlay."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key is Qt.Key.Key_Space:
            return self._swap()
        if key in STEPS and self._overlay.way is not Way.FLICKER:
            self._set_share(self._overlay.share + STEPS[key])
            return True
        return False

    def _swap(self) -> bool:
        if self._overlay.way is not Way.FLICKER:
            return False
        self._overlay.second_shown = not self._overlay.second_shown
        self._on_changes()
        return True

    def _set_share(self, share: float) -> None:
        self._overlay.share = min(max(share, 0.0), 1.0)
        self._on_changes()
