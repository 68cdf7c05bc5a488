"""Asks the screen savers whether the session is locked, where a signal may have been lost.

A screen saver that crashes, or is replaced while it locks, never signals the end of the lock. So
all are asked after an input in the window, which a lock would have prevented. The input alone
proves nothing: a key from before the lock may be delivered after its signal.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

SCREEN_SAVERS = (
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
    ("org.ukui.ScreenSaver", "/org/ukui/ScreenSaver"),
)
"""Each name is that of its interface, too."""
GONE = {"org.freedesktop.DBus.Error.NameHasNoOwner", "org.freedesktop.DBus.Error.ServiceUnknown"}
"""Errors of a bus for a name without an owner, which differ between buses."""
ANSWER_MS = 5_000


class LockQuestion(QObject):
    """Asks the desktop whether its session is still locked.

    ``unlocked`` is emitted when no screen saver locks it.
    """

    unlocked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting = 0
        self._answers: list[object] = []

    def ask(self) -> None:
        """Ask all of them, unless they are being asked; no answer is waited for."""
        bus = QDBusConnection.sessionBus()
        if self._waiting or not bus.isConnected():
            return
        self._answers.clear()
        for name, path in SCREEN_SAVERS:
            question = QDBusMessage.createMethodCall(name, path, name, "GetActive")
            question.setAutoStartService(False)
            watcher = QDBusPendingCallWatcher(bus.asyncCall(question, ANSWER_MS), self)
            watcher.finished.connect(self._on_answer)
            self._waiting += 1

    def expire(self) -> None:
        """Note that a lock begins, to which what was answered before is no answer."""
        self._answers.append(True)

    def _on_answer(self, answered: QDBusPendingCallWatcher) -> None:
        answer = answered.reply()
        answered.deleteLater()
        if answer.type() is QDBusMessage.MessageType.ReplyMessage:
            self._answers += answer.arguments()[:1]
        elif answer.errorName() not in GONE:
            self._answers.append(None)
        self._waiting -= 1
        if not self._waiting and is_unlocked(self._answers):
            self.unlocked.emit()


def is_unlocked(answers: list[object]) -> bool:
    """Whether the session is unlocked, by answers whether a lock is active; ``None``: no answer.

    With none left, nothing is before the session any more.
    """
    return True not in answers and (False in answers or not answers)
