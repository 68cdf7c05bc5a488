"""A screen reader that only listens: the tree is asked for, and what is announced is kept."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import shiboken6
from PySide6.QtGui import QAccessible, QAccessibleEvent

from workstation.ui.kit.announcer import announce_to_screen_reader, announcer


@contextmanager
def listening() -> Iterator[list[str]]:
    """Gives what the reader was told, in the order told; afterwards nobody listens."""
    sentences: list[str] = []
    QAccessible.setActive(True)
    announcer.deliver = lambda text, _urgent: sentences.append(text)
    try:
        with patch("workstation.ui.kit.announcer.has_screen_reader", return_value=True):
            yield sentences
    finally:
        announcer.unmute()
        announcer.forget()
        announcer.deliver = announce_to_screen_reader
        QAccessible.setActive(False)


HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
INSTALL = "_ZN11QAccessible20installUpdateHandlerEPFvP16QAccessibleEventE"

AccessibleEvents = list[tuple[QAccessible.Event, str]]


@contextmanager
def accessible_events() -> Iterator[AccessibleEvents]:
    """What Qt tells of its own accord, with the name of whatever it is about.

    Under Linux only: Qt's hook for it is not in PySide, and is asked for by its symbol.
    """
    events: AccessibleEvents = []

    def keep(address: int) -> None:
        event = shiboken6.wrapInstance(address, QAccessibleEvent)
        part = event.accessibleInterface()
        events.append((event.type(), part.text(QAccessible.Text.Name) if part else ""))

    install = getattr(ctypes.CDLL("libQt6Gui.so.6"), INSTALL)
    install.restype = ctypes.c_void_p
    handler = HANDLER(keep)
    install(handler)
    try:
        yield events
    finally:
        install(None)
