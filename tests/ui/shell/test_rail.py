"""The window's rail: how the connection is, and what is unread."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from workstation.domain.connection import Phase
from workstation.ui.kit.painting import line_width
from workstation.ui.kit.strings import Language, retranslate, set_language
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme
from workstation.ui.shell.rail import Rail

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.resize(72, 900)
    rail.show()
    return rail


@pytest.mark.parametrize(
    ("phase", "seconds", "chinese", "english"),
    [
        (Phase.WAITING, 0, "重连中", "Retrying"),
        (Phase.ONLINE, None, "在线", "Online"),
        (Phase.WAITING, 8, "8 秒", "8 s"),
        (Phase.WAITING, None, "重连中", "Retrying"),
        (Phase.NO_NETWORK, None, "离线", "Offline"),
    ],
)
def test_the_rail_says_how_the_connection_is(
    rail: Rail, phase: Phase, seconds: int | None, chinese: str, english: str
) -> None:
    rail.show_connection(phase, seconds)
    assert rail.connection.accessibleName() == chinese
    set_language(Language.EN)
    retranslate(rail)
    assert rail.connection.accessibleName() == english


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_its_words(rail: Rail, phase: Phase) -> None:
    rail.show_connection(phase)
    assert rail.connection.accessibleName()
    rail.grab()


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("percent", [85, 100, 200])
def test_the_words_for_a_phase_have_room_beside_their_dot(
    rail: Rail, qapp: QApplication, phase: Phase, language: Language, percent: int
) -> None:
    theme.set_text_size(percent)
    set_language(language)
    rail.show_connection(phase)
    qapp.processEvents()
    words = line_width(rail.connection.accessibleName(), theme.font(TextRole.CAPTION, tabular=True))
    assert words <= theme.scaled(SIZE.rail) - SIZE.dot - SPACE.x1


@pytest.mark.usefixtures("screen_reader")
def test_unread_messages_are_told_to_screen_readers(rail: Rail) -> None:
    rail.show_unread(120)
    interface = QAccessible.queryAccessibleInterface(rail.items["active"])
    assert interface.text(QAccessible.Text.Name) == "接诊中，120 条未读消息"
    rail.show_unread(0)
    assert interface.text(QAccessible.Text.Name) == "接诊中"


def test_a_compact_rail_has_tool_tips_in_place_of_captions(rail: Rail) -> None:
    rail.set_compact(compact=True)
    assert rail.items["history"].toolTip() == "历史  Ctrl 2"
    assert rail.connection.toolTip() == "连接中"
    assert rail.connection.accessibleName() == "连接中"


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("number", [8, 42, 4200])
@pytest.mark.parametrize("percent", [100, 200])
def test_the_badge_leaves_the_icon_to_be_seen(
    rail: Rail, qapp: QApplication, compact: bool, number: int, percent: int
) -> None:
    theme.set_text_size(percent)
    rail.set_compact(compact=compact)
    qapp.processEvents()
    item = rail.items["active"]
    bare = item.grab().toImage()
    item.set_number(number)
    badged = item.grab().toImage()
    middle = (SIZE.rail_item_compact if compact else SIZE.icon + 2 * SPACE.x2) // 2
    left, top = (item.width() - SIZE.icon) // 2, middle - SIZE.icon // 2
    ground = bare.pixel(left - 2, top + SIZE.icon - 1)
    drawn = [
        (x, y)
        for x in range(left, left + SIZE.icon)
        for y in range(top, top + SIZE.icon)
        if bare.pixel(x, y) != ground
    ]
    seen = sum(bare.pixel(*spot) == badged.pixel(*spot) for spot in drawn)
    assert seen >= 0.75 * len(drawn) > 0
    right = badged.pixel(item.width() - 1, SIZE.icon_sm // 2)
    assert right == bare.pixel(item.width() - 1, SIZE.icon_sm // 2), "cut at the rail's edge"


def test_a_click_on_the_rail_leaves_the_keyboard_where_it_is(qtbot: QtBot) -> None:
    """After the doctor's menu, closed again, Ctrl N did nothing: it is a key of the page."""
    window, edit, rail = QWidget(), QLineEdit(), Rail()
    row = QHBoxLayout(window)
    row.addWidget(rail)
    row.addWidget(edit)
    qtbot.addWidget(window)
    window.resize(400, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    edit.setFocus()
    buttons = [each for each in rail.findChildren(QAbstractButton) if each.isVisible()]
    assert len(buttons) > 4
    for button in buttons:
        QTest.mouseClick(button, LEFT)
        assert edit.hasFocus()


def test_tab_comes_to_the_page_that_is_shown(show_widget: Callable[..., QWidget]) -> None:
    """A key may have shown it since the keyboard was on the rail."""
    before, rail = QLineEdit(), Rail()
    show_widget(before, rail)
    rail.select("history")
    rail.items["history"].setFocus(Qt.FocusReason.TabFocusReason)
    before.setFocus()
    rail.select("profile")
    visited: list[QWidget | None] = []
    while before not in visited:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    assert [name for name, item in rail.items.items() if item in visited] == ["profile"]
