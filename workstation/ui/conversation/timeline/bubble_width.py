"""How wide a bubble may be: beside it there is room for the widest of its states."""

from functools import lru_cache

from workstation.ui.conversation.timeline.message_state import FAILED_KEYS
from workstation.ui.conversation.timeline.paint_context import Column
from workstation.ui.kit.painting import line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme

META_GAP = SPACE.x2


def indent() -> int:
    """How far bubbles beside an avatar begin from the column's edge."""
    return SIZE.avatar_md + SPACE.x2


def max_width(column: Column, *, own: bool) -> float:
    """The widest that a bubble may be."""
    widest = min(SIZE.bubble_max, column.width - indent() - theme.scaled(SPACE.x24))
    if not own:
        return widest
    retry = tr("conversation.retry")
    words = max(_failed_width(tr(key), retry, theme.text_size) for key in FAILED_KEYS)
    return min(widest, column.width - META_GAP - words)


@lru_cache(maxsize=24)
def _failed_width(state: str, retry: str, _text_size: int) -> float:
    caption, strong = theme.font(TextRole.CAPTION), theme.font(TextRole.CAPTION, strong=True)
    words = line_width(state, caption) + SPACE.x2 + line_width(retry, strong) + 1
    return SIZE.icon_sm + SPACE.x1 + words
