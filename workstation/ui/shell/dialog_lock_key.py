"""The key of the lock while a dialog is open that takes every key from the window below it.

Qt's shortcuts rest then, also those of the whole application: the program's own layers lie inside
the window, but a dialog for files or of the printer is a window of its own, and folders name
patients, too. Whatever key such a dialog's shortcuts do not take comes to its window first. In a
dialog that the system draws no key comes by here, and the same one may mean something else, as in
GTK's; such a dialog is closed by the lock as well.

Test: ``test_the_key_of_the_lock_locks_while_a_dialog_for_files_is_open``.
"""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow

from workstation.ui.kit.actions import ACTIONS


class DialogLockKey(QObject):
    """Watches each modal window from when it first has the keyboard; ``pressed`` is the key."""

    pressed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._keys = [QKeySequence(keys) for keys in ACTIONS["lock"].keys]
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and window.isModal():
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if QKeySequence(event.keyCombination()) not in self._keys:
            return False
        self.pressed.emit()
        return True
