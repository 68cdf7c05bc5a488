"""Notices of a Linux desktop that has no tray: asked of its portal, over the session's bus."""

import sys

from PySide6.QtDBus import QDBusConnection, QDBusMessage

SERVICE = "org.freedesktop.portal.Desktop"
OBJECT_PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Notification"
NOTIFICATION_ID = "new-messages"
"""A later notice takes the place of the one before."""


def send(title: str, text: str) -> bool:
    """Ask for a notice; whether there was anybody to ask. No answer is waited for."""
    if sys.platform != "linux":
        return False
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    message = QDBusMessage.createMethodCall(SERVICE, OBJECT_PATH, INTERFACE, "AddNotification")
    message.setArguments([NOTIFICATION_ID, {"title": title, "body": text}])
    return bus.send(message)
