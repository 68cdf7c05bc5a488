"""Above a colleague's words stands that it is a doctor, however long the name."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from tests.gallery import sample
from workstation.domain.message import SpeakerRole
from workstation.ui.conversation.timeline import bubble as module
from workstation.ui.conversation.timeline.bubble import Bubble
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.conversation.timeline.paint_context import Column, PaintContext
from workstation.ui.kit.painting import line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import TextRole, theme


@pytest.fixture
def drawn(monkeypatch):
    """Where each line was drawn, by its words."""
    places, draw = {}, module.draw_line

    def draw_and_note(painter, rect, text, *rest, **more):
        places[text] = rect.translated(painter.transform().map(QPointF()))
        return draw(painter, rect, text, *rest, **more)

    monkeypatch.setattr(module, "draw_line", draw_and_note)
    return places


@pytest.mark.parametrize("view_width", [360, 1000])
def test_the_doctor_s_role_keeps_its_room_beside_a_long_name(drawn, view_width):
    speaker = replace(sample.MOTHER, role=SpeakerRole.COLLEAGUE, name="阿不都热依木·" * 12)
    message = sample.make_message(3, speaker, "好的", 10)
    column = Column.of(view_width)
    image = QImage(view_width, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    Bubble(MessageItem(message, opens=True), column).paint(painter, PaintContext(None, 0), None)
    painter.end()
    role = drawn[tr("conversation.doctor")]
    font = theme.font(TextRole.CAPTION)
    assert role.width() >= line_width(tr("conversation.doctor"), font)
    assert role.right() <= column.right
