"""The filters above the list, in the room that there is for them."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.theme import SIZE, SPACE, theme
from workstation.ui.queue.filter_bar import FILTERS, LABEL, FilterBar

LONG = tuple(f"{LABEL}{letter * 12}" for letter in "过妊W")
"""Labels are as long as this."""


@pytest.fixture
def bar(show_widget) -> FilterBar:
    """As wide as the list."""
    bar = FilterBar()
    show_widget(bar)
    theme.hold(bar, QWidget.setFixedWidth, SIZE.list)
    return bar


def places(bar: FilterBar) -> list[QRect]:
    chips = [chip for chip in bar.chips.values() if chip.isVisibleTo(bar)]
    return [QRect(chip.mapTo(bar, QPoint()), chip.size()) for chip in chips]


@pytest.mark.parametrize("percent", [100, 200])
def test_no_chip_is_cut_however_many_and_long_they_are(bar, qtbot, percent):
    """Three long labels beside each other lost their ends, and the crosses that drop them."""
    theme.set_text_size(percent)
    on = (*FILTERS, *LONG)
    bar.show_filters(on, shown_rows=1, total=2)
    qtbot.waitUntil(lambda: len(places(bar)) == len(on) and bar.height() >= bar.sizeHint().height())
    room = bar.rect().adjusted(SPACE.x4, 0, -SPACE.x4, 0)
    for chip, place in zip(bar.chips.values(), places(bar), strict=True):
        assert room.contains(place), chip.text()
        assert place.width() == min(chip.sizeHint().width(), room.width()), chip.text()
    assert not any(
        one.intersects(other) for n, one in enumerate(places(bar)) for other in places(bar)[:n]
    )


def test_dropped_ones_leave_no_gap(bar, qtbot):
    bar.show_filters(LONG, shown_rows=1, total=2)
    bar.show_filters(LONG[2:], shown_rows=1, total=2)
    qtbot.waitUntil(lambda: places(bar)[0].topLeft() == QPoint(SPACE.x4, 0))
    assert len(places(bar)) == 1
