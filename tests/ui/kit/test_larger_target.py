"""Links and check boxes take a click beside what is drawn, and nothing around them moves."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.ui.kit.theme import RADIUS
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.focus_ring import OUT, FocusRing
from workstation.ui.kit.widgets.larger_target import LEAST_TARGET

Show = Callable[..., QWidget]
Small = Button | CheckBox
MAKERS: dict[str, Callable[[], Small]] = {
    "link": lambda: Button("重试", ButtonKind.LINK),
    "box": lambda: CheckBox("全选"),
}


@pytest.fixture(params=MAKERS)
def control(request: pytest.FixtureRequest, show_widget: Show) -> Small:
    """One of them, 20 pixels high by its layout."""
    made = MAKERS[request.param]()
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(40, 40, 40, 40)
    column.addWidget(made)
    column.addStretch(1)
    show_widget(page).resize(400, 300)
    return made


def page_of(control: Small) -> QWidget:
    page = control.parentWidget()
    assert page is not None
    return page


def test_a_click_right_above_and_below_presses_it(control: Small) -> None:
    clicks: list[bool] = []
    control.clicked.connect(lambda: clicks.append(True))
    page = page_of(control)
    for y in (38, 61):
        under = page.childAt(QPoint(50, y))
        assert under is control
        QTest.mouseClick(
            control, Qt.MouseButton.LeftButton, pos=control.mapFrom(page, QPoint(50, y))
        )
    assert (len(clicks), page.childAt(QPoint(50, 36))) == (2, None)


def test_it_is_drawn_where_the_layout_put_it(control: Small) -> None:
    page = page_of(control)
    layout = page.layout()
    assert layout is not None
    drawn = control.drawn_rect.translated(control.pos())
    assert (drawn.y(), drawn.height(), control.height()) == (40, 20, LEAST_TARGET)
    before = page.grab().toImage()
    for _ in range(2):
        layout.invalidate()
        layout.activate()
    assert page.grab().toImage() == before
    page.resize(500, 300)
    assert control.drawn_rect.translated(control.pos()).y() == 40


def test_the_ring_of_the_keyboard_lies_around_what_is_drawn(control: Small) -> None:
    ring = FocusRing(control, RADIUS.xs)
    assert ring.parentWidget() is page_of(control)
    assert (ring.y(), ring.height()) == (40 - OUT, 20 + 2 * OUT)


def test_what_may_be_no_larger_is_drawn_in_its_middle(show_widget: Show) -> None:
    box = CheckBox()
    box.setFixedSize(20, 20)
    show_widget(box)
    assert box.drawn_rect == box.rect()
