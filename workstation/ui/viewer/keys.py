"""The viewer's keys (the design, "Keyboard"); each does what the button beside it does."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr
from workstation.ui.viewer import transform
from workstation.ui.viewer.controls import ViewerButton
from workstation.ui.viewer.filmstrip import Filmstrip
from workstation.ui.viewer.measure_bar import MeasureBar
from workstation.ui.viewer.measuring import Measuring
from workstation.ui.viewer.modes import Modes
from workstation.ui.viewer.sides import Sides
from workstation.ui.viewer.sketch import Tool
from workstation.ui.viewer.toolbar import Toolbar
from workstation.ui.viewer.top_bar import TopBar


class KeyTarget(Protocol):
    """What keys act on: the viewer."""

    sides: Sides
    bar: TopBar
    toolbar: Toolbar
    measures: MeasureBar
    measuring: Measuring
    modes: Modes
    film: Filmstrip

    def step(self, by: int) -> None:
        """Go to the next picture with 1, to the one before with -1."""

    def go_to(self, number: int) -> None:
        """Go to the first picture (0) or the last (-1)."""

    def cycle_focus(self, by: int) -> None:
        """Bring the keyboard to the next bar with 1, to the one before with -1."""

    def copy(self) -> None:
        """Copy the active picture to the clipboard."""

    def save(self) -> None:
        """Save the active picture to a file."""

    def go_back(self) -> None:
        """Leave measuring, or the viewer."""


NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier

KEY_PAN = 48

Act = Callable[[KeyTarget], object]
Keys = dict[tuple[Qt.Key, Qt.KeyboardModifier], Act]


def pan_by(right: int, down: int) -> Act:
    """The action that shows another part of the picture, so many steps that way."""
    by = QPointF(-right * KEY_PAN, -down * KEY_PAN)
    return lambda viewer: viewer.sides.active.canvas.pan(by)


def toggle(button_of: Callable[[KeyTarget], ViewerButton]) -> Act:
    """The action that presses a button that stays pressed, and tells a screen reader."""

    def act(viewer: KeyTarget) -> None:
        button = button_of(viewer)
        if button.isVisible() and button.isEnabled():
            button.click()
            state = tr("viewer.on" if button.isChecked() else "viewer.off")
            words = tr("widgets.breath").join((button.accessibleName(), state))
            announcer.announce(words, topic="toggle")

    return act


KEYS: Keys = {
    (Qt.Key.Key_Left, NONE): lambda viewer: viewer.step(-1),
    (Qt.Key.Key_Right, NONE): lambda viewer: viewer.step(1),
    (Qt.Key.Key_Home, NONE): lambda viewer: viewer.go_to(0),
    (Qt.Key.Key_End, NONE): lambda viewer: viewer.go_to(-1),
    (Qt.Key.Key_Left, SHIFT): pan_by(-1, 0),
    (Qt.Key.Key_Right, SHIFT): pan_by(1, 0),
    (Qt.Key.Key_Up, SHIFT): pan_by(0, -1),
    (Qt.Key.Key_Down, SHIFT): pan_by(0, 1),
    (Qt.Key.Key_Plus, NONE): lambda viewer: viewer.sides.active.canvas.zoom(transform.STEP),
    (Qt.Key.Key_Plus, SHIFT): lambda viewer: viewer.sides.active.canvas.zoom(transform.STEP),
    (Qt.Key.Key_Equal, NONE): lambda viewer: viewer.sides.active.canvas.zoom(transform.STEP),
    (Qt.Key.Key_Minus, NONE): lambda viewer: viewer.sides.active.canvas.zoom(1 / transform.STEP),
    (Qt.Key.Key_0, NONE): lambda viewer: viewer.sides.active.canvas.fit(),
    (Qt.Key.Key_1, NONE): lambda viewer: viewer.sides.active.canvas.zoom_to(1.0),
    (Qt.Key.Key_R, NONE): lambda viewer: viewer.sides.active.canvas.turn(1),
    (Qt.Key.Key_R, SHIFT): lambda viewer: viewer.sides.active.canvas.turn(-1),
    (Qt.Key.Key_F, NONE): lambda viewer: viewer.sides.active.canvas.mirror(),
    (Qt.Key.Key_F, SHIFT): lambda viewer: viewer.sides.active.canvas.upend(),
    (Qt.Key.Key_I, NONE): lambda viewer: viewer.toolbar.tone.invert.click(),
    (Qt.Key.Key_B, NONE): lambda viewer: viewer.toolbar.focus_tone(),
    (Qt.Key.Key_0, SHIFT): lambda viewer: viewer.sides.reset(),
    (Qt.Key.Key_ParenRight, SHIFT): lambda viewer: viewer.sides.reset(),
    (Qt.Key.Key_C, NONE): lambda viewer: viewer.bar.compare.click(),
    (Qt.Key.Key_L, NONE): toggle(lambda viewer: viewer.bar.link),
    (Qt.Key.Key_G, NONE): lambda viewer: viewer.bar.align.click(),
    (Qt.Key.Key_W, NONE): lambda viewer: viewer.modes.show_next_way(1),
    (Qt.Key.Key_W, SHIFT): lambda viewer: viewer.modes.show_next_way(-1),
    (Qt.Key.Key_M, NONE): lambda viewer: viewer.bar.measure.click(),
    (Qt.Key.Key_M, SHIFT): toggle(lambda viewer: viewer.measures.always_show),
    (Qt.Key.Key_Q, NONE): toggle(lambda viewer: viewer.film.fit_only),
    (Qt.Key.Key_P, NONE): lambda viewer: viewer.sides.active.better.click(),
    (Qt.Key.Key_T, NONE): lambda viewer: viewer.sides.active.read.click(),
    (Qt.Key.Key_C, CONTROL): lambda viewer: viewer.copy(),
    (Qt.Key.Key_S, CONTROL): lambda viewer: viewer.save(),
    (Qt.Key.Key_F6, NONE): lambda viewer: viewer.cycle_focus(1),
    (Qt.Key.Key_F6, SHIFT): lambda viewer: viewer.cycle_focus(-1),
    (Qt.Key.Key_F11, NONE): lambda viewer: viewer.bar.own_window.click(),
    (Qt.Key.Key_Escape, NONE): lambda viewer: viewer.go_back(),
}
MEASURING_KEYS: Keys = {
    (Qt.Key.Key_V, NONE): lambda viewer: viewer.measuring.take_tool(Tool.MOVE),
    (Qt.Key.Key_K, NONE): lambda viewer: viewer.measuring.take_tool(Tool.SCALE),
    (Qt.Key.Key_D, NONE): lambda viewer: viewer.measuring.take_tool(Tool.LENGTH),
    (Qt.Key.Key_A, NONE): lambda viewer: viewer.measuring.take_tool(Tool.AREA),
    (Qt.Key.Key_T, NONE): lambda viewer: viewer.measures.open_references(),
}


def action_of(event: QKeyEvent, *, measuring: bool) -> Act | None:
    """What a key does; None for one that means nothing here."""
    named = Qt.Key(event.key()), event.modifiers() & ~KEYPAD
    if measuring and named in MEASURING_KEYS:
        return MEASURING_KEYS[named]
    return KEYS.get(named)
