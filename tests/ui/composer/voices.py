"""Steps of tests that record a voice."""

from PySide6.QtCore import Qt

from workstation.domain.message import MessageKind

VOICE = [(MessageKind.VOICE, "")]
KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def press_keys(bench) -> None:
    """Ctrl Shift R, wherever the keyboard is."""
    bench.press(Qt.Key.Key_R, KEYS)


def recording_shown(bench) -> bool:
    """Whether the recording stands in place of the text."""
    return not bench.composer.recording.isHidden()
