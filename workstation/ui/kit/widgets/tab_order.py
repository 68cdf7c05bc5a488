"""Where the keyboard goes by Tab, for parts that come later than those below them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget


def put_before_in_tab_order(anchor: QWidget, widgets: Sequence[QWidget]) -> None:
    """Let Tab go through ``widgets``, and through what is in them, before it comes to ``anchor``.

    A new widget is the window's last stop, wherever its layout puts it.
    """
    inside = [stop for widget in widgets for stop in _stops(widget)]
    before = _before(anchor)
    while before is not anchor and (before in inside or not _is_stop(before)):
        before = _before(before)
    for stop in (*inside, anchor):
        if before is not stop:
            QWidget.setTabOrder(before, stop)
        before = stop


def chain_in_tab_order(widgets: Sequence[QWidget]) -> None:
    """Let Tab go through what is in ``widgets`` one after the other, whenever each was made."""
    for before, after in pairwise(stop for widget in widgets for stop in _stops(widget)):
        QWidget.setTabOrder(before, _with_its_field(before, after))


def let_tab_come_to_checked(group: QButtonGroup) -> None:
    """Let Tab come to the button of a group that is checked, also where no key checked it.

    Qt comes to the first radio button until one had the keyboard, and of others to the one that had
    it last.
    """

    def follow() -> None:
        for button in group.buttons() if group.checkedButton() is not None else ():
            others = button.focusPolicy() & ~Qt.FocusPolicy.TabFocus
            stops = button.focusPolicy() | Qt.FocusPolicy.TabFocus
            button.setFocusPolicy(stops if button.isChecked() else others)

    group.buttonToggled.connect(follow)
    follow()


def _with_its_field(before: QWidget, stop: QWidget) -> QWidget:
    """The outermost part around ``stop`` alone that hands its keyboard to it.

    Tab goes into such a part, too: left where it was, it would lead back to ``stop`` from there.
    """
    outermost, part = stop, stop.parentWidget()
    while part is not None and not part.isAncestorOf(before):
        if _last_proxy(part) is stop:
            outermost = part
        part = part.parentWidget()
    return outermost


def _last_proxy(widget: QWidget) -> QWidget:
    while (proxy := widget.focusProxy()) is not None:
        widget = proxy
    return widget


def _before(widget: QWidget) -> QWidget:
    return widget.previousInFocusChain() or widget


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """The stops of Tab in a part, in the same window: what pops up has an order of its own."""
    parts = (widget, *widget.findChildren(QWidget))
    return (part for part in parts if _is_stop(part) and part.window() is widget.window())


def _is_stop(widget: QWidget) -> bool:
    is_one = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) or _may_be_checked(widget)
    return is_one and widget.focusProxy() is None


def _may_be_checked(widget: QWidget) -> bool:
    """Whether Tab comes to a widget once it is the checked button of its group."""
    if not isinstance(widget, QAbstractButton) or widget.group() is None:
        return False
    return widget.group().exclusive() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
