"""The window: the sign-in page, or the frame with its pages. Closing it is a wish, not an end."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QAccessible, QCloseEvent, QDragLeaveEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from shiboken6 import isValid

from workstation.ui.kit.layers.overlay import OverlayHost
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.shell.placement import FRAME

PageWidget = QWidget
"""What the program shows in its window, one at a time."""

FIRST_SIZE, MINIMUM = (1440, 900), (720, 560)
"""In logical pixels; a screen may have fewer."""


def least_size(widget: QWidget) -> QSize:
    """How small a window may be; no larger than its screen, which large scaling leaves little of.

    A screen of 1366 by 768 scaled by 200 % has 683 by 384 logical pixels: what lies beyond them
    could never be seen.
    """
    return QSize(*MINIMUM).boundedTo(widget.screen().availableSize() - FRAME)


class StartupBackground(QWidget):
    """What is seen before anything is known: the bare ground.

    ``painted`` tells its first painting. It needs none of the widgets, whose modules are loaded
    while the doctor already sees the window.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._announced = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The window below has painted the ground."""
        super().paintEvent(event)
        if not self._announced:
            self._announced = True
            self.painted.emit()


class ShellWindow(OverlayHost, QMainWindow):
    """The program's top-level window.

    ``closing`` asks the program to end in order, ``painted`` tells the first painting.
    ``activated`` tells that the doctor looks at the window again. ``hides_on_close`` decides
    whether closing the window only puts it away; the desktop's own end asks by ``closing``.
    """

    closing = Signal()
    painted = Signal()
    activated = Signal()
    role = QAccessible.Role.Window

    def __init__(self) -> None:
        super().__init__()
        self._stack = PageStack()
        self._ground = ground = QWidget()
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._stack)
        self.setCentralWidget(ground)
        self._may_close = False
        self.hides_on_close: Callable[[], bool] = _never
        self._cover: QWidget | None = None
        self._is_session_locked = False
        self._covers_page_alone = False
        self._focus_before_cover: QWidget | None = None
        blank = StartupBackground()
        blank.painted.connect(self.painted)
        self._stack.addWidget(blank)
        self.setMinimumSize(least_size(self))
        self.resize(*FIRST_SIZE)
        QApplication.instance().focusChanged.connect(self._keep_in_sight)  # type: ignore[union-attr]

    def show_only(self, widget: QWidget) -> None:
        """Show a page in place of whatever was there, which goes away.

        The keyboard goes where the page wanted it while it was still in no window, or where its
        own ``enter`` puts it: left to Qt it would come to the rail, where arrows change the page.
        """
        from workstation.ui.kit.announcer import announcer
        from workstation.ui.kit.theme import theme

        old, focus_widget = self._stack.currentWidget(), widget.focusWidget()
        if old is not widget and issubclass(type(old), OverlayHost):
            announcer.forget()  # the next doctor may be another; and the next page speaks from here
        self._stack.addWidget(widget)
        theme.add_sheet()
        self._stack.setCurrentWidget(widget)
        if self._covers_page_alone:
            self._focus_before_cover = None
            self.uncover()
        enter = focus_widget.setFocus if focus_widget is not None else self._enter_page
        enter()
        if old is not None and old is not widget:
            self._stack.removeWidget(old)
            old.deleteLater()

    def show_above(self, widget: QWidget) -> None:
        """Show something above every page; it hides itself when its time is over."""
        self._column.insertWidget(0, widget)

    @property
    def shows_bars(self) -> bool:
        """Whether the page in front says anything above what is on it."""
        return bool(getattr(self._stack.currentWidget(), "shows_bars", False))

    @property
    def is_covered(self) -> bool:
        """Whether something is shown in place of all that is in the window."""
        return self._cover is not None

    @property
    def is_session_locked(self) -> bool:
        """Whether the system's own lock is before everything, as far as the system tells."""
        return self._is_session_locked

    def set_session_locked(self, *, locked: bool) -> None:
        """The system locks its session, or opens it again: the window may be active all the time.

        Some locks take keyboard and screen without a word to the window that has them.
        """
        if locked == self._is_session_locked:
            return
        self._is_session_locked = locked
        if not locked and self.isActiveWindow():
            self.activated.emit()

    @property
    def is_looked_at(self) -> bool:
        """Whether the doctor looks at what is in the window."""
        return self.isActiveWindow() and self._cover is None and not self._is_session_locked

    def cover(self, layer: QWidget) -> None:
        """Show only ``layer``: the rest is hidden, not painted over, and its windows are closed.

        Nothing is announced to a screen reader meanwhile, and what it has read is not to be asked
        again. What is being dragged over a part that would take it leaves that part: Qt lets it go
        where it was last, hidden or not.
        """
        from workstation.ui.kit.accessible_tree import forget_addresses
        from workstation.ui.kit.announcer import announcer
        from workstation.ui.kit.layers.popover import Popover

        for menu in self.findChildren(Popover):
            menu.close_now()  # which gives the keyboard back to where it will be wanted again
        self._focus_before_cover = self.focusWidget()  # also while it is not the active window
        for other in QApplication.topLevelWidgets():
            if other is not self and other.isVisible():
                other.close()
        QApplication.sendEvent(self, QDragLeaveEvent())
        self._cover = layer
        announcer.mute()
        layer.setParent(self)
        layer.setGeometry(self.rect())
        self._ground.hide()
        layer.show()
        layer.raise_()
        for hidden in (self._ground, *QApplication.topLevelWidgets()):
            if hidden is not self:
                forget_addresses(hidden)

    def uncover_next_page(self) -> None:
        """Keep what covers the page, if anything does, until another page is shown."""
        self._covers_page_alone = self._cover is not None

    def uncover(self) -> None:
        """Show everything again, the keyboard where it was, and let the layer go."""
        from PySide6.QtCore import Qt

        from workstation.ui.kit.announcer import announcer
        from workstation.ui.kit.layers.restore_focus import is_usable

        cover, self._cover, self._covers_page_alone = self._cover, None, False
        if cover is None:
            return
        cover.hide()
        cover.deleteLater()
        announcer.unmute()
        self._ground.show()
        back, self._focus_before_cover = self._focus_before_cover, None
        if is_usable(back):
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._enter_page()

    def _keep_in_sight(self, before: QWidget | None, now: QWidget | None) -> None:
        """Leave the keyboard where one can see it, or begin the page in front anew.

        What asks for it may come late, such as the question before sending: by then another page
        is in front, or the lock. Its page has the keyboard there when it is seen again. And what
        had it may be gone when its page comes back, as a list in a window that became narrow.
        """
        if now is None or now.isVisible() or not self._ground.isAncestorOf(now):
            return
        if self._cover is not None and now.isVisibleTo(self._ground):
            self._focus_before_cover = now
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        elif self._cover is None:
            self._enter_page()

    def _enter_page(self) -> None:
        """Put the keyboard where the page in front has it begin; not every one does."""
        enter = getattr(self._stack.currentWidget(), "enter", None)
        if enter is not None:
            enter()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What covers the window covers all of it."""
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())

    def come_forward(self) -> None:
        """Be the window that is looked at."""
        from PySide6.QtCore import Qt

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()  # maximised, if it was so before
        self.raise_()
        self.activateWindow()

    def end(self) -> None:
        """Close for good, covered or not: a cover silences the whole application."""
        from workstation.ui.kit.announcer import announcer

        self._may_close = True
        self.close()
        announcer.unmute()

    def retranslate(self) -> None:
        """The title names the program and nobody else."""
        from workstation.ui.kit.strings import tr

        self.setWindowTitle(tr("window.title"))

    def changeEvent(self, event: QEvent) -> None:
        """The doctor looks at the window again."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._is_session_locked = False  # whatever the system may have forgotten to tell
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask to end; the program closes the window when all is safe."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        if self.hides_on_close():
            self.hide()
        else:
            self.closing.emit()


def _never() -> bool:
    return False
