"""An ordered list that is longer than what is seen of it, and a drag in it that does not end."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.ordered_row import OrderedRow
from workstation.ui.kit.theme import SIZE
from workstation.ui.kit.widgets.panel import ScrollArea

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
TEXTS = [f"奖项 {number}" for number in range(1, 21)]


@pytest.fixture
def honours(show_widget: Callable[..., QWidget]) -> OrderedListEditor:
    """Twenty lines, of which five are seen."""
    editor = OrderedListEditor()
    editor.set_items(TEXTS)
    area = ScrollArea(editor)
    show_widget(area)
    area.setFixedHeight(5 * SIZE.row_honour)
    QApplication.sendPostedEvents()
    area.window().layout().activate()
    return editor


def is_whole_in_sight(row: OrderedRow) -> bool:
    """Whether nothing of a line is cut off, once all lines are laid out."""
    QApplication.sendPostedEvents()
    return row.visibleRegion().boundingRect() == row.rect()


def drag(row: OrderedRow, *targets: int) -> None:
    """Take a line by its handle to places of the list, in px, without letting it go."""
    grip = row.grip.geometry().center()
    QTest.mousePress(row, LEFT, pos=grip)
    for target in targets:
        QTest.mouseMove(row, row.mapFromParent(QPoint(grip.x(), target)))


@pytest.mark.parametrize("modifier", [NONE, ALT])
def test_the_line_that_the_keyboard_is_on_stays_in_sight(
    honours: OrderedListEditor, modifier: Qt.KeyboardModifier
) -> None:
    honours.rows[0].setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        for _ in range(len(TEXTS) - 1):
            QTest.keyClick(QApplication.focusWidget(), key, modifier)
            assert is_whole_in_sight(QApplication.focusWidget())


def test_a_new_line_and_the_one_after_a_removed_one_are_in_sight(
    honours: OrderedListEditor,
) -> None:
    honours.add.click()
    assert is_whole_in_sight(honours.rows[-1])
    honours.abandon()
    honours._remove(honours.rows[0])
    assert is_whole_in_sight(honours.rows[0])


def test_a_dragged_line_takes_what_is_seen_along(honours: OrderedListEditor) -> None:
    row = honours.rows[0]
    drag(row, 6 * SIZE.row_honour)
    assert is_whole_in_sight(row)
    QTest.mouseRelease(row, LEFT)


def test_esc_puts_a_dragged_line_back(honours: OrderedListEditor) -> None:
    emitted: list[list[str]] = []
    honours.changed.connect(emitted.append)
    row = honours.rows[0]
    drag(row, 100, 140)
    QTest.keyClick(row, Qt.Key.Key_Escape)
    QTest.mouseMove(row, QPoint(8, 200))
    QTest.mouseRelease(row, LEFT)
    assert (honours.items(), emitted) == (TEXTS, [])


def test_a_drag_that_saving_or_leaving_ends_is_a_change(honours: OrderedListEditor) -> None:
    emitted: list[list[str]] = []
    honours.changed.connect(emitted.append)
    drag(honours.rows[0], 60)
    honours.commit()
    assert emitted == [[TEXTS[1], TEXTS[0], *TEXTS[2:]]]


def test_a_drag_cut_short_by_other_lines_hides_no_later_change(
    honours: OrderedListEditor,
) -> None:
    """The order before the lost drag was compared with the one after the next."""
    emitted: list[list[str]] = []
    honours.changed.connect(emitted.append)
    honours.set_items(["二", "一", "三"])
    drag(honours.rows[0], 100)
    honours.set_items(["一", "二", "三"])
    QApplication.sendPostedEvents()
    drag(honours.rows[0], 60)
    QTest.mouseRelease(honours.rows[1], LEFT)
    assert emitted == [["二", "一", "三"]]


def test_only_the_left_button_drags(honours: OrderedListEditor) -> None:
    row = honours.rows[0]
    QTest.mousePress(row, RIGHT, pos=row.grip.geometry().center())
    QTest.mouseMove(row, QPoint(8, 100))
    QTest.mouseRelease(row, RIGHT)
    assert honours.items() == TEXTS


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F2, NONE),
        (Qt.Key.Key_Return, NONE),
        (Qt.Key.Key_Delete, NONE),
        (Qt.Key.Key_Down, ALT),
        (Qt.Key.Key_Down, NONE),
    ],
)
def test_no_key_but_esc_does_anything_in_a_drag(
    honours: OrderedListEditor, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    """A line was written in or moved meanwhile, and Esc put back another order than was told."""
    emitted: list[list[str]] = []
    honours.changed.connect(emitted.append)
    row = honours.rows[0]
    drag(row, 100)
    QTest.keyClick(row, key, modifier)
    assert (row.editing, row.hasFocus(), emitted) == (False, True, [])
    QTest.keyClick(row, Qt.Key.Key_Escape)
    QTest.mouseRelease(row, LEFT)
    assert (honours.items(), emitted) == (TEXTS, [])


def test_another_button_ends_no_drag(honours: OrderedListEditor) -> None:
    """The new order was shown and never told."""
    emitted: list[list[str]] = []
    honours.changed.connect(emitted.append)
    row = honours.rows[0]
    drag(row, 60)
    QTest.mousePress(row, RIGHT)
    QTest.mouseRelease(row, RIGHT)
    assert emitted == []
    QTest.mouseRelease(row, LEFT)
    assert emitted == [[TEXTS[1], TEXTS[0], *TEXTS[2:]]]


def test_a_line_moved_beside_a_drag_is_shown_where_it_was_told(
    honours: OrderedListEditor,
) -> None:
    """Another line has the keyboard, as after Tab."""
    emitted: list[list[str]] = []
    honours.changed.connect(emitted.append)
    row = honours.rows[0]
    drag(row, 60)
    QTest.keyClick(honours.rows[3], Qt.Key.Key_Down, ALT)
    QTest.keyClick(row, Qt.Key.Key_Escape)
    QTest.mouseRelease(row, LEFT)
    assert emitted == [honours.items()]


@pytest.mark.parametrize("allow", [OrderedListEditor.setVisible, OrderedListEditor.setEnabled])
def test_a_drag_whose_line_is_hidden_or_disabled_ends_and_is_told(
    honours: OrderedListEditor, allow: Callable[[OrderedListEditor, bool], None]
) -> None:
    """Its release never comes, and no key would do anything any more."""
    emitted: list[list[str]] = []
    honours.changed.connect(emitted.append)
    row = honours.rows[0]
    drag(row, 60)
    allow(honours, False)
    allow(honours, True)
    assert emitted == [honours.items()]
    QTest.keyClick(row, Qt.Key.Key_F2)
    assert row.editing


def test_a_double_click_of_another_button_writes_in_no_dragged_line(
    honours: OrderedListEditor,
) -> None:
    row = honours.rows[0]
    drag(row, 60)
    QTest.mouseDClick(row, RIGHT)
    assert not row.editing
    QTest.mouseRelease(row, LEFT)


@pytest.mark.usefixtures("screen_reader")
def test_a_reader_goes_through_moved_lines_in_their_order(honours: OrderedListEditor) -> None:
    """Its tree kept the order in which the lines were made."""
    honours._move(honours.rows[0], 3)
    card = QAccessible.queryAccessibleInterface(honours.card)
    names = [card.child(at).text(QAccessible.Text.Name) for at in range(card.childCount())]
    lines = [f"{place}. {text}" for place, text in enumerate(honours.items(), 1)]
    assert names == [*lines, honours.add.text()]
