"""Tab goes as the eye does, also through parts that came later."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.tag_editor import TagEditor
from workstation.ui.kit.page import Page
from workstation.ui.shell.window_frame import WindowFrame


def path(start: QWidget) -> list[str]:
    """The names of what Tab leads to, until it is back where it began."""
    start.setFocus()
    names: list[str] = []
    focused: QWidget | None = start
    while focused is not None and (not names or focused is not start):
        names.append(focused.accessibleName() or type(focused).__name__)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
    return names


def test_tab_goes_through_the_tags_before_the_field_behind_them(
    show_widget: Callable[..., QWidget],
) -> None:
    before, tags, after = QLineEdit(), TagEditor(), QLineEdit()
    tags.set_name("擅长")
    show_widget(before, tags, after)
    tags.set_tags(["湿疹", "荨麻疹"])
    assert path(before) == ["QLineEdit", "湿疹", "荨麻疹", "擅长", "QLineEdit"]


def test_tab_goes_through_the_lines_in_their_order_before_adding_one(
    show_widget: Callable[..., QWidget],
) -> None:
    before, lines, after = QLineEdit(), OrderedListEditor(), QLineEdit()
    lines.set_add_text("添加荣誉")
    lines.add.setAccessibleName("添加荣誉")
    show_widget(before, lines, after)
    lines.set_items(["甲", "乙"])
    QApplication.sendPostedEvents()
    lines._move(lines.rows[1], 0)
    items = [name for name in path(before) if name[0].isdigit() or name == "添加荣誉"]
    assert items == ["1. 乙", "2. 甲", "添加荣誉"]


class TwoPanes(Page):
    """Something to write in above something else, and what is in neither pane between them."""

    def __init__(self) -> None:
        super().__init__()
        self.upper, self.between, self.lower = QLineEdit(), QLineEdit(), QLineEdit()
        column = QVBoxLayout(self)
        for part in (self.upper, self.between, self.lower):
            column.addWidget(part)

    def panes(self) -> list[QWidget]:
        return [self.upper, self.lower]


def test_f6_passes_by_a_pane_in_which_nothing_can_be_done(
    show_widget: Callable[..., QWidget],
) -> None:
    frame = WindowFrame()
    frame.add_page("active", TwoPanes)
    frame.show_page("active")
    show_widget(frame)
    page = frame.page("active")
    assert isinstance(page, TwoPanes)
    page.upper.setFocus()
    page.lower.setEnabled(False)
    frame.focus_next_pane()
    assert frame.rail.isAncestorOf(QApplication.focusWidget())
    frame.focus_next_pane()
    assert page.upper.hasFocus()


def test_f6_goes_on_from_between_two_panes(show_widget: Callable[..., QWidget]) -> None:
    """From the buttons of a conversation's head it led to the rail, whichever way one went."""
    frame = WindowFrame()
    frame.add_page("active", TwoPanes)
    frame.show_page("active")
    show_widget(frame)
    page = frame.page("active")
    assert isinstance(page, TwoPanes)
    reached = []
    for step in (1, -1):
        page.between.setFocus()
        frame.focus_next_pane(step)
        reached.append(QApplication.focusWidget())
    assert reached == [page.lower, page.upper]
