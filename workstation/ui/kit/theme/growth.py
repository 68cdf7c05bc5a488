"""How text, and everything that holds text, grows.

The design draws every length for text of 100 %. Smaller text leaves the lengths as drawn, so that
whatever is clicked stays as large; larger text lets them grow, save those of pictures and lines.
"""

from collections.abc import Callable
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from workstation.ui.kit.theme.tokens import Size, TextStyle

LEAST, AS_DRAWN, MOST = 85, 100, 200
STEPS = (85, 100, 115, 130, 150, 175, 200)
SMALLEST = 12
"""No text is smaller, in pixels."""
CONSTANT = frozenset(
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


class Growth:
    """The text's percentage in force, and the lengths that follow it."""

    def __init__(self, size: Size) -> None:
        self.percent = AS_DRAWN
        self._size, self._as_drawn = size, dict(size.__dict__)
        self._held: WeakKeyDictionary[QWidget, dict[SetLength, int]] = WeakKeyDictionary()

    def set(self, percent: int) -> None:
        """Let every length be what it is with text of ``percent``."""
        self.percent = percent
        grown = {
            name: length if name in CONSTANT else self.grown(length)
            for name, length in self._as_drawn.items()
        }
        self._size.__dict__.update(grown)
        for widget, lengths in list(self._held.items()):
            if isValid(widget):
                for set_length, length in lengths.items():
                    set_length(widget, self.grown(length))

    def style(self, drawn: TextStyle) -> TextStyle:
        """A style of the type scale in the size in force; its line keeps the proportion."""
        if self.percent == AS_DRAWN:
            return drawn
        size = max(SMALLEST, round(drawn.size * self.percent / AS_DRAWN))
        return TextStyle(size, round(drawn.line * size / drawn.size))

    def grown(self, drawn: int) -> int:
        """How long something is now that the design draws ``drawn`` pixels long."""
        return round(drawn * max(self.percent, AS_DRAWN) / AS_DRAWN)

    def drawn(self, now: int) -> int:
        """How long the design draws what is ``now`` long."""
        return round(now * AS_DRAWN / max(self.percent, AS_DRAWN))

    def hold(self, widget: QWidget, set_length: SetLength, now: int) -> None:
        """Call ``set_length``, such as ``QWidget.setFixedHeight``, now and whenever it grows."""
        self._held.setdefault(widget, {})[set_length] = self.drawn(now)
        set_length(widget, now)
