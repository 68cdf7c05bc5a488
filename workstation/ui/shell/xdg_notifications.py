"""Notifications by the portal of a Linux desktop, over the session bus, which can be withdrawn.

A tray icon's notification belongs to the desktop once it is sent: it may be in the desktop's list
for days, and its number is unknown. The portal withdraws one by the id it was sent with.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

SERVICE = "org.freedesktop.portal.Desktop"
OBJECT_PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Notification"
NOTIFICATION_ID = "new-messages"
"""A later notification replaces the earlier one."""
ANSWER_MS = 5_000


def send(title: str, text: str) -> bool:
    """Ask for a notice; whether there was anybody to ask. No answer is waited for."""
    bus = _session_bus()
    return bus is not None and bus.send(_notification(title, text))


def send_or(title: str, text: str, on_refused: Callable[[], object], parent: QObject) -> None:
    """Send a notification; ``on_refused`` is called if there is no portal, or it refuses later."""
    bus = _session_bus()
    if bus is None:
        on_refused()
        return
    call = bus.asyncCall(_notification(title, text), ANSWER_MS)
    watcher = QDBusPendingCallWatcher(call, parent)

    def on_answer(answered: QDBusPendingCallWatcher) -> None:
        answered.deleteLater()
        if answered.isError():
            on_refused()

    watcher.finished.connect(on_answer)


def withdraw() -> None:
    """Take the notice back, should it still be there."""
    bus = _session_bus()
    if bus is not None:
        message = _call("RemoveNotification")
        message.setArguments([NOTIFICATION_ID])
        bus.send(message)


def _session_bus() -> QDBusConnection | None:
    if sys.platform != "linux":
        return None
    bus = QDBusConnection.sessionBus()
    return bus if bus.isConnected() else None


def _notification(title: str, text: str) -> QDBusMessage:
    message = _call("AddNotification")
    message.setArguments([NOTIFICATION_ID, {"title": title, "body": text}])
    return message


def _call(name: str) -> QDBusMessage:
    return QDBusMessage.createMethodCall(SERVICE, OBJECT_PATH, INTERFACE, name)
