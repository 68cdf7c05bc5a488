"""A window that is shown and has the keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


@contextmanager
def active(window: QWidget, qtbot: QtBot) -> Iterator[None]:
    """Show a window and wait until the keyboard is in it; it goes when the block ends."""
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    try:
        yield
    finally:
        window.close()
        window.deleteLater()
