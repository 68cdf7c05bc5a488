"""What rows are laid out and painted against: pictures and voices, the time, what is selected.

A row is laid out once and painted often. What may change between two paintings without another
height is therefore no part of the row: it comes in a ``PaintContext``, made anew for every frame,
every click and every question of a screen reader. So the day "今天" becomes "昨天"
after midnight, though nobody laid it out again, and what is painted, clicked and spoken agrees.

Nothing is loaded while painting: ``media`` answers at once with what is there.

Positions in ``Hit`` and ``SelectableText`` are logical pixels from the row's top left corner.

Tests: ``test_what_waits_is_painted_once_its_mark_is_due_and_not_before``,
``test_a_voice_is_played_sped_up_and_skipped_by_keys``.
"""

from collections.abc import Hashable, Mapping
from dataclasses import field

from PySide6.QtCore import QPointF, QRectF

from workstation.domain.export import ExportChannel
from workstation.domain.value import Value
from workstation.ui.conversation.timeline.hit_actions import HitAction, SaveDocument, SaveMedium
from workstation.ui.conversation.timeline.text import Highlights, TextBlock
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.media.media_lookup import MediaLookup


class PaintContext(Value):
    """What is true of the list while it is painted; ``progress`` has shares of uploads by key.

    ``corrected`` are the keys of messages that were corrected while the doctor read here, and
    ``marked`` that of the row to which the doctor was just brought. ``online`` is whether anything
    can be on its way.
    """

    media: MediaLookup
    now_ms: int
    ratio: float = 1.0
    highlights: dict[Hashable, Highlights] = field(default_factory=dict)
    progress: Mapping[str, float] = field(default_factory=dict)
    corrected: frozenset[str] = frozenset()
    marked: Hashable = None
    online: bool = True


class Hit(Value):
    """A part of a row that answers to a click; ``name`` is for a tool tip and a screen reader."""

    rect: QRectF
    action: HitAction
    name: str = ""


def hit_denial(hit: Hit) -> str:
    """Why a policy forbids what a click there does; empty where none does."""
    if not isinstance(hit.action, SaveMedium | SaveDocument):
        return ""
    return export_rules.denial(ExportChannel.FILE)


class SelectableText(Value):
    """Selectable text of a row: where it lies, and its layout."""

    at: QPointF
    block: TextBlock


class Column(Value):
    """The column of the stream: at most 760 wide, in the middle of the view."""

    left: int
    width: int

    @classmethod
    def of(cls, view_width: int) -> "Column":
        """The column of a view this wide."""
        room = max(view_width, SIZE.conversation_min) - 2 * SPACE.x6
        width = min(room, SIZE.stream_max)
        return cls((view_width - width) // 2, width)

    @property
    def right(self) -> int:
        """Where it ends, from the view's left edge."""
        return self.left + self.width
