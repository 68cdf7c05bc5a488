"""What is said above the pages, one at a time where a low window has large text."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.page import Page
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.banner import BannerTone
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.label import Label
from workstation.ui.shell.placement import MINIMUM
from workstation.ui.shell.update_strip import UpdateStrip
from workstation.ui.shell.window import ShellWindow
from workstation.ui.shell.window_frame import WindowFrame


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[ShellWindow]:
    """The least window with the largest text, and a strip that tells of an update."""
    theme.set_text_size(200)
    shell_window = ShellWindow()
    qtbot.addWidget(shell_window)
    shell_window.show_only(WindowFrame())
    shell_window.show_above(UpdateStrip(shell_window))
    shell_window.resize(*MINIMUM)
    shell_window.show()
    yield shell_window
    shell_window.end()


@pytest.fixture
def frame(window: ShellWindow) -> WindowFrame:
    """The page in front."""
    found_frame = window.findChild(WindowFrame)
    assert found_frame is not None
    return found_frame


@pytest.fixture
def update(window: ShellWindow) -> UpdateStrip:
    """The strip above it."""
    strip = window.findChild(UpdateStrip)
    assert strip is not None
    return strip


def lose_connection(frame: WindowFrame) -> None:
    frame.show_banner(BannerTone.WARNING, tr("banner.away"))


def test_the_connection_is_said_once_what_must_be_read_is_put_away(
    frame: WindowFrame, update: UpdateStrip, qtbot: QtBot
) -> None:
    qtbot.waitUntil(update.isVisible)
    lose_connection(frame)
    assert frame.banner.isVisible()
    frame.notices.add("keeping.salvaged.title", "keeping.salvaged.lost")
    assert not frame.banner.isVisible()
    assert tr("keeping.salvaged.lost") in frame.notices.toolTip()
    frame.notices.put_away()
    assert frame.banner.isVisible()
    qtbot.waitUntil(lambda: not update.isVisible())
    frame.hide_banner()
    qtbot.waitUntil(update.isVisible)


def test_a_window_that_becomes_higher_says_all(
    window: ShellWindow, frame: WindowFrame, update: UpdateStrip, qtbot: QtBot
) -> None:
    frame.strip.show_text(tr("keeping.title"), tr("keeping.lost"))
    lose_connection(frame)
    qtbot.waitUntil(lambda: not update.isVisible())
    assert not frame.banner.isVisible()
    theme.set_text_size(100)
    qtbot.waitUntil(update.isVisible)
    assert frame.banner.isVisible()
    assert frame.strip.isVisible()
    theme.set_text_size(200)
    assert not frame.banner.isVisible()
    window.resize(MINIMUM[0], 2 * MINIMUM[1])
    qtbot.waitUntil(update.isVisible)
    assert frame.banner.isVisible()


def test_a_strip_that_has_the_keyboard_stays(
    window: ShellWindow, frame: WindowFrame, update: UpdateStrip, qtbot: QtBot
) -> None:
    """What one is about to press would be another thing, on the rail."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button = update.findChild(Button)
    button.setFocus()
    lose_connection(frame)
    QApplication.processEvents()
    assert frame.banner.isVisible()
    assert button.hasFocus()


def test_what_the_strip_has_opened_leaves_the_lock_its_keyboard(
    window: ShellWindow, frame: WindowFrame, update: UpdateStrip, qtbot: QtBot
) -> None:
    """Over the window itself it would take the keyboard from the code that unlocks."""
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and update.whole_button.isVisible())
    for _ in range(2):
        update.whole_button.click()
        (whole,) = [each for each in frame.findChildren(Dialog) if each.isVisible()]
        assert tr("window.updated.next") in [label.text() for label in whole.findChildren(Label)]
    code = QLineEdit()
    window.cover(code)
    code.setFocus()
    assert code.hasFocus()
    window.uncover()
    assert whole.isVisible()
    whole.answer("close")


def test_nothing_is_said_behind_a_lock(frame: WindowFrame) -> None:
    lose_connection(frame)
    frame.bars.setVisible(False)
    frame.notices.add("keeping.salvaged.title", "keeping.salvaged.lost")
    frame.notices.put_away()
    assert not frame.banner.isVisible()


class OneButton(Page):
    """A page with a place for the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = Button("page", parent=self)


def f6_stops(frame: WindowFrame, step: int) -> list[str]:
    """The texts of the buttons that F6 comes to, once around from the page; the rail has none."""
    stops: list[str] = []
    for _ in range(8):
        frame.focus_next_pane(step)
        focused = QApplication.focusWidget()
        stops.append(focused.text() if isinstance(focused, Button) else "rail")
        if stops[-1] == "page":
            break
    return stops


def test_f6_comes_to_every_bar_above_the_page(
    window: ShellWindow, frame: WindowFrame, update: UpdateStrip, qtbot: QtBot
) -> None:
    """It passed by what they offer, such as to try again now, which Tab alone came to."""
    theme.set_text_size(100)
    frame.add_page("active", OneButton)
    frame.show_page("active")
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and update.isVisible())
    frame.page("active").findChildren(Button)[0].setFocus()
    restart, again = tr("window.updated.restart"), tr("banner.retry_now")
    assert f6_stops(frame, 1) == [restart, "rail", "page"]
    frame.show_banner(BannerTone.WARNING, tr("banner.away"), "", again)
    assert f6_stops(frame, 1) == [restart, "rail", again, "page"]
    assert f6_stops(frame, -1) == [again, "rail", restart, "page"]
