"""Whether a screen saver keeps people from the session, asked where its word may have been lost.

One that crashes, or is replaced behind its own lock, tells nobody that the lock is over. So once
somebody works in the window, who could not where one is before it, all are asked. A key that was
pressed before the lock may come after word of it: an input alone proves nothing.
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
"""What a bus says of a name that nobody has: not every one says the same."""
ANSWER_MS = 5_000


class LockQuestion(QObject):
    """Asks the desktop whether its session is still locked.

    ``unlocked`` tells that no screen saver is before the session now.
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
        """A lock begins: what was answered before is no answer to it."""
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
    """What those that are there answered: whether they are active, ``None`` for no answer.

    With none left, nothing is before the session any more.
    """
    return True not in answers and (False in answers or not answers)
