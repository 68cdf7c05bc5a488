"""Notifications by the portal of a Linux desktop, over the session bus, which can be withdrawn.

A tray icon's notification belongs to the desktop once it is sent: it may be in the desktop's list
for days, and its number is unknown. The portal withdraws one by the id it was sent with, and tells
by that id which one was clicked (``org.freedesktop.portal.Notification``, versions 1 and 2).
"""

import sys
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusArgument,
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusVariant,
)

SERVICE = "org.freedesktop.portal.Desktop"
OBJECT_PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Notification"
NOTIFICATION_ID = "new-messages"
"""A later notification replaces the earlier one."""
OPEN = "open"
"""What a click on a notification asks for; without an action of ours it asks for nothing."""
TOKEN = "activation-token"  # noqa: S105 - the name of one
ANSWER_MS = 5_000


class NotificationClicks(QObject):
    """Clicks on this program's notifications; a window may come forward then.

    ``opened`` carries the right to do so, a token of the desktop's; empty where it gave none.
    """

    opened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if (bus := _session_bus()) is not None:
            clicked = cast("bytes", SLOT("on_invoked(QDBusMessage)"))
            bus.connect(SERVICE, OBJECT_PATH, INTERFACE, "ActionInvoked", self, clicked)

    @Slot(QDBusMessage)
    def on_invoked(self, message: QDBusMessage) -> None:
        """Somebody clicked: ``(id, action, parameters)``, of this program or of another."""
        match message.arguments():
            case [str(), str(), *parameters] as clicked if clicked[:2] == [NOTIFICATION_ID, OPEN]:
                self.opened.emit(_token(parameters))


def _token(parameters: list[object]) -> str:
    """The token among the parameters of a click (``av``, the last a dictionary ``a{sv}``).

    Qt reads arrays, dictionaries and entries alike, and Python can read of a dictionary its first
    entry alone: of the two that are to be told apart by ``const``, the bindings have one.
    """
    for listed in parameters:
        if not isinstance(listed, QDBusArgument) or listed.currentSignature() != "av":
            continue
        listed.beginArray()
        while not listed.atEnd():
            value = _content(listed.asVariant())
            if isinstance(value, QDBusArgument) and value.currentSignature() == "a{sv}":
                value.beginArray()
                if not value.atEnd():
                    value.beginArray()
                    key, token = value.asVariant(), _content(value.asVariant())
                    if key == TOKEN and isinstance(token, str):
                        return token
    return ""


def _content(value: object) -> object:
    return value.variant() if isinstance(value, QDBusVariant) else value


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
    message.setArguments([NOTIFICATION_ID, {"title": title, "body": text, "default-action": OPEN}])
    return message


def _call(name: str) -> QDBusMessage:
    return QDBusMessage.createMethodCall(SERVICE, OBJECT_PATH, INTERFACE, name)
