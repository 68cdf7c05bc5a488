"""What a widget is to a screen reader, where Qt takes it for something else.

Qt knows its own classes: a checkable button that is painted as a tab is a check box to it, a panel
of our own has no role at all. ``SpokenAs`` names the role. A button stays one that can be pressed,
so that a reader, or a voice that is obeyed, still presses it. Qt asks by the name of a class: one
of its own is never asked about here. Tests: tests/ui/kit/test_roles.py.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAccessibleWidget,
    QWidget,
)

Role = QAccessible.Role
PRESS = QAccessibleActionInterface.pressAction()
TOGGLE = QAccessibleActionInterface.toggleAction()


class SpokenAs:
    """A widget that says what it is; a class or an object sets ``spoken_role``."""

    spoken_role = Role.Grouping


class _ButtonInterface(QAccessibleWidget):
    """A button under another role: chosen, on or off, and pressed as before."""

    def state(self) -> QAccessible.State:
        state, button = super().state(), self.object()
        if not isinstance(button, QAbstractButton) or not button.isCheckable():
            return state
        if self.role() is Role.PageTab:
            state.selectable, state.selected = True, button.isChecked()
        else:
            state.checkable, state.checked = True, button.isChecked()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        button = self.object()
        name = super().text(kind)
        if not name and kind is QAccessible.Text.Name and isinstance(button, QAbstractButton):
            return button.text()
        return name

    def actionNames(self) -> list[str]:
        first = [PRESS, TOGGLE] if self.state().checkable else [PRESS]
        return [*first, *super().actionNames()]

    def doAction(self, name: str) -> None:
        button = self.object()
        if name in {PRESS, TOGGLE} and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().doAction(name)


def _make_interface(_name: str, widget: QObject) -> QAccessibleInterface | None:
    if not isinstance(widget, QWidget):
        return None
    role: QAccessible.Role | None = getattr(widget, "spoken_role", None)
    if role is not None:
        kind = _ButtonInterface if isinstance(widget, QAbstractButton) else QAccessibleWidget
        return kind(widget, role)
    return None


QAccessible.installFactory(_make_interface)
