"""Where the program does not start or cannot go on: a page that says why, and what to do."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from workstation.program.app import STOPPED, stop
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.label import Label
from workstation.ui.shell.startup_failure import startup_failure_page
from workstation.ui.shell.window import ShellWindow


def test_the_page_that_says_why_nothing_starts_has_one_way_on(show_widget) -> None:
    closed = []
    page = startup_failure_page("<b>Was</b> geschah", "Was nun", lambda: closed.append(1))
    window = show_widget(page)
    assert (page.heading.text(), page.sentence.text()) == ("<b>Was</b> geschah", "Was nun")
    assert page.heading.textFormat() is Qt.TextFormat.PlainText
    (way_on,) = [button for button in window.findChildren(Button) if button.isVisible()]
    assert way_on.text() == "关闭"
    way_on.click()
    assert closed == [1]


@pytest.mark.parametrize("sentence", ["configuration", "old_library", "storage"])
def test_what_stops_the_start_is_said_in_the_window_and_at_the_terminal(
    capsys, sentence: str
) -> None:
    """``stop`` shows the page until it is closed, and tells how it ended."""
    what = tr(f"stopped.{sentence}", detail="x 1.0", what="Broken.")
    seen, sizes = [], []

    def close() -> None:
        (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ShellWindow)]
        sizes.append(window.frameSize())
        seen.extend(label.text() for label in window.findChildren(Label) if label.isVisible())
        window.close()

    QTimer.singleShot(0, close)
    assert stop(ShellWindow(), what, tr("stopped.administrator")) == STOPPED
    assert {what, tr("stopped.administrator")} <= set(seen)
    available = QApplication.primaryScreen().availableSize()
    assert sizes[0].boundedTo(available) == sizes[0], "and all of it is on the screen"
    both = f"{what}\n{tr('stopped.administrator')}"
    assert capsys.readouterr().err == f"python -m workstation: {both}\n"
    for window in QApplication.topLevelWidgets():
        if isinstance(window, ShellWindow):
            window.deleteLater()
