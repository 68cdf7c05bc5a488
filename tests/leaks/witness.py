"""What others see of the program while it runs: titles, notices, the tray, its errors."""

import traceback
from collections.abc import Callable

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from tests.fakes.tray import Tray
from workstation.domain.error_root import WorkstationError
from workstation.link.im_passwords import ImPasswords
from workstation.ui.shell import desktop_notifier
from workstation.ui.shell.window import ShellWindow
from workstation.vault.keys.key_chain import KeyChain

Tell = Callable[[str, str], None]


class WatchedTray(Tray):
    """A tray that takes down what it is to show."""

    tell: Tell

    def setToolTip(self, tip: str) -> None:  # noqa: N802 - Qt's name
        super().setToolTip(tip)
        self.tell("tray", tip)

    def showMessage(self, title: str, text: str, icon: QIcon) -> None:  # noqa: N802 - as Qt
        super().showMessage(title, text, icon)
        self.tell("notice", f"{title} {text}")


class Witness:
    """Sees everything that is told, in this process; ``look`` looks at what only stands there."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._errors = tell, []
        WatchedTray.tell = staticmethod(tell)
        patch = self._patch = pytest.MonkeyPatch()
        patch.setattr(desktop_notifier, "QSystemTrayIcon", WatchedTray)
        patch.setattr(ShellWindow, "is_looked_at", property(lambda _window: False))
        self._follow_errors()
        self._follow_secrets()

    def look(self) -> None:
        """Tell the titles of all windows, and the text of every error that was made until now."""
        for widget in QApplication.topLevelWidgets():
            self._tell("title", widget.windowTitle())
        for error in self._errors:
            self._tell("error", "".join(traceback.format_exception(error)) + repr(error))
        self._errors.clear()

    def _follow_errors(self) -> None:
        make, errors_made = WorkstationError.__init__, self._errors

        def note(error: WorkstationError, *args: object, **kwargs: object) -> None:
            make(error, *args, **kwargs)
            errors_made.append(error)

        self._patch.setattr(WorkstationError, "__init__", note)

    def _follow_secrets(self) -> None:
        tell = self._tell
        for owner, name in ((KeyChain, "unlock"), (KeyChain, "set_code"), (ImPasswords, "_ask")):
            real = getattr(owner, name)

            async def followed(*args: object, real: object = real, **kwargs: object) -> object:
                secret = await real(*args, **kwargs)
                is_key = isinstance(secret, bytes)
                tell("key" if is_key else "password", secret.hex() if is_key else secret.secret)
                return secret

            self._patch.setattr(owner, name, followed)
