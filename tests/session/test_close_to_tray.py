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

    def __init__(self) -> None:
        self.window, self.settings = ShellWindow(), Settings()
        self.frame = QWidget()
        self.closings: list[bool] = []
        self.window.closing.connect(lambda: self.closings.append(True))
        session = SimpleNamespace(store=SessionStore(), clock=SimpleNamespace(now_ms=lambda: 0))
        self.notices = desktop_notices.start_desktop_notices(
            self.window, session, self, lambda: self.settings
        )
        self.window.show()

    def choose(self, *, close_to_tray: bool) -> None:
        self.settings = replace(self.settings, close_to_tray=close_to_tray)


@pytest.fixture
def tray(monkeypatch):
    """The desktop's tray."""
    monkeypatch.setattr(desktop_notifier, "QSystemTrayIcon", Tray)
    return Tray


@pytest.fixture
def desk(qapp, tray, request, monkeypatch):  # noqa: ARG001 - an application
    monkeypatch.setattr(tray, "available", getattr(request, "param", True))
    chimes = []
    chime = SimpleNamespace(Chime=chimes.append)
    monkeypatch.setitem(sys.modules, "workstation.devices.chime", chime)
    made = Desk()
    made.chimes = chimes
    yield made
    made.notices.close()
    made.window.end()
    made.window.deleteLater()
    made.frame.deleteLater()


def test_nothing_for_a_sound_is_made_before_one_sounds(desk):
    assert not desk.chimes


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
    assert len(desk.notices._tray.messages) == 1, "it is told once where the program went"


def test_the_menu_of_the_tray_ends_it_in_the_open_window(desk):
    desk.choose(close_to_tray=True)
    desk.window.close()
    desk.notices.quit_asked.emit()
    assert desk.window.isVisible()
    assert desk.closings == [True]


@pytest.mark.parametrize("desk", [False], indirect=True)
def test_without_a_tray_closing_ends_as_ever(desk):
    desk.choose(close_to_tray=True)
    desk.window.close()
    assert desk.closings == [True]


def test_after_a_sign_out_closing_ends_as_ever(desk):
    desk.choose(close_to_tray=True)
    desk.notices.close()
    desk.window.close()
    assert desk.closings == [True]
