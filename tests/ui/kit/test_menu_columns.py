"""Where the words of a menu's lines begin."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.button import Button

WORDS = "同样的话"


@pytest.fixture
def anchor(show_widget: Callable[..., QWidget]) -> Button:
    """What a menu hangs on."""
    made = Button("更多")
    show_widget(made)
    return made


def painted(line: MenuItem) -> QImage:
    """A line as it looks, behind the place of an icon."""
    image = line.grab().toImage()
    return image.copy(image.width() // 8, 0, image.width(), image.height())


@pytest.mark.parametrize("icons", [(Icon.COPY, None), (None, Icon.COPY), (None, None)])
def test_the_words_of_all_lines_begin_in_one_column(anchor: Button, icons: tuple[Icon | None, ...]):
    menu = Menu(anchor)
    first, second = (menu.add(WORDS, lambda: None, icon=icon) for icon in icons)
    menu.open()
    assert painted(first) == painted(second)
    assert first.sizeHint() == second.sizeHint()


def test_the_chosen_line_of_a_select_is_no_further_in_than_the_others(
    show_widget: Callable[..., QWidget],
):
    select = Select()
    show_widget(select)
    select.addItem(WORDS, 1)
    select.addItem(WORDS, 2)
    select.showPopup()
    QApplication.processEvents()
    lines = select.window().findChildren(MenuItem)
    assert [line.sizeHint().width() for line in lines] == [lines[0].sizeHint().width()] * 2
