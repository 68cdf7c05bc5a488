"""The top-level window: shows the sign-in page or the frame. Closing it is only a request."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAccessible, QCloseEvent, QDragLeaveEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from shiboken6 import isValid

from workstation.ui.kit.layers.overlay import OverlayHost
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.shell.placement import least_size

PageWidget = QWidget
"""One of the widgets that the window shows, one at a time."""

FIRST_SIZE = (1440, 900)
"""In logical pixels; a screen may have fewer."""


class StartupBackground(QWidget):
    """An empty background, shown before the first page is built.

    ``painted`` is emitted with the first painting. It uses none of the widgets of ``kit``: their
    modules are loaded while the window is already visible.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._announced = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Announce the first painting; the window below paints the background."""
        super().paintEvent(event)
        if not self._announced:
            self._announced = True
            self.painted.emit()


class ShellWindow(OverlayHost, QMainWindow):
    """The program's top-level window.

    ``closing`` asks the program to end in order, ``painted`` is emitted with the first painting,
    ``activated`` when the window becomes active again. ``hides_on_close`` decides whether closing
    the window only hides it; the end of the desktop session emits ``closing`` in any case.
    ``is_deserted`` says whether nobody has used the program for so long that nobody need be there.
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
        self.is_deserted: Callable[[], bool] = _never
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
        """Show a page in place of the previous one, which is deleted.

        The focus goes to the widget that the page had focused before it was in a window, or where
        its ``enter`` puts it: Qt would focus the rail, where arrow keys change the page.
        """
        from PySide6.QtCore import Qt

        from workstation.ui.kit.announcer import announcer
        from workstation.ui.kit.input_source import last_input
        from workstation.ui.kit.theme import theme

        last_input.watch_windows(self.windowHandle())
        old, focus_widget = self._stack.currentWidget(), widget.focusWidget()
        if old is not widget and issubclass(type(old), OverlayHost):
            announcer.forget()  # the next doctor may be another; and the next page speaks from here
        self._stack.addWidget(widget)
        theme.add_sheet()
        self._stack.setCurrentWidget(widget)
        if self._covers_page_alone:
            self._focus_before_cover = None
            self.uncover()
        enter: Callable[[], object] = self._enter_page
        if focus_widget is not None:  # no key brought it: no ring
            enter = partial(focus_widget.setFocus, Qt.FocusReason.MouseFocusReason)
        enter()
        if old is not None and old is not widget:
            self._stack.removeWidget(old)
            old.deleteLater()

    def show_above(self, widget: QWidget) -> None:
        """Show a layer above every page; it hides itself."""
        self._column.insertWidget(0, widget)

    @property
    def layers_above(self) -> list[QWidget]:
        """What ``show_above`` has put there, from the top."""
        items = [self._column.itemAt(place) for place in range(self._column.count())]
        parts = [item.widget() for item in items if item is not None]
        return [part for part in parts if part is not None and part is not self._stack]

    @property
    def shows_bars(self) -> bool:
        """Whether the current page shows a banner."""
        return bool(getattr(self._stack.currentWidget(), "shows_bars", False))

    @property
    def is_covered(self) -> bool:
        """Whether a layer covers the whole window."""
        return self._cover is not None

    @property
    def is_session_locked(self) -> bool:
        """Whether the system's own lock screen is shown, as far as the system reports it."""
        return self._is_session_locked

    def set_session_locked(self, *, locked: bool) -> None:
        """Note that the system locked or unlocked its session; the window may stay active then.

        Some lock screens take keyboard and screen without deactivating the window.
        """
        if locked == self._is_session_locked:
            return
        self._is_session_locked = locked
        if not locked and self.isActiveWindow():
            self.activated.emit()

    @property
    def is_looked_at(self) -> bool:
        """Whether the doctor can see and use the window's content, and is there."""
        is_open = self.isActiveWindow() and self._cover is None and not self._is_session_locked
        return is_open and not self.is_deserted()

    def cover(self, layer: QWidget) -> None:
        """Show only ``layer``: the rest is hidden, not painted over, and its windows are closed.

        Nothing is announced to a screen reader meanwhile, and past announcements cannot be read
        again. A drag leaves the widget below it: Qt would drop on that widget, hidden or not.
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
        """Keep the current cover, if there is one, until another page is shown."""
        self._covers_page_alone = self._cover is not None

    def uncover(self) -> None:
        """Show everything again, restore the focus, and delete the layer."""
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
        if is_usable(back) and back.isVisibleTo(self):
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._enter_page()

    def _keep_in_sight(self, before: QWidget | None, now: QWidget | None) -> None:
        """Keep the focus on a visible widget; otherwise enter the current page anew.

        A request for the focus may come late, such as the question before sending, when another
        page or the lock screen is shown; its page has the focus there when it is shown again. And
        the focused widget may be gone by then, such as a list in a window that became narrow.
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
        """Focus the widget with which the current page begins, if it names one."""
        enter = getattr(self._stack.currentWidget(), "enter", None)
        if enter is not None:
            enter()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Resize the cover with the window."""
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())

    def come_forward(self, token: str = "") -> None:
        """Show the window and bring it to the front, by ``token`` where a desktop gave one."""
        from PySide6.QtCore import Qt

        from workstation.ui.shell.foreground import come_forward_by

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()  # maximised, if it was so before
        self.raise_()
        come_forward_by(token, self.activateWindow)

    def end(self) -> None:
        """Close for good, covered or not; a cover has muted the application's announcements."""
        from workstation.ui.kit.announcer import announcer

        self._may_close = True
        self.close()
        announcer.unmute()

    def retranslate(self) -> None:
        """Set the title: the program's name, and no patient's."""
        from workstation.ui.kit.strings import tr

        self.setWindowTitle(tr("window.title"))

    def changeEvent(self, event: QEvent) -> None:
        """Announce that the window became active again."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._is_session_locked = False  # whatever the system may have forgotten to tell
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the program to end; it closes the window when nothing can be lost."""
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
