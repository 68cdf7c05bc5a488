"""Enter presses whatever button has the keyboard, in every part of the window."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton, QWidget

import workstation.ui
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import MenuItem
from workstation.ui.kit.layers.snack_parts import SnackAction
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.chip import FilterChip
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.segmented import SegmentButton
from workstation.ui.kit.widgets.switch import Switch
from workstation.ui.viewer.controls import ViewerButton

Show = Callable[..., QWidget]
CHOICES = (QCheckBox, QRadioButton, Switch)
"""What is ticked and not pressed; Enter stays the form's."""

BUTTONS: dict[str, Callable[[], QAbstractButton]] = {
    "button": lambda: Button("登录"),
    "icon": lambda: IconButton(Icon.MORE, "更多"),
    "chip": lambda: FilterChip("含图片"),
    "snack": lambda: SnackAction("撤销", None),
    "viewer": lambda: ViewerButton(Icon.MORE),
}


def subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_every_button_of_the_window_is_one_that_enter_presses() -> None:
    for module in pkgutil.walk_packages(workstation.ui.__path__, "workstation.ui."):
        importlib.import_module(module.name)
    own = {one for one in subclasses(QAbstractButton) if one.__module__.startswith("workstation")}
    deaf = {one.__name__ for one in own if not issubclass(one, (EnterPresses, *CHOICES, MenuItem))}
    assert len(own) > 10
    assert not deaf


@pytest.mark.parametrize("name", BUTTONS)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_a_focused_button_once(
    name: str, key: Qt.Key, show_widget: Show
) -> None:
    button, pressed = BUTTONS[name](), list[int]()
    show_widget(button)
    button.clicked.connect(lambda: pressed.append(1))
    button.setFocus()
    QTest.keyClick(button, key)
    assert pressed == [1]


def test_a_held_key_presses_once_and_ctrl_enter_is_left_to_the_form(show_widget: Show) -> None:
    button, pressed = Button("保存"), list[int]()
    show_widget(button)
    button.clicked.connect(lambda: pressed.append(1))
    press, none = QEvent.Type.KeyPress, Qt.KeyboardModifier.NoModifier
    for repeated in (False, True, True):
        event = QKeyEvent(press, Qt.Key.Key_Return, none, "\r", autorep=repeated)
        QApplication.sendEvent(button, event)
    control = QKeyEvent(press, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(button, control)
    assert pressed == [1]
    assert not control.isAccepted()


LEAVING: dict[type[QAbstractButton], Callable[[], QAbstractButton]] = {
    QCheckBox: lambda: CheckBox("在本机保持登录"),
    Switch: Switch,
    QRadioButton: lambda: SegmentButton(first=True, last=True),
    MenuItem: lambda: MenuItem("复制", icon=None, keys="", ink=Ink.PRIMARY),
}


@pytest.mark.parametrize("kind", LEAVING)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_what_is_ticked_or_picked_leaves_enter_where_the_desktop_presses_with_it(
    show_widget: Show,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[QAbstractButton],
    key: Qt.Key,
) -> None:
    """As GNOME's does; no other desktop can be asked for here."""
    button, pressed = LEAVING[kind](), list[int]()
    base = kind if kind.__module__.startswith("PySide6") else QAbstractButton
    monkeypatch.setattr(base, "keyPressEvent", lambda _button, _event: pressed.append(1))
    show_widget(button)
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    button.keyPressEvent(event)
    assert not event.isAccepted()
    assert pressed == []


def test_a_busy_button_is_not_pressed(show_widget: Show) -> None:
    button, pressed = Button("登录"), list[int]()
    show_widget(button)
    button.clicked.connect(lambda: pressed.append(1))
    button.set_busy(busy=True)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == []


def test_enter_on_a_tick_of_a_dialog_presses_its_last_button(show_widget: Show) -> None:
    within = QWidget()
    show_widget(within)
    dialog, answers, tick = Dialog(within, "导出？"), list[str](), CheckBox("先遮盖")
    dialog.answered.connect(answers.append)
    dialog.body.addWidget(tick)
    dialog.add_button("cancel", "取消")
    dialog.add_button("go", "选择位置", ButtonKind.FILLED)
    dialog.open()
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Return)
    assert answers == ["go"]
    assert not tick.isChecked()
