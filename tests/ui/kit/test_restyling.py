"""A change of theme dresses each widget once, however deep it lies."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.kit.theme import Appearance, theme

DEPTH = 8


class Dressed(QWidget):
    """Counts how often it is told that its style is another one."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:
        self.times += event.type() is QEvent.Type.StyleChange
        super().changeEvent(event)


def test_a_widget_is_not_dressed_again_for_each_of_its_ancestors(
    show_widget: Callable[..., QWidget],
) -> None:
    """It took a third of a second with all pages open, in one turn of the window's loop."""
    inner = outer = Dressed()
    for _ in range(DEPTH):
        around = QWidget()
        QVBoxLayout(around).addWidget(outer)
        outer = around
    show_widget(outer)
    inner.times = 0
    theme.set_appearance(Appearance.DARK)
    assert 0 < inner.times < DEPTH / 2
