"""The code on the screen is the standard's own, pixel by pixel, in both themes."""

import pytest
import segno
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from workstation.ui.connection.plain_report import MAX_BYTES
from workstation.ui.connection.qr_code import MODULE, QUIET, QrCode
from workstation.ui.kit.theme import Appearance, theme

TEXT = "医生工作站 0.1.0\n加密（TLS）：失败"
BLACK, WHITE = QColor("black"), QColor("white")


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize("text", [TEXT, "x" * MAX_BYTES], ids=["short", "longest"])
def test_every_module_is_painted_where_it_belongs(
    qtbot: QtBot, text: str, appearance: Appearance
) -> None:
    theme.set_appearance(appearance)
    code = QrCode()
    qtbot.addWidget(code)
    code.show_text(text)
    code.resize(code.sizeHint())
    image = code.grab().toImage()
    expected = segno.make_qr(text, error="l", mode="byte", encoding="utf-8", boost_error=False)
    assert expected.symbol_size(scale=MODULE, border=QUIET) == (image.width(), image.height())
    assert painted(image) == [bytes(row) for row in expected.matrix_iter(scale=1, border=QUIET)]


def painted(image: QImage) -> list[bytes]:
    """1 where a module is dark; each is of one colour throughout."""
    count = image.width() // MODULE
    rows = []
    for y in range(count):
        row = bytearray()
        for x in range(count):
            colours = {
                image.pixelColor(x * MODULE + dx, y * MODULE + dy).name()
                for dx in (0, MODULE - 1)
                for dy in (0, MODULE - 1)
            }
            assert colours in ({BLACK.name()}, {WHITE.name()})
            row.append(colours == {BLACK.name()})
        rows.append(bytes(row))
    return rows
