"""The window itself: what it shows, and where the keyboard then is."""

from workstation.ui.shell.window import ShellWindow
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
