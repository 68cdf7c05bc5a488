"""Where the keyboard is among the panes of the window, and where it comes into one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from workstation.ui.kit.layers.restore_focus import focus_target
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.page import HasEntrance
from workstation.ui.kit.widgets.panel import ScrollArea


class PageFocus(QObject):
    """What of the page shown in ``stack`` had the keyboard last, and has it again.

    Qt gives the keyboard of what goes to the next in Tab order: after the button of a notice or
    of the bar above the pages that was the rail, where an arrow key shows another page.
    """

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._stack = stack
        self._last: QWidget | None = None
        QApplication.instance().focusChanged.connect(self._note)  # type: ignore[union-attr]

    def take_back(self) -> bool:
        """Bring the keyboard to the page from what goes beside it; false where nothing does."""
        page, focused = self._stack.currentWidget(), QApplication.focusWidget()
        if page is None or not page.isVisible() or focused is None:
            return False
        if _is_open(focused) or (holds(page, focused) and not _is_floating(focused)):
            return False
        focus_target(self._last, page).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _note(self, _before: QWidget | None, now: QWidget | None) -> None:
        page = self._stack.currentWidget()
        if page is not None and now is not None and holds(page, now) and not _is_floating(now):
            self._last = now


def holds(pane: QWidget, focused: QWidget | None) -> bool:
    """Whether the keyboard is in ``pane``."""
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))


def pane_after(panes: Sequence[QWidget], focused: QWidget | None, step: int) -> QWidget | None:
    """The pane ``step`` (1 or -1) from where the keyboard is; ``None`` where there are none.

    From between two panes, such as the buttons of a conversation's head, it is the one that Tab,
    or Shift Tab, comes to first.
    """
    if not panes:
        return None
    at = next((n for n, pane in enumerate(panes) if holds(pane, focused)), None)
    if at is None and focused is not None:
        return _pane_by_tab(panes, focused, step)
    return panes[((-step if at is None else at) + step) % len(panes)]


def _pane_by_tab(panes: Sequence[QWidget], focused: QWidget, step: int) -> QWidget | None:
    widget: QWidget | None = focused
    while widget is not None:
        widget = widget.nextInFocusChain() if step > 0 else widget.previousInFocusChain()
        if widget is focused:
            break
        pane = next((pane for pane in panes if holds(pane, widget)), None)
        if pane is not None and widget is not None and _is_open(widget):
            return pane
    return panes[0]


def entrance_of(pane: QWidget) -> QWidget | None:
    """``pane``, what it names, or the first widget in it that accepts the focus now.

    Scroll areas come last, as focusing one tells nothing of its content.
    """
    if isinstance(pane, HasEntrance) and pane.entrance is not None:
        return pane.entrance if _is_open(pane.entrance) else None
    takes_it = pane.focusPolicy() != Qt.FocusPolicy.NoFocus or pane.focusProxy() is not None
    if takes_it and not _only_scrolls(pane):
        return pane if _is_open(pane) else None
    stops = [
        child
        for child in (pane, *pane.findChildren(QWidget))
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and _is_open(child)
    ]
    return min(stops, key=_only_scrolls, default=None)


def _only_scrolls(widget: QWidget) -> bool:
    return isinstance(widget, ScrollArea) and not widget.has_summary


def _is_open(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def _is_floating(widget: QWidget) -> bool:
    """Whether it is the button of a notice, which lies over a page and ends by itself."""
    return isinstance(widget.parentWidget(), SnackBar)
