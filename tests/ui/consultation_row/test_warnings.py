"""What was not sent stands on a row in the colour of a warning, not in one that its words give."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from workstation.ui.consultation_row.row_data import PreviewLine, QueueRowData
from workstation.ui.consultation_row.row_painting import find_nothing, paint_row_data
from workstation.ui.kit.theme import theme


def painted_colours(row: QueueRowData) -> set[int]:
    """All colours in the picture of a row."""
    image = QImage(480, 88, QImage.Format.Format_RGB32)
    image.fill(theme.colours.bg_panel)
    painter = QPainter(image)
    paint_row_data(painter, QRectF(0, 0, 480, 88), row, find_nothing)
    painter.end()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("text", ["1 条消息未发送", "2 条消息未发送", "草稿未发送"])
def test_a_warning_has_the_colour_of_one_whatever_it_says(text: str) -> None:
    parts = {"initials": "", "name": "", "byline": "", "time": "", "team": ""}
    named = {"key": 1, "member_id": None, "preview": PreviewLine(""), **parts}
    warning = theme.colours.warning_tint.rgb()
    assert warning in painted_colours(QueueRowData(warnings=(text,), **named))
    assert warning not in painted_colours(QueueRowData(labels=(text,), **named))
