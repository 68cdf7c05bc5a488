"""Closing the window keeps the program only where that is chosen and a tray brings it back."""

import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget

from tests.fakes.tray import Tray
from workstation.config import Settings
from workstation.session import desktop_notices
from workstation.store.session_store import SessionStore
from workstation.ui.shell import desktop_notifier
from workstation.ui.shell.window import ShellWindow

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


class Desk:
    """A window with a sign-in's notices on it."""

    def __init__(self, settings: Settings, *, minimised: bool = False) -> None:
        self.window, self.settings = ShellWindow(), settings
        self.frame = QWidget()
        self.closings: list[bool] = []
        self.window.closing.connect(lambda: self.closings.append(True))
        self.window.showMinimized() if minimised else self.window.show()
        session = SimpleNamespace(store=SessionStore(), clock=SimpleNamespace(now_ms=lambda: 0))
        self.notices = desktop_notices.start_desktop_notices(
            self.window, session, self, lambda: self.settings
        )

    def choose(self, *, close_to_tray: bool) -> None:
        self.settings = replace(self.settings, close_to_tray=close_to_tray)


@pytest.fixture
def tray(monkeypatch):
    """The desktop's tray."""
    monkeypatch.setattr(desktop_notifier, "QSystemTrayIcon", Tray)
    return Tray


@pytest.fixture
def make(qapp, tray, request, monkeypatch):  # noqa: ARG001 - an application
    """Make a desk; on a desktop without a tray where the test says so."""
    monkeypatch.setattr(tray, "available", getattr(request, "param", True))
    chime = SimpleNamespace(Chime=lambda _parent: SimpleNamespace(play=lambda: None))
    monkeypatch.setitem(sys.modules, "workstation.devices.chime", chime)
    made: list[Desk] = []

    def one(settings: Settings, *, minimised: bool = False) -> Desk:
        made.append(Desk(settings, minimised=minimised))
        return made[0]

    yield one
    made[0].notices.close()
    made[0].window.end()
    made[0].window.deleteLater()
    made[0].frame.deleteLater()


@pytest.fixture
def desk(make):
    """By default."""
    return make(Settings())


def test_by_default_closing_asks_to_end(desk):
    desk.window.close()
    assert desk.window.isVisible()
    assert desk.closings == [True]


def test_where_it_is_chosen_closing_only_puts_the_window_away(desk):
    desk.choose(close_to_tray=True)
    desk.window.close()
    assert not desk.window.isVisible()
    assert desk.closings == []
    desk.notices.opened.emit()
    assert desk.window.isVisible()
    desk.window.close()
    assert len(desk.notices.tray.messages) == 1, "it is told once where the program went"


def test_the_menu_of_the_tray_ends_it_in_the_open_window(desk):
    desk.choose(close_to_tray=True)
    desk.window.close()
    desk.notices.quit_asked.emit()
    assert desk.window.isVisible()
    assert desk.closings == [True]


@pytest.mark.parametrize("make", [False], indirect=True)
def test_without_a_tray_closing_ends_as_ever(desk):
    desk.choose(close_to_tray=True)
    desk.window.close()
    assert desk.closings == [True]


def test_after_a_sign_out_closing_ends_as_ever(desk):
    desk.choose(close_to_tray=True)
    desk.notices.close()
    desk.window.close()
    assert desk.closings == [True]


@pytest.mark.parametrize("in_tray", [True, False])
def test_what_starts_minimised_is_in_the_task_bar_or_where_both_are_chosen_in_the_tray(
    make, in_tray
):
    desk = make(Settings(start_minimised=True, close_to_tray=in_tray), minimised=True)
    assert desk.window.isVisible() is not in_tray
    assert desk.notices.tray.messages == []
    desk.notices.opened.emit()
    assert desk.window.isVisible()
    assert not desk.window.isMinimized()


@pytest.mark.parametrize("make", [False], indirect=True)
def test_without_a_tray_it_stays_in_the_task_bar(make):
    desk = make(Settings(start_minimised=True, close_to_tray=True), minimised=True)
    assert desk.window.isVisible()
    assert desk.window.isMinimized()


def test_a_window_in_front_is_put_away_by_no_sign_in(make):
    desk = make(Settings(start_minimised=True, close_to_tray=True))
    assert desk.window.isVisible()


def test_a_maximised_window_comes_forward_maximised(desk):
    desk.window.showMaximized()
    desk.window.showMinimized()
    desk.window.come_forward()
    assert desk.window.isMaximized()
