"""What Qt draws itself looks like the rest in every window that is dressed, in either theme."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.scroll_bar import ScrollBar
from workstation.ui.kit.theme import SPACE, Appearance, theme
from workstation.ui.shell.window import ShellWindow


def test_the_window_is_dressed_with_its_first_page_and_follows_the_theme(qtbot) -> None:
    window = ShellWindow()
    qtbot.addWidget(window)
    assert not window.styleSheet()
    window.show_only(QWidget())
    light = window.styleSheet()
    assert "QToolTip" in light
    theme.set_appearance(Appearance.DARK)
    assert window.styleSheet() not in {"", light}


def test_a_window_that_is_gone_is_dressed_no_more(qtbot) -> None:
    window = QWidget()
    theme.dress(window)
    window.deleteLater()
    qtbot.waitSignal(window.destroyed).wait()
    theme.set_appearance(Appearance.DARK)


def test_a_bar_is_as_wide_before_it_is_in_a_dressed_window(dressed) -> None:
    bar, sheet = ScrollBar(Qt.Orientation.Vertical), dressed.styleSheet()
    dressed.setStyleSheet("")
    width = bar.sizeHint().width()
    dressed.setStyleSheet(sheet)
    assert width == bar.sizeHint().width() == SPACE.x3
