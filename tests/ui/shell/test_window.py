"""The window itself: what it shows, and where the keyboard then is."""

from types import SimpleNamespace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from workstation.ui.shell.window import MINIMUM, ShellWindow, least_size
from workstation.ui.sign_in.page import SignInPage


def test_the_keyboard_is_on_what_a_page_asks_for_first(qapp):  # noqa: ARG001
    """A page is filled in before it is shown; who comes in types at once."""
    window = ShellWindow()
    window.show()
    page = SignInPage("1.0")
    page.show_address("https://api.hospital.example")
    window.show_only(page)
    assert window.focusWidget() is page.token.edit
    window.end()
    window.deleteLater()


def test_a_window_is_never_larger_than_its_screen_makes_it(qtbot) -> None:
    """1366 by 768 scaled by 200 %, with a panel of the desktop."""

    class Scaled(QWidget):
        def screen(self) -> SimpleNamespace:
            return SimpleNamespace(availableSize=lambda: QSize(683, 360))

    window = Scaled()
    qtbot.addWidget(window)
    assert least_size(window) == QSize(667, 312)
    assert least_size(ShellWindow()) == QSize(*MINIMUM), "on any other"
