"""What stands in a field while nothing is written there, on the lines of what will be."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.theme import TextRole, theme

Show = Callable[..., QWidget]


@pytest.mark.parametrize("percent", [85, 100, 200])
def test_a_text_stands_where_its_placeholder_stood(show_widget: Show, percent: int) -> None:
    theme.set_text_size(percent)
    edit = PlainEdit(TextRole.MESSAGE)
    edit.setCursorWidth(0)
    show_widget(edit)
    edit.setPlaceholderText("写回复 gy")
    before = inked(edit)
    edit.set_plain("写回复 gy")
    assert inked(edit) == before


def test_another_placeholder_is_no_change_of_the_text(show_widget: Show) -> None:
    edit = PlainEdit(TextRole.MESSAGE)
    show_widget(edit)
    edit.set_plain("写过的")
    emitted: list[None] = []
    edit.textChanged.connect(lambda: emitted.append(None))
    edit.setPlaceholderText("Write a reply")
    assert not emitted
    assert not edit.document().isUndoAvailable()


def test_a_placeholder_makes_way_for_what_is_composed(show_widget: Show) -> None:
    edit = PlainEdit(TextRole.MESSAGE)
    show_widget(edit)
    edit.setPlaceholderText("写" * 20)
    alone = inked(edit)
    QApplication.sendEvent(edit, QInputMethodEvent("ni", []))
    assert inked(edit) != alone
    QApplication.sendEvent(edit, QInputMethodEvent("", []))
    assert inked(edit) == alone


def inked(edit: PlainEdit) -> list[tuple[int, int]]:
    """The points of a field's picture that are not its ground."""
    picture = edit.viewport().grab().toImage()
    ground = picture.pixel(picture.width() - 1, picture.height() - 1)
    points = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return [point for point in points if picture.pixel(*point) != ground]
