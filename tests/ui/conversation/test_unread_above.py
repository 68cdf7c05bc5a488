"""The way back up to what is unread has room of its own: nothing lies on what is read."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from pytestqt.qtbot import QtBot

from tests.ui.conversation.read_pane import LISTED, MANY, place, read_at
from workstation.ui.conversation.pane import MIN_LINES_BELOW_UNREAD, ConversationPane
from workstation.ui.conversation.timeline.items import items
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import SIZE, TextRole, theme


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[ConversationPane]:
    """A conversation, read at its middle."""
    with read_at(qtbot, 1500) as pane:
        yield pane


def covered(pane: ConversationPane) -> QRect:
    """What of the messages the row with the button lies over."""
    row, view = pane.unread_above, pane.view
    messages = QRect(view.mapTo(pane, QPoint(0, 0)), view.size())
    return messages.intersected(QRect(row.mapTo(pane, QPoint(0, 0)), row.size()))


@pytest.mark.parametrize("at_end", [False, True])
def test_it_lies_on_no_message_and_moves_none(pane: ConversationPane, *, at_end: bool) -> None:
    """It covered the upper edge of a photo."""
    if at_end:
        pane.view.show_items(items(MANY, LISTED), follow=True)
    last = pane.view.last_in_sight()
    assert last is not None
    before = place(pane, str(last.key))
    pane.unread_above.offer(12)
    assert pane.unread_above.isVisible()
    assert covered(pane).isEmpty()
    assert place(pane, str(last.key)) == before
    pane.unread_above.offer(0)
    assert pane.unread_above.isHidden()
    assert place(pane, str(last.key)) == before


def test_the_keyboard_goes_from_a_row_that_leaves_to_the_messages(
    pane: ConversationPane, qtbot: QtBot
) -> None:
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.unread_above.offer(12)
    pane.unread_above.button.setFocus()
    pane.unread_above.offer(0)
    assert pane.view.hasFocus()


@pytest.mark.parametrize(
    ("lines", "is_there"), [(MIN_LINES_BELOW_UNREAD, True), (MIN_LINES_BELOW_UNREAD - 1, False)]
)
def test_in_a_low_window_it_comes_before_the_symptom_and_leaves_two_lines(
    pane: ConversationPane, qtbot: QtBot, lines: int, *, is_there: bool
) -> None:
    """Large text in a low window."""
    theme.set_text_size(200)
    pane.view.show_items(items(MANY, LISTED), follow=True)
    pane.unread_above.offer(12)
    around = pane.head.minimumHeight() + pane.unread_above.minimumHeight()
    room = lines * theme.style(TextRole.MESSAGE).line
    pane.resize(700, around + room + SIZE.hairline)
    qtbot.waitUntil(lambda: pane.unread_above.isVisible() is is_there)
    qtbot.waitUntil(pane.bar.isHidden)
    pane.resize(700, 900)
    qtbot.waitUntil(lambda: pane.unread_above.isVisible() and pane.bar.isVisible())


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (Language.ZH, [f"上方有 {number} 条未读消息" for number in ("1", "2", "99", "99+")]),
        (
            Language.EN,
            ["1 unread message above"]
            + [f"{number} unread messages above" for number in ("2", "99", "99+")],
        ),
    ],
)
def test_one_message_and_more_than_a_hundred_are_named_as_on_a_badge(
    pane: ConversationPane, language: Language, texts: list[str]
) -> None:
    set_language(language)
    way_up = pane.unread_above
    spoken = []
    for count in (1, 2, 99, 100):
        way_up.offer(count)
        spoken.append(way_up.button.text())
    assert spoken == texts
