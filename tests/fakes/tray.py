"""A desktop's tray, which the platform without a screen has not."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon


class Tray(QObject):
    """A tray icon that keeps what it is told; ``available`` is whether the desktop has a tray."""

    ActivationReason = QSystemTrayIcon.ActivationReason
    messageClicked, activated = Signal(), Signal(object)  # noqa: N815
    available = True

    def __init__(self, icon, parent):
        super().__init__(parent)
        self.icons, self.messages, self.tip, self.visible = [icon], [], "", False

    @classmethod
    def isSystemTrayAvailable(cls):  # noqa: N802
        return cls.available

    def isVisible(self):  # noqa: N802
        return self.visible

    def icon(self):
        """The icon that is set now."""
        return self.icons[-1]

    def setIcon(self, icon):  # noqa: N802
        self.icons.append(icon)

    def setToolTip(self, tip):  # noqa: N802
        self.tip = tip

    def setContextMenu(self, menu):  # noqa: N802
        self.menu = menu

    def showMessage(self, title, text, icon):  # noqa: N802
        assert isinstance(icon, QIcon)
        self.messages.append((title, text))

    def show(self):
        self.visible = True

    def hide(self):
        self.visible = False
