"""A notice that names a patient goes from the desktop with the lock and with the sign-in."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget

from tests.fakes.tray import Tray
from workstation.domain.changes import Changes
from workstation.domain.message import Delivery, Message, MessageKind, Speaker, SpeakerRole
from workstation.ui.shell import desktop_notifier as module
from workstation.ui.shell import xdg_notifications
from workstation.ui.shell.desktop_notifier import DesktopNotifier, NotificationRules
from workstation.ui.shell.window import ShellWindow

PATIENT = Speaker(3, SpeakerRole.PATIENT, "王秀英")
NEWS = Message(1, "o1", PATIENT, MessageKind.TEXT, "又烧了", 0, Delivery.RECEIVED, key="k1")


@pytest.fixture
def window(qapp, monkeypatch):  # noqa: ARG001 - an application
    """Not looked at, on a desktop with a tray."""
    monkeypatch.setattr(module, "QSystemTrayIcon", Tray)
    window = ShellWindow()
    yield window
    window.end()
    window.deleteLater()


def notices(window, **rules) -> DesktopNotifier:
    return DesktopNotifier(
        window,
        lambda: NotificationRules(**rules),
        lambda: 0,
        lambda message: message.speaker.name,
    )


class Portal:
    """The desktop's portal: what it was asked for, and its refusal."""

    def __init__(self):
        self.texts, self.withdrawn, self.refuse = [], 0, None

    def send_or(self, _title, text, on_refused, _parent):
        self.texts.append(text)
        self.refuse = on_refused

    def withdraw(self):
        self.withdrawn += 1


@pytest.fixture
def portal(monkeypatch):
    """A Linux desktop with a tray and a portal."""
    made = Portal()
    monkeypatch.setattr(module, "sys", SimpleNamespace(platform="linux"))
    for name in ("send_or", "withdraw"):
        monkeypatch.setattr(xdg_notifications, name, getattr(made, name))
    yield made
    made.refuse = None  # it holds the notifier


def test_a_notice_that_names_a_patient_is_taken_back_once_at_the_lock(window, portal):
    notifications = notices(window, with_content=True)
    notifications.on_changes(Changes(news=(NEWS,)))
    assert portal.texts == ["王秀英：又烧了"]
    assert notifications.tray.messages == []
    for _ in range(2):
        notifications.withdraw()
    assert portal.withdrawn == 1


def test_a_notice_that_names_a_patient_does_not_outlive_the_sign_in(window, portal):
    notifications = notices(window, with_content=True)
    notifications.on_changes(Changes(news=(NEWS,)))
    notifications.close()
    assert portal.withdrawn == 1


def test_where_no_portal_takes_it_the_tray_does_but_not_behind_a_lock(window, portal):
    notifications = notices(window, with_content=True)
    notifications.on_changes(Changes(news=(NEWS,)))
    portal.refuse()
    assert notifications.tray.messages == [("医生工作站", "王秀英：又烧了")]
    window.cover(QWidget())
    portal.refuse()
    assert len(notifications.tray.messages) == 1
    window.uncover()


def test_a_notice_that_names_nobody_stays(window, portal):
    notifications = notices(window)
    notifications.on_changes(Changes(news=(NEWS,)))
    notifications.withdraw()
    assert notifications.tray.messages == [("医生工作站", "有新消息")]
    assert (portal.texts, portal.withdrawn) == ([], 0)


def test_windows_forgets_notices_with_the_icon(window, monkeypatch):
    monkeypatch.setattr(module, "sys", SimpleNamespace(platform="win32"))
    notifications, seen = notices(window, with_content=True), []
    notifications.on_changes(Changes(news=(NEWS,)))
    monkeypatch.setattr(notifications.tray, "hide", lambda: seen.append("hide"))
    monkeypatch.setattr(notifications.tray, "show", lambda: seen.append("show"))
    notifications.withdraw()
    assert seen == ["hide", "show"]


@pytest.mark.parametrize("platform", ["win32", "linux"])
def test_while_the_system_is_locked_a_notice_names_nobody(window, portal, monkeypatch, platform):
    """Windows shows notices over its own lock; with an unlock code or without."""
    monkeypatch.setattr(module, "sys", SimpleNamespace(platform=platform))
    notifications = notices(window, with_content=True)
    window.set_session_locked(locked=True)
    notifications.on_changes(Changes(news=(NEWS,)))
    assert notifications.tray.messages == [("医生工作站", "有新消息")]
    window.set_session_locked(locked=False)
    notifications.on_changes(Changes(news=(NEWS,)))
    notifications._on_quiet_over()
    assert "王秀英：又烧了" in (portal.texts[-1:] or [notifications.tray.messages[-1][1]])
