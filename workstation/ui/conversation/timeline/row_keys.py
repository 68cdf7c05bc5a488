"""What a key does in the current row of a conversation: which of its actions it means."""

from PySide6.QtCore import Qt

from workstation.ui.conversation.timeline.hit_actions import (
    PRIMARY_ACTIONS,
    REMINDING,
    ChangeSpeed,
    PlayVoice,
)

PRIMARY_KEYS: dict[Qt.Key, tuple[type, ...]] = {
    Qt.Key.Key_Return: PRIMARY_ACTIONS,
    Qt.Key.Key_Enter: PRIMARY_ACTIONS,
    # A voice is heard before its pictures are opened, and before it is sent once more.
    Qt.Key.Key_Space: (PlayVoice, *PRIMARY_ACTIONS),
}
ROW_KEYS: dict[Qt.Key, tuple[type, ...]] = {Qt.Key.Key_S: (ChangeSpeed,), Qt.Key.Key_M: REMINDING}
"""Letters, and so without a key held beside them."""

SKIPS = {Qt.Key.Key_Left: -5_000, Qt.Key.Key_Right: 5_000}
"""How far a voice goes by an arrow, in milliseconds."""
