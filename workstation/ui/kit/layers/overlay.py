"""What lies behind a layer is not there for a screen reader, as it is not for mouse and keyboard.

A dialog here is a child of the window, not a window of its own, so Qt's accessible tree still has
all that lies behind it, and a screen reader would read out a patient whose row cannot be reached.
Invariant: the children of a widget that a layer covers are that layer and what floats above it.

    window: rail, page                            children: rail, page
    window: rail, page, sheet                     children: sheet
    window: rail, page, sheet, menu               children: sheet, menu: the menu came from there
    window: rail, page, sheet, question           children: question

The tree is asked for again only after a hide or show event, so covering tells of each part. The
factory makes one interface for each widget, kept by Qt for its lifetime: what it answers is looked
up each time and never stored. Tests: tests/ui/kit/test_overlay.py,
``test_a_screen_reader_finds_only_the_sheet_and_then_the_page_again``.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


class OverlayHost:
    """A widget over all of which a layer may lie; ``role`` is what it is to a screen reader."""

    role = QAccessible.Role.Client


class Overlay:
    """A layer over the whole of the widget that it is a child of."""


class FloatingPanel:
    """A panel that may lie over a layer, as a menu does that was opened from there."""


def overlay_host(widget: QWidget) -> QWidget:
    """What a layer for ``widget`` lies over: the nearest host around it, so that it goes with that.

    Over the window itself it would stay there, with the keyboard, when another page is shown.
    """
    part: QWidget | None = widget
    while part is not None and not isinstance(part, OverlayHost):
        part = part.parentWidget()
    return part if part is not None else widget.window()


def topmost_overlay(whole: QWidget) -> list[QWidget]:
    """The topmost layer over a widget and what floats above that; nothing where there is none."""
    visible_layers: list[QWidget] = [
        part
        for part in whole.children()
        if isinstance(part, QWidget)
        and isinstance(part, Overlay | FloatingPanel)
        and not part.isHidden()
    ]
    layers = [number for number, part in enumerate(visible_layers) if isinstance(part, Overlay)]
    return visible_layers[layers[-1] :] if layers else []


def announce_covered(layer: QWidget, *, covered: bool) -> None:
    """Tell a screen reader that what is behind ``layer`` went, or is there again."""
    whole = layer.parentWidget()
    kind = QAccessible.Event.ObjectHide if covered else QAccessible.Event.ObjectShow
    for part in whole.children() if QAccessible.isActive() and whole is not None else ():
        if isinstance(part, QWidget) and part is not layer and part.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(part, kind))


class _HostInterface(QAccessibleWidget):
    """What a screen reader finds in a widget: its parts, or in their place the layer over them."""

    def childCount(self) -> int:
        return len(self._layers()) or super().childCount()

    def child(self, index: int) -> QAccessibleInterface:
        layers = self._layers()
        if not layers:
            return super().child(index)
        inside = 0 <= index < len(layers)
        return QAccessible.queryAccessibleInterface(layers[index]) if inside else super().child(-1)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        layers = self._layers()
        if not layers:
            return super().indexOfChild(child)
        numbers = (number for number, layer in enumerate(layers) if layer is child.object())
        return next(numbers, -1)

    def _layers(self) -> list[QWidget]:
        whole = self.object()
        return topmost_overlay(whole) if isinstance(whole, QWidget) else []


class _OverlayInterface(QAccessibleWidget):
    """What a screen reader reads of a layer: a dialog, the only thing one can use meanwhile."""

    def state(self) -> QAccessible.State:
        state = super().state()
        state.modal = True
        return state


def _make_interface(_name: str, widget: QObject) -> QAccessibleInterface | None:
    if not isinstance(widget, QWidget):
        return None
    if isinstance(widget, OverlayHost):
        return _HostInterface(widget, widget.role)
    return (
        _OverlayInterface(widget, QAccessible.Role.Dialog) if isinstance(widget, Overlay) else None
    )


QAccessible.installFactory(_make_interface)
