"""Keys and clicks act in the order in which they came, also where a screen reader hears keys first.

Under Linux, while anybody reads the accessible tree, Qt shows every key to the accessibility bus
and lets it go on only when the bus has answered. Shortcuts and clicks do not wait for that::

    typed, while the window was busy     o k Ctrl+J
    done by Qt                           Ctrl+J: the next patient; then, in that reply: o k
    typed, and clicked                   o k click
    done by Qt                           the click; then, wherever it led: o k

So what was typed for one patient stood in the reply to the next, or was lost on a page without a
text. Here no key is a shortcut at first; each is once it comes back from the bus, in its turn. And
the mouse waits for the keys that were pressed before it::

    waiting         o k press release x
    o, k are back   o k act, then press and release
    x is back       x acts, where the click led

A screen reader may keep a key for itself, which then never comes back: so nobody waits for longer
than ``MAX_WAIT_MS``, more than Qt gives the bus for an answer. Tests:
``tests/ui/shell/test_key_order.py``.
"""

import sys
from collections import deque

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

MAX_WAIT_MS = 250
PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick})
MOUSE = PRESSES | {
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
}

Held = tuple[QObject, QEvent]
"""What the mouse did, and the window that it was told to."""


class KeyOrder(QObject):
    """Keeps keys and mouse in order in the window of ``part``; nothing to do but on Linux."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._waiting: deque[int | Held] = deque()  # keys at the bus, and what came behind them
        self._is_passing = False
        self._limit = QTimer(self, singleShot=True, interval=MAX_WAIT_MS)
        self._limit.timeout.connect(self._give_up)
        if sys.platform == "linux":
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the part for being shown; its window for keys, and for the mouse behind them."""
        kind = event.type()
        if isinstance(watched, QWidget):
            handle = watched.window().windowHandle() if kind is QEvent.Type.Show else None
            if handle is not None:
                handle.installEventFilter(self)
            return False
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(watched, event)
        if not event.spontaneous():
            return False
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._on_shortcut_override(watched, event)
        return kind in MOUSE and self._hold(watched, event)

    def _on_shortcut_override(self, window: QObject, event: QKeyEvent) -> bool:
        """Hold back a shortcut: the key itself follows, and goes to the bus first."""
        if not QAccessible.isActive():
            return False
        self._waiting.append(event.key())
        window.installEventFilter(self)  # asked before a menu that a press would close at once
        event.accept()
        return True

    def _on_key(self, window: QObject, event: QKeyEvent) -> bool:
        """Let a key act, and behind it what the mouse did next."""
        if event.spontaneous():
            if QAccessible.isActive():
                # The bus was not asked, or it would have come from there: as it would have come.
                QCoreApplication.sendEvent(window, event.clone())
                return True
            return False
        if self._is_passing or event.key() not in self._waiting:
            return False
        while (first := self._waiting.popleft()) != event.key():  # such a key never came back
            self._send(first)
        self._is_passing = True
        QCoreApplication.sendEvent(window, event.clone())
        self._is_passing = False
        self._send_held()
        return True

    def _hold(self, window: QObject, event: QEvent) -> bool:
        """Keep what the mouse does while keys before it are away; whether it was kept."""
        if not self._limit.isActive():
            if not self._waiting or event.type() not in PRESSES:
                return False
            self._limit.start()
        self._waiting.append((window, event.clone()))
        return True

    def _send_held(self) -> None:
        """Let the mouse act, up to what it did behind the next key that is away."""
        while self._waiting and isinstance(self._waiting[0], tuple):
            self._send(self._waiting.popleft())
        if not any(isinstance(each, tuple) for each in self._waiting):
            self._limit.stop()

    def _give_up(self) -> None:
        """Wait no longer: some key does not come back, so the mouse acts."""
        waiting, self._waiting = self._waiting, deque()
        for each in waiting:
            self._send(each)

    @staticmethod
    def _send(waiting: int | Held) -> None:
        if isinstance(waiting, tuple) and isValid(waiting[0]):
            QCoreApplication.sendEvent(*waiting)
