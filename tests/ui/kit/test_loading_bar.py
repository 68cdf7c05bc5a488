"""The bar of what is fetched: seen and named only while one waits, and not painted at rest."""

from collections.abc import Callable

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.loading_bar import LoadingBar

Show = Callable[..., QWidget]


def test_a_loading_bar_shows_itself_only_to_those_who_wait(show_widget: Show, qtbot: QtBot) -> None:
    bar = LoadingBar()
    show_widget(bar)
    bar.start()
    bar.stop()
    assert not bar.showing
    bar.start()
    assert not bar.showing
    qtbot.waitUntil(lambda: bar.showing)
    bar.stop()
    assert not bar.showing


def test_a_loading_bar_has_a_name_only_while_it_shows(show_widget: Show, qtbot: QtBot) -> None:
    """Its room is always there; a screen reader found "loading" on a list at rest."""
    bar = LoadingBar()
    show_widget(bar)
    assert not bar.accessibleName()
    bar.start()
    qtbot.waitUntil(lambda: bar.accessibleName() == tr("widgets.loading"))
    bar.stop()
    assert not bar.accessibleName()


def test_a_loading_bar_at_rest_asks_for_no_painting(show_widget: Show) -> None:
    """A list that is read every half minute says each time that nothing is waited for."""
    painted = []

    class Counted(LoadingBar):
        def paintEvent(self, event: QPaintEvent) -> None:
            painted.append(event)

    bar = Counted()
    show_widget(bar)
    QApplication.processEvents()
    painted.clear()
    bar.stop()
    QApplication.processEvents()
    assert not painted
