"""A window of its own for the viewer: pictures stand on a second screen, beside the conversation.

What is in it is a patient's, and nobody may be sitting before that screen. Hence:

    locked, or put away to the tray    hidden with the main window, and there again with it
    signed out                         gone: it lives no longer than the frame of the sign-in
    title, task bar                    name the program and nobody
    policy                             watermark and capture exclusion hold here, too

Tests: tests/journeys/test_viewing.py,
``test_pictures_on_a_second_screen_go_with_the_lock_and_with_the_sign_in``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.overlay import OverlayHost
from workstation.ui.kit.strings import tr
from workstation.ui.shell.key_order import KeyOrder
from workstation.ui.shell.placement import WindowPlacement, least_size
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.watermark.mark import MarkText, mark_text
from workstation.ui.watermark.screen import ScreenWatermark

FIRST_SIZE = (1120, 800)


@dataclass(frozen=True, slots=True)
class OwnWindowChoice:
    """Whether pictures are to open in a window of their own, and where it stood last.

    ``remember`` keeps what the doctor picked; ``file`` is that of the place.
    """

    file: Path
    is_own: Callable[[], bool]
    remember: Callable[[bool], object]


class ViewerWindow(OverlayHost, QWidget):
    """Holds one viewer at a time; ``closing`` tells that the doctor closes it."""

    closing = Signal()
    role = QAccessible.Role.Window

    def __init__(self, frame: WindowFrame, signed_in: SignedIn, file: Path) -> None:
        super().__init__()
        self._main = frame.window()
        self._is_locked = self._is_ended = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setWindowIcon(self._main.windowIcon())
        self.setMinimumSize(least_size(self))
        self.resize(*FIRST_SIZE)
        WindowPlacement(self, file, beside=self._main)
        self._key_order = KeyOrder(self)
        now_ms = signed_in.clock.now_ms

        def text() -> MarkText:
            account = signed_in.account
            return mark_text(account.profile.display_name, account.member_id, now_ms())

        self._watermark = ScreenWatermark(self, self, text, now_ms)
        for keys, act in (("lock", frame.lock_asked.emit), ("repeat", announcer.repeat)):
            for each in ACTIONS[keys].keys:
                QShortcut(QKeySequence(each), self).activated.connect(act)
        self._main.installEventFilter(self)
        self.retranslate()

    def hold(self, viewer: QWidget) -> None:
        """Show a viewer; the one before has been taken out, or goes."""
        self._column.addWidget(viewer)
        viewer.show()

    def come_forward(self) -> None:
        """Be the window that is looked at, once pictures may be seen."""
        self._show_if_allowed(activated=True)

    def set_locked(self, *, locked: bool) -> None:
        """Hide while the main window is locked; afterwards the keyboard stays in that one."""
        self._is_locked = locked
        self._show_if_allowed(activated=False)

    def end(self) -> None:
        """Close for good; what is still in it goes with it."""
        self._is_ended = True
        self.hide()
        self.deleteLater()

    def retranslate(self) -> None:
        """Name the program in the title, and nobody else."""
        self.setWindowTitle(tr("viewer.window", program=tr("window.title")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide or show the window with the main one, unless that is only minimised."""
        is_change = event.type() in {QEvent.Type.Show, QEvent.Type.Hide} and not event.spontaneous()
        if watched is self._main and is_change:
            self._show_if_allowed(activated=False)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Refresh the watermark when the doctor looks at it: a minute may have passed meanwhile."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._watermark.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, and tell that the doctor is done with the pictures."""
        event.accept()
        if not self._is_ended:
            self.closing.emit()

    def _show_if_allowed(self, *, activated: bool) -> None:
        may_show = not self._is_locked and not self._is_ended and self._main.isVisible()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not activated)
        self.setVisible(may_show)
        if may_show and activated:
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
            self.raise_()
            self.activateWindow()
