"""A notice tells that something came, and by default not from whom."""

import os
import re
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.fakes.tray import Tray
from workstation.domain.changes import Changes, Removed
from workstation.domain.message import Delivery, Message, MessageKind, Speaker, SpeakerRole
from workstation.domain.quiet_hours import QuietHours
from workstation.program.app import NAME
from workstation.ui.kit.strings import Language
from workstation.ui.kit.strings.switch import set_language
from workstation.ui.shell import desktop_notifier as module
from workstation.ui.shell import xdg_notifications
from workstation.ui.shell.desktop_notifier import (
    MAX_CHARACTERS,
    DesktopNotifier,
    NotificationRules,
    program_icon,
)
from workstation.ui.shell.foreground import TOKEN_VARIABLE
from workstation.ui.shell.window import ShellWindow

PATIENT = Speaker(3, SpeakerRole.PATIENT, "王秀英")
NEWS = Message(1, "o1", PATIENT, MessageKind.TEXT, "又烧了", 0, Delivery.RECEIVED, key="k1")


class RecordingNotifier(DesktopNotifier):
    """Keeps what it would have shown."""

    def __init__(self, window, rules):
        super().__init__(window, rules, lambda: self.now_ms, lambda message: message.speaker.name)
        self.notifications, self.chimes = [], []
        self.sound_asked.connect(lambda chimes=self.chimes: chimes.append(1))
        self.set_time(12, 0)

    def set_time(self, hour, minute):
        moment = datetime(2026, 10, 12, hour, minute).astimezone()
        self.now_ms = round(moment.timestamp() * 1000)

    def _notify(self):
        self.notifications.append(self.text())
        super()._notify()


@pytest.fixture
def window(qapp):  # noqa: ARG001 - an application
    set_language(Language.ZH)
    window = ShellWindow()
    yield window
    window.end()
    window.deleteLater()


def notices(window, **rules) -> RecordingNotifier:
    return RecordingNotifier(window, lambda: NotificationRules(**rules))


def test_a_notice_hides_name_and_words(window):
    notifications = notices(window)
    notifications.on_changes(Changes(news=(NEWS,)))
    assert notifications.notifications == ["有新消息"]


def test_a_notice_tells_that_the_doctor_is_spoken_to_and_not_by_whom(window):
    notifications = notices(window)
    notifications.on_changes(Changes(news=(replace(NEWS, mentions_me=True), NEWS)))
    assert notifications.notifications == ["有人提到了您"]


def test_content_is_shown_only_when_it_is_wanted(window):
    notifications = notices(window, with_content=True)
    notifications.on_changes(Changes(news=(NEWS,)))
    assert notifications.notifications == ["王秀英：又烧了"]


def test_a_locked_window_names_nobody_and_tells_that_something_came(window):
    notifications = notices(window, with_content=True)
    window.cover(QWidget())
    notifications.on_changes(Changes(news=(NEWS,)))
    assert notifications.notifications == ["有新消息"]
    window.uncover()


def test_what_is_held_while_locked_is_told_once_in_a_while(window, monkeypatch):
    sent = []
    monkeypatch.setattr(xdg_notifications, "send", lambda *words: sent.append(words[1]))
    notifications = notices(window, with_content=True)
    for _ in range(10):
        notifications.announce()
    assert sent == ["有新消息"]


def test_a_flood_is_one_notice(window):
    notifications = notices(window)
    for _ in range(100):
        notifications.on_changes(Changes(news=(NEWS,)))
    assert len(notifications.notifications) == 1


def test_nothing_is_told_when_it_is_not_wanted_or_nothing_came(window):
    notifications = notices(window, enabled=False)
    notifications.on_changes(Changes(news=(NEWS,)))
    other = notices(window)
    other.on_changes(Changes(messages=(NEWS,)))
    assert notifications.notifications == other.notifications == []


def test_a_doctor_who_looks_at_the_window_is_not_told(window, qtbot):
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    notifications = notices(window)
    notifications.on_changes(Changes(news=(NEWS,)))
    assert notifications.notifications == []


@pytest.mark.parametrize("looks", [True, False])
def test_the_rest_of_a_flood_is_not_told_to_a_doctor_who_looks_by_then(window, qtbot, looks):
    notifications = notices(window)
    for _ in range(2):
        notifications.on_changes(Changes(news=(NEWS,)))
    if looks:
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
    notifications._quiet_timer.timeout.emit()
    assert len(notifications.notifications) == (1 if looks else 2)
    assert notifications._news == []


def test_what_was_taken_back_or_corrected_meanwhile_is_told_as_it_is_by_then(window):
    notifications = notices(window, with_content=True)
    notifications.on_changes(Changes(news=(NEWS,)))
    second = replace(NEWS, key="k2", text="又烧到八十三度了")
    notifications.on_changes(Changes(messages=(second,), news=(second,)))
    notifications.on_changes(Changes(messages=(replace(second, text="又烧到三十八度了"),)))
    notifications._on_quiet_over()
    assert notifications.notifications[1:] == ["王秀英：又烧到三十八度了"]
    third = replace(NEWS, key="k3", text="发错了")
    for changes in (
        Changes(messages=(replace(third, text="", retracted=True),)),
        Changes(removed=(Removed(1, "k3"),)),
    ):
        notifications.on_changes(Changes(news=(third,)))
        notifications.on_changes(changes)
        notifications._on_quiet_over()
    assert len(notifications.notifications) == 2


def test_the_rest_of_a_flood_is_not_told_once_quiet_hours_have_begun(window):
    notifications = notices(window, quiet=QuietHours.parse("22:00-07:00"))
    notifications.set_time(21, 59)
    for _ in range(2):
        notifications.on_changes(Changes(news=(NEWS,)))
    notifications.set_time(22, 0)
    notifications._quiet_timer.timeout.emit()
    assert len(notifications.notifications) == 1
    assert notifications._news == []


@pytest.fixture
def tray(monkeypatch):
    monkeypatch.setattr(module, "QSystemTrayIcon", Tray)


@pytest.fixture
def badges(monkeypatch):
    numbers = []
    monkeypatch.setattr(module, "_show_badge", numbers.append)
    return numbers


def test_what_goes_to_the_desktop_names_nobody(window, tray):  # noqa: ARG001
    notifications = notices(window)
    notifications.on_changes(Changes(news=(NEWS,)))
    assert notifications.tray.messages == [("医生工作站", "有新消息")]
    assert notifications.tray.visible


def test_a_desktop_without_a_tray_is_asked_by_its_portal(window, monkeypatch):
    asked = []
    monkeypatch.setattr(module.xdg_notifications, "send", lambda *words: asked.append(words))
    notices(window).on_changes(Changes(news=(NEWS,)))
    assert asked == [("医生工作站", "有新消息")]


def test_a_click_on_what_the_portal_shows_opens_the_window(window, monkeypatch):
    """A desktop without a tray had notices that nothing happened by a click on."""
    notifications, tokens = notices(window), []
    notifications.opened.connect(lambda: tokens.append(os.environ.get(TOKEN_VARIABLE)))
    monkeypatch.setattr(module.xdg_notifications, "send", lambda *words: words)
    for _ in range(2):
        notifications.announce()
        notifications._quiet_timer.stop()
    notifications._clicks.opened.emit("t1")
    notifications._clicks.opened.emit("")
    assert tokens == ["t1", None]
    assert TOKEN_VARIABLE not in os.environ


def test_markup_of_others_means_nothing_to_a_desktop_that_reads_some(window):
    notifications = notices(window, with_content=True)
    text = "<b>a</b>\n\u2028&amp;" + "长" * 200
    notifications.on_changes(Changes(news=(replace(NEWS, text=text),)))
    assert not set("<>&\n\u2028") & set(notifications.notifications[0])
    assert notifications.notifications[0].startswith("王秀英：＜b＞a＜/b＞  ＆amp;")
    assert len(notifications.notifications[0]) == MAX_CHARACTERS


def test_a_notice_cannot_be_written_backwards(window):
    notifications = notices(window, with_content=True)
    notifications.on_changes(Changes(news=(replace(NEWS, text="\u202e5.93"),)))
    assert notifications.notifications == ["王秀英：\ufffd5.93"]


def test_the_number_is_exact_and_goes_with_the_doctor(window, tray, badges):  # noqa: ARG001
    notifications = notices(window)
    for number in (0, 3, 3, 250, 0):
        notifications.show_unread(number)
    assert badges == [0, 3, 250, 0]
    notifications.show_unread(2)
    assert notifications.tray.tip == "医生工作站，2 条未读消息"
    notifications.close()
    assert badges[-1] == 0
    assert not notifications.tray.visible


def test_what_comes_while_a_sign_in_ends_is_told_to_nobody(window, tray, badges):  # noqa: ARG001
    notifications = notices(window, with_sound=True)
    notifications.show_unread(3)
    notifications.close()
    notifications.show_unread(4)
    notifications.on_changes(Changes(news=(NEWS,)))
    notifications.announce()
    assert badges == [3, 0]
    assert (notifications.notifications, notifications.chimes) == ([], [])


def test_the_icon_shows_that_something_is_unread():
    plain, few, many = (program_icon(number=n).pixmap(56).toImage() for n in (0, 3, 250))
    assert plain != few != many


def test_no_sound_unless_it_is_wanted_and_one_for_a_flood(window):
    silent, loud = notices(window), notices(window, with_sound=True)
    for _ in range(20):
        silent.on_changes(Changes(news=(NEWS,)))
        loud.on_changes(Changes(news=(NEWS,)))
    assert (silent.chimes, loud.chimes) == ([], [1])


def test_in_quiet_hours_nothing_is_told_and_nothing_is_told_later(window):
    notifications = notices(window, with_sound=True, quiet=QuietHours.parse("22:00-07:00"))
    for hour, minute in ((22, 0), (3, 30), (6, 59)):
        notifications.set_time(hour, minute)
        notifications.on_changes(Changes(news=(NEWS,)))
    assert notifications.notifications == notifications.chimes == []
    notifications.set_time(7, 0)
    notifications.on_changes(Changes(news=(NEWS,)))
    assert len(notifications.notifications) == len(notifications.chimes) == 1
    assert notifications._news == []


def test_the_window_never_comes_forward_by_itself(window, tray, monkeypatch):  # noqa: ARG001
    came = []
    for name in ("raise_", "activateWindow", "show", "showNormal", "setFocus"):
        monkeypatch.setattr(window, name, lambda *_, name=name: came.append(name))
    monkeypatch.setattr(QApplication, "alert", lambda *_: came.append("alert"))
    notices(window).on_changes(Changes(news=(NEWS,)))
    assert came == ["alert"]


def test_a_click_on_a_notice_or_the_icon_is_told(window, tray):  # noqa: ARG001
    notifications, clicked = notices(window), []
    notifications.opened.connect(lambda: clicked.append(1))
    notifications.show_unread(1)
    notifications.tray.messageClicked.emit()
    notifications.tray.activated.emit(Tray.ActivationReason.Trigger)
    assert clicked == [1, 1]


def test_the_programs_name_can_be_part_of_a_bus_path():
    """Qt for Linux tells the badge under ``/com/canonical/unity/launcherentry/NAME``."""
    assert re.fullmatch("[A-Za-z0-9_]+", NAME)
