"""A setting on its card, in large text."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.fields.form import SettingRow
from workstation.ui.kit.painting import line_width
from workstation.ui.kit.theme import TextRole, theme
from workstation.ui.kit.widgets.segmented import Segmented

Show = Callable[..., QWidget]


@pytest.mark.parametrize(("width", "is_beside"), [(720, True), (540, False)])
def test_a_wide_control_leaves_room_for_a_word(
    show_widget: Show, qtbot: QtBot, width: int, *, is_beside: bool
) -> None:
    theme.set_text_size(200)
    values = Segmented(("light", "dark", "system"))
    values.set_texts("Theme", ("Light", "Dark", "Follow system"))
    row = SettingRow(values)
    row.set_title("Theme", "Set by your administrator")
    show_widget(row).resize(width, 320)
    qtbot.waitUntil(lambda: (values.x() > row.title.x()) is is_beside)
    word = line_width("administrator", theme.font(TextRole.CAPTION))
    qtbot.waitUntil(lambda: row.hint.width() >= word)
