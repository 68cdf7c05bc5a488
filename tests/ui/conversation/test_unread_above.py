"""The way back up to what is unread hides no message in a low window with large text."""

import pytest
from PySide6.QtWidgets import QWidget

from workstation.ui.conversation.unread_above import LOW_LINES, UnreadAbove
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import TextRole, theme


@pytest.fixture
def stream(show_widget) -> QWidget:
    """What the button lies over."""
    theme.set_text_size(200)
    widget = QWidget()
    window = show_widget(widget)
    window.layout().setContentsMargins(0, 0, 0, 0)
    window.resize(608, 600)
    return widget


def test_in_a_low_stream_it_is_its_number_in_the_corner(stream: QWidget) -> None:
    sentence = tr("conversation.unread_above", count=2)
    button = UnreadAbove(stream)
    button.offer(2)
    button.place()
    assert button.text() == button.accessibleName() == sentence
    assert not button.toolTip()
    middle = button.geometry().center().x()
    assert abs(middle - stream.width() // 2) <= 1
    stream.setFixedHeight(LOW_LINES * theme.style(TextRole.MESSAGE).line - 1)
    button.place()
    assert button.text() == "2"
    assert button.accessibleName() == button.toolTip() == sentence
    assert stream.width() * 3 // 4 < button.x()
    assert button.geometry().right() < stream.width()
