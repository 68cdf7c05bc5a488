"""What happens by itself, said to a screen reader: a message that went, an answer, the line down.

Qt tells a screen reader of what the keyboard comes to and of nothing else. The rest goes to it as
announcements, and every screen reader cuts off what it says at the next key. Hence:

    polite   held until no key came for QUIET_MS, then said together, in one breath
    urgent   said with the next turn, such as another patient under the reply box; if a key cuts it
             off within QUIET_MS it is said again with the polite ones

A newer sentence on the same ``topic`` takes the place of the older one, so that who goes through
five patients hears the fifth. The last ten are remembered and can be heard again. While the window
is locked nothing is said or remembered, and what was remembered is forgotten: it may name patients.
What the lock itself has to say, as that the code is wrong, it says by ``announce_while_locked``.
Tests: tests/ui/kit/test_announcer.py.
"""

import ctypes
import sys
from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from workstation.ui.kit.strings import tr

QUIET_MS = 1_500
MAX_REMEMBERED = 10
MODIFIERS = frozenset(
    {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
    }
)
ENDS = "。．.；; "
ASSERTIVE = QAccessible.AnnouncementPoliteness.Assertive
POLITE = QAccessible.AnnouncementPoliteness.Polite

SPI_GETSCREENREADER = 0x0046

Deliver = Callable[[str, bool], None]

if sys.platform == "win32":

    def has_screen_reader() -> bool:
        """Whether a screen reader runs, as it tells Windows; input methods ask for the tree too."""
        running = ctypes.c_int(0)
        ctypes.windll.user32.SystemParametersInfoW(SPI_GETSCREENREADER, 0, ctypes.byref(running), 0)
        return bool(running.value)

else:

    def has_screen_reader() -> bool:
        """Whether somebody asks for the accessible tree, which only they do here."""
        return QAccessible.isActive()


def announce_to_screen_reader(text: str, urgent: bool) -> None:  # noqa: FBT001
    """Hand one sentence to the screen reader; while another program is in front, to nobody."""
    window = QApplication.activeWindow()
    if window is None:
        return
    event = QAccessibleAnnouncementEvent(window, text)
    event.setPoliteness(ASSERTIVE if urgent else POLITE)
    QAccessible.updateAccessibility(event)


class Announcer(QObject):
    """Says sentences, if there is a screen reader; ``deliver`` hands it one, and whether urgent."""

    def __init__(self) -> None:
        super().__init__()
        self.deliver: Deliver = announce_to_screen_reader
        self._is_muted = self._is_watching = False
        self._recent: deque[str] = deque(maxlen=MAX_REMEMBERED)
        self._polite: dict[str, str] = {}
        self._urgent: dict[str, str] = {}
        self._being_said: dict[str, str] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        application = QApplication.instance()
        if application is not None:  # this module may be loaded in a thread
            self.moveToThread(application.thread())

    @property
    def is_needed(self) -> bool:
        """Whether a screen reader, or another assistive program, reads the window."""
        return QAccessible.isActive() and not self._is_muted

    @property
    def is_heard(self) -> bool:
        """Whether it is a screen reader for sure: then what is seen for a moment stays longer."""
        return self.is_needed and has_screen_reader()

    @property
    def recent(self) -> tuple[str, ...]:
        """What was said last, the newest first."""
        return tuple(reversed(self._recent))

    def announce(self, text: str, *, topic: str = "", urgent: bool = False) -> None:
        """Say ``text``; what waits on the same ``topic`` is not said any more."""
        if not self.is_needed or not text:
            return
        self._recent.append(text)
        topic = topic or text
        for waiting in (self._polite, self._urgent, self._being_said):
            waiting.pop(topic, None)
        (self._urgent if urgent else self._polite)[topic] = text
        self._watch()
        if urgent:
            self._timer.start(0)
        elif not self._timer.isActive():
            self._timer.start(QUIET_MS)

    def repeat(self) -> None:
        """Announce the last ten again, the newest first."""
        if self.is_needed:
            sentences = self.recent or (tr("widgets.nothing_announced"),)
            self.deliver(_join_for_speech(sentences), True)

    def announce_while_locked(self, text: str) -> None:
        """Say at once what names nobody, also while all else is silent; it is not remembered."""
        if QAccessible.isActive():
            self.deliver(text, True)

    def mute(self) -> None:
        """Say nothing until ``unmute``, and forget everything."""
        self._is_muted = True
        self.forget()

    def unmute(self) -> None:
        """Say again what happens from now on."""
        self._is_muted = False

    def forget(self) -> None:
        """Let go of what waits and of what was said."""
        self._recent.clear()
        for waiting in (self._polite, self._urgent, self._being_said):
            waiting.clear()
        self._stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Hold what waits until the keys rest: a key cuts off what is being said."""
        if _is_typing(event):
            self._polite = {**self._being_said, **self._urgent, **self._polite}
            self._being_said, self._urgent = {}, {}
            if self._polite:
                self._timer.start(QUIET_MS)
        return False

    def _on_time(self) -> None:
        if self._urgent:
            self._being_said, self._urgent = {**self._being_said, **self._urgent}, {}
            self.deliver(_join_for_speech(self._being_said.values()), True)
            self._timer.start(QUIET_MS)
            return
        self._being_said = {}
        sentences, self._polite = self._polite, {}
        self._stop()
        if sentences:
            self.deliver(_join_for_speech(sentences.values()), False)

    def _watch(self) -> None:
        """Watch keys while something waits, not always: a filter on every event has a price."""
        application = QApplication.instance()
        if application is not None and not self._is_watching:
            self._is_watching = True
            application.installEventFilter(self)

    def _stop(self) -> None:
        self._timer.stop()
        application = QApplication.instance()
        if application is not None and self._is_watching:
            application.removeEventFilter(self)
        self._is_watching = False


def _is_typing(event: QEvent) -> bool:
    """Whether an event is typing; a modifier alone is how one silences a reader for good."""
    if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
        return event.key() not in MODIFIERS
    return event.type() is QEvent.Type.InputMethod


def _join_for_speech(sentences: Iterable[str]) -> str:
    return tr("widgets.breath").join(sentence.rstrip(ENDS) for sentence in sentences)


announcer = Announcer()
