"""Whatever is pressed is 24 by 24 pixels, on every page and in the smallest text: WCAG 2.2, 2.5.8.

A field is as large as the box around it, which brings the keyboard into it. What a list paints is
no widget and is not measured here.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QScrollBar, QWidget

from tests.gallery.painting import Look, display, dressed, scenes
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.fields.field_box import FieldBox
from workstation.ui.kit.widgets.larger_target import LEAST_TARGET

SMALLEST = Look("light", "zh", 85)


def targets(widget: QWidget) -> Iterator[QWidget]:
    """What of a scene can be pressed, dragged or written in."""
    for part in widget.findChildren(QWidget):
        is_control = isinstance(part, QAbstractButton | QAbstractSlider | FieldBox)
        if is_control and not isinstance(part, QScrollBar) and part.isVisibleTo(widget):
            yield part


def place(target: QWidget, widget: QWidget) -> QRect:
    """Where it takes a click: what of it lies in its parent."""
    parent = target.parentWidget()
    assert parent is not None
    within = target.geometry().intersected(parent.rect())
    return within.translated(parent.mapTo(widget, QPoint(0, 0)))


def too_small(widget: QWidget) -> list[str]:
    """The targets of a scene that a hand may miss."""
    small = []
    for target in targets(widget):
        size = place(target, widget).size()
        if min(size.width(), size.height()) < LEAST_TARGET:
            text = target.text() if isinstance(target, QAbstractButton) else ""
            kinds = f"{type(target).__name__} in {type(target.parentWidget()).__name__}"
            small.append(f"{kinds} {text!r}: {size.width()} x {size.height()}")
    return small


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("scene", scenes(), ids=lambda scene: scene.name)
def test_every_target_is_large_enough(scene: GalleryScene) -> None:
    """Links and check boxes were 20 pixels high."""
    with dressed(SMALLEST), display(scene) as widget:
        assert too_small(widget) == []
