"""Preferences of a Linux desktop: reduced motion, high contrast, dark or light.

Qt follows the desktop's portal only under GNOME, and only for contrast; KDE, UKUI, DDE and others
have the same portal. It is queried asynchronously once the window is shown, and signals each
change, so that it cannot delay the start. Without a session bus or a portal Qt's own values apply.
On Windows and macOS Qt follows the system by itself (``theme``).
"""

import os
import sys
from pathlib import Path
from typing import cast

from PySide6.QtCore import SLOT, QObject, Qt, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant

from workstation.base.paths import exists
from workstation.ui.kit.theme import theme
from workstation.ui.kit.theme.system_look import SystemLook
from workstation.ui.shell.xdg_notifications import OBJECT_PATH, SERVICE

INTERFACE = "org.freedesktop.portal.Settings"
APPEARANCE = "org.freedesktop.appearance"
KEYS = (
    (APPEARANCE, "reduced-motion"),
    (APPEARANCE, "contrast"),
    (APPEARANCE, "color-scheme"),
    ("org.gnome.desktop.interface", "enable-animations"),
    ("org.gnome.desktop.a11y.interface", "high-contrast"),
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"),
)
"""The portal's own words, and those of desktops from before it had them."""
SCHEMES = {1: Qt.ColorScheme.Dark, 2: Qt.ColorScheme.Light}
ANSWER_MS = 5_000

Values = dict[tuple[str, str], object]


class DesktopPreferences(QObject):
    """Lets the theme follow the desktop until ``parent`` is gone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._values: Values = {}
        if sys.platform != "linux" or not has_session_bus():
            return
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        # Bytes as declared are refused when it runs, and a text is taken.
        changed = cast("bytes", SLOT("on_changed(QString,QString,QDBusVariant)"))
        bus.connect(SERVICE, OBJECT_PATH, INTERFACE, "SettingChanged", self, changed)
        for key in KEYS:
            self._ask(bus, key)

    @Slot(str, str, QDBusVariant)
    def on_changed(self, group: str, name: str, value: QDBusVariant) -> None:
        """Take in that the desktop signals a change."""
        self._take((group, name), value)

    def _ask(self, bus: QDBusConnection, key: tuple[str, str]) -> None:
        # The newer ReadOne is missing in portals that are still in use.
        question = QDBusMessage.createMethodCall(SERVICE, OBJECT_PATH, INTERFACE, "Read")
        question.setArguments(list(key))
        watcher = QDBusPendingCallWatcher(bus.asyncCall(question, ANSWER_MS), self)

        def on_answer(answered: QDBusPendingCallWatcher) -> None:
            answer = answered.reply()
            if answer.type() is QDBusMessage.MessageType.ReplyMessage:
                self._take(key, *answer.arguments())
            answered.deleteLater()

        watcher.finished.connect(on_answer)

    def _take(self, key: tuple[str, str], value: object) -> None:
        if key in KEYS:
            self._values[key] = plain(value)
            theme.set_system_look(look_of(self._values))


def look_of(values: Values) -> SystemLook:
    """The desktop's preferences, as far as they are set."""
    motion = values.get((APPEARANCE, "reduced-motion")) == 1
    still = values.get(("org.gnome.desktop.interface", "enable-animations")) is False
    factor = values.get(("org.kde.kdeglobals.KDE", "AnimationDurationFactor"))
    contrast = values.get((APPEARANCE, "contrast")) == 1
    high = values.get(("org.gnome.desktop.a11y.interface", "high-contrast")) is True
    scheme = values.get((APPEARANCE, "color-scheme"))
    return SystemLook(
        motionless=motion
        or still
        or (factor is not None and str(factor).rstrip("0") in {"", "0."}),
        high_contrast=contrast or high,
        scheme=SCHEMES.get(scheme, Qt.ColorScheme.Unknown)
        if isinstance(scheme, int)
        else Qt.ColorScheme.Unknown,
    )


def plain(value: object) -> object:
    """A value out of the variants around it; a portal's older call has two."""
    while isinstance(value, QDBusVariant):
        value = value.variant()
    return value


def has_session_bus() -> bool:
    """Whether there is a session bus to connect to: asking for an unknown one would start one."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    named = "DBUS_SESSION_BUS_ADDRESS" in os.environ
    return named or (bool(runtime) and exists(Path(runtime) / "bus"))
