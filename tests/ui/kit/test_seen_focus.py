"""Where the keyboard is can be seen also on what has no frame of its own to be ringed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.fields.editing import PlainEdit
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.theme import Appearance, theme
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.focus_ring import FocusRing, InnerRing
from workstation.ui.kit.widgets.panel import ScrollArea

LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., QWidget]


def test_what_scrolls_shows_inside_that_the_keyboard_is_on_it(show_widget: Show) -> None:
    content = QWidget()
    content.setMinimumHeight(1000)
    area, button = ScrollArea(content), Button("一")
    window = show_widget(area, button)
    QTest.mouseClick(area.viewport(), LEFT)
    assert not window.findChildren(InnerRing)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    area.setFocus(Qt.FocusReason.TabFocusReason)
    (ring,) = window.findChildren(InnerRing)
    assert ring.isVisible()
    area.resize(area.width(), area.height() - 20)
    assert ring.geometry() == area.rect()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert not ring.isVisible()


def test_a_text_to_be_read_only_shows_that_the_keyboard_is_on_it(show_widget: Show) -> None:
    text = PlainEdit()
    text.setReadOnly(True)
    window = show_widget(Button("一"), text)
    text.setFocus(Qt.FocusReason.TabFocusReason)
    assert len(window.findChildren(FocusRing)) == 1


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_line_of_a_menu_that_the_keyboard_is_on_is_ringed(show_widget, appearance) -> None:
    """In the dark it looked like the others."""
    theme.set_appearance(appearance)
    anchor = Button("一")
    window = show_widget(anchor)
    window.resize(600, 600)
    menu = Menu(anchor)
    lines = [menu.add(text, lambda: None) for text in ("保存", "打印")]
    menu.open()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    picture = menu.grab().toImage()
    inks = [picture.pixelColor(line.geometry().center().x(), line.y()) for line in lines]
    assert inks[0] == theme.colours.focus
    assert inks[1] == theme.colours.bg_raised
    menu.close_now()
