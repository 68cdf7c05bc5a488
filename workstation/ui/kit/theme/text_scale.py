"""How text, and everything that holds text, grows.

The design draws every length in logical pixels for text of 100 %. Smaller text leaves the lengths
as drawn, so that whatever is clicked stays as large; larger text lets them grow, save those of
pictures and lines. ``SIZE`` holds what is in force, so it is read where it is used and never kept:
a length that has to be given once, as a fixed height, is held by ``hold``, which gives it again
when it grows.

What is held is noted as drawn, at 100 %: noted as grown, it would be rounded with every change and
drift. At 150 %, ``scaled(40)`` is 60 and ``unscaled(60)`` is 40.

Tests: ``test_lengths_grow_and_come_back_but_never_shrink_nor_do_lines``,
``test_what_is_shown_already_becomes_what_is_made_anew``,
``test_what_is_held_is_forgotten_with_its_widget``.
"""

from collections.abc import Callable
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from workstation.ui.kit.theme.tokens import Size, TextStyle

DESIGN_PERCENT = 100
MIN_TEXT_PX = 12
"""No text is smaller, in pixels."""
UNSCALED = frozenset(
    {
        "hairline",
        "icon_stroke",
        "focus_ring",
        "marker",
        "slider_track",
        "conversation_min",
        "thumb",
        "thumb_grid",
        "viewer_thumb",
        "viewer_strip",
        "viewer_image_w",
        "viewer_image_h",
    }
)
"""Lines, photographs, and what must fit into the smallest window."""

SetLength = Callable[[QWidget, int], None]


class TextScale:
    """The text's percentage in force, and the lengths that follow it."""

    def __init__(self, size: Size) -> None:
        self.percent = DESIGN_PERCENT
        self._size, self._design = size, dict(size.__dict__)
        self._held: WeakKeyDictionary[QWidget, dict[SetLength, int]] = WeakKeyDictionary()

    def set(self, percent: int) -> None:
        """Let every length be what it is with text of ``percent``."""
        self.percent = percent
        scaled = {
            name: length if name in UNSCALED else self.scaled(length)
            for name, length in self._design.items()
        }
        self._size.__dict__.update(scaled)
        for widget, lengths in list(self._held.items()):
            if isValid(widget):
                for set_length, length in lengths.items():
                    set_length(widget, self.scaled(length))

    def style(self, drawn: TextStyle) -> TextStyle:
        """A style of the type scale in the current size; its line keeps the proportion."""
        if self.percent == DESIGN_PERCENT:
            return drawn
        size = max(MIN_TEXT_PX, round(drawn.size * self.percent / DESIGN_PERCENT))
        return TextStyle(size, round(drawn.line * size / drawn.size))

    def scaled(self, drawn: int) -> int:
        """How long something is now that the design draws ``drawn`` pixels long."""
        return round(drawn * max(self.percent, DESIGN_PERCENT) / DESIGN_PERCENT)

    def unscaled(self, now: int) -> int:
        """The length at 100 % of what is ``now`` long."""
        return round(now * DESIGN_PERCENT / max(self.percent, DESIGN_PERCENT))

    def hold(self, widget: QWidget, set_length: SetLength, now: int) -> None:
        """Call ``set_length``, such as ``QWidget.setFixedHeight``, now and whenever it grows."""
        self._held.setdefault(widget, {})[set_length] = self.unscaled(now)
        set_length(widget, now)
