"""Keys act in the order in which they were pressed, also where a screen reader hears them first.

Under Linux, while anybody reads the accessible tree, Qt shows every key to the accessibility bus
and lets it go on only when the bus has answered. A shortcut is looked for before that::

    typed, while the window was busy     o k Ctrl+J
    done by Qt                           Ctrl+J: the next patient; then, in that reply: o k

So what was typed for one patient stood in the reply to the next, or was lost on a page without a
text. Here no key is a shortcut at first; each is once it comes back from the bus, in its turn.
Red without it: ``tests/ui/shell/test_key_order.py``.
"""

import sys

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QWidget


class KeyOrder(QObject):
    """Holds the window of ``part`` to it, from when that is shown. Nothing to do but on Linux."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        if sys.platform == "linux":
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of the part its showing; of its window every key that comes from outside."""
        kind = event.type()
        if isinstance(watched, QWidget):
            handle = watched.window().windowHandle() if kind is QEvent.Type.Show else None
            if handle is not None:
                handle.installEventFilter(self)
            return False
        if not event.spontaneous() or not QAccessible.isActive():
            return False
        if kind is QEvent.Type.ShortcutOverride:
            event.accept()  # "not now": the key itself follows
            return True
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            # The bus was not asked, or it would have come from there: as it would have come.
            QCoreApplication.sendEvent(watched, event.clone())
            return True
        return False
