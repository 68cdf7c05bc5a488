"""What the pointer is on can be told, on whatever it lies, in both themes."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QEnterEvent, QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.theme import Appearance, Icon, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.chip import FilterChip
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.kit.widgets.segmented import SegmentButton

NOTICED = 5
"""Levels of one of the three colours by which some point differs, of 255."""

CONTROLS = {
    "quiet": lambda: Button("开始", kind=ButtonKind.QUIET),
    "outlined": lambda: Button("开始", kind=ButtonKind.OUTLINED),
    "icon": lambda: IconButton(Icon.X),
    "chip": lambda: FilterChip("未读"),
    "select": Select,
    "plain select": lambda: Select(plain=True),
    "segment": lambda: SegmentButton(first=True, last=True),
}


def difference(one: QImage, other: QImage) -> int:
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return max(abs(before - after) for before, after in pairs)


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_under_the_pointer_stands_out(
    qtbot: QtBot, appearance: Appearance, surface: Surface, control: str
) -> None:
    theme.set_appearance(appearance)
    ground = Panel(surface)
    qtbot.addWidget(ground)
    made: QWidget = CONTROLS[control]()
    QVBoxLayout(ground).addWidget(made)
    ground.resize(240, 64)
    ground.show()
    before = ground.grab().toImage()
    place = QPointF(made.rect().center())
    QApplication.sendEvent(made, QEnterEvent(place, place, place))
    assert difference(before, ground.grab().toImage()) >= NOTICED
