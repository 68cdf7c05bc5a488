"""Notices of a Linux desktop that has no tray: asked of its portal, over the session's bus."""

import sys

from PySide6.QtDBus import QDBusConnection, QDBusMessage

SERVICE = "org.freedesktop.portal.Desktop"
PLACE = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Notification"
NOTICE = "new-messages"
"""A later notice takes the place of the one before."""


def tell(title: str, text: str) -> bool:
    """Ask for a notice; whether there was anybody to ask. No answer is waited for."""
    if sys.platform != "linux":
        return False
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    message = QDBusMessage.createMethodCall(SERVICE, PLACE, INTERFACE, "AddNotification")
    message.setArguments([NOTICE, {"title": title, "body": text}])
    return bus.send(message)
