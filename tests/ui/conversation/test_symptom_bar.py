"""The symptom in one line once its card is out of sight, and nothing that jumps because of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conversation.read_pane import LISTED, MANY, RASH, place, read_at
from workstation.ui.conversation.pane import MIN_LINES, ConversationPane
from workstation.ui.conversation.timeline.items import items
from workstation.ui.kit.theme import SIZE, TextRole, theme


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[ConversationPane]:
    with read_at(qtbot, 0) as pane:
        yield pane


@pytest.mark.parametrize("step", [20, -20])
def test_the_bar_comes_and_goes_and_no_message_jumps(pane: ConversationPane, step: int) -> None:
    bar = pane.view.verticalScrollBar()
    if step < 0:
        bar.setValue(600)
    seen = [pane.bar.isVisible()]
    for _ in range(25):
        before, asked = place(pane, "m3"), bar.value()
        bar.setValue(asked + step)
        seen.append(pane.bar.isVisible())
        moved = min(max(asked + step, 0), bar.maximum()) - asked
        assert place(pane, "m3") == before - moved
    assert (seen[0], seen[-1]) == (step < 0, step > 0)
    assert seen == sorted(seen, reverse=step < 0)


@pytest.mark.parametrize("height", [400, 300])
def test_a_window_of_another_size_leaves_no_gap_at_the_end(
    pane: ConversationPane, qtbot: QtBot, height: int
) -> None:
    """As it grows the card comes into sight, and the bar goes."""
    pane.view.show_items(items(MANY[:6], LISTED), follow=True)
    for high in (height, 760, height):
        pane.resize(700, high)
        view, low = pane.view, high < 760
        qtbot.waitUntil(lambda low=low: pane.bar.isVisible() is low)
        whole = view.heights.total + view.end_margin
        assert view.verticalOffset() == max(whole - view.viewport().height(), 0)
        assert view.viewport().height() == view.height()


def test_a_click_on_the_bar_shows_the_whole_card(pane: ConversationPane) -> None:
    pane.view.verticalScrollBar().setValue(900)
    assert pane.bar.text.text() == RASH.content
    QTest.mouseClick(pane.bar, Qt.MouseButton.LeftButton, pos=QPoint(200, 10))
    assert pane.view.verticalOffset() == 0
    assert not pane.bar.isVisible()


@pytest.mark.parametrize("pictures", [(), ("a",), ("a", "b")])
def test_the_bar_says_how_many_pictures_the_card_has(
    pane: ConversationPane, pictures: tuple[str, ...]
) -> None:
    pane.bar.show_consultation(replace(LISTED, images=pictures))
    count = pane.bar.count
    assert (not count.isHidden(), count.accessibleName()) == (bool(pictures), str(len(pictures)))


def test_in_a_low_window_the_card_begins_as_one_line(pane: ConversationPane) -> None:
    whole = pane.view.heights.height(0)
    pane.fit(compact=False, short=True)
    pane.show_consultation(replace(LISTED, consultation_id=2))
    pane.view.show_items(items(MANY, replace(LISTED, consultation_id=2)), follow=False)
    pane.view.verticalScrollBar().setValue(0)
    assert pane.view.heights.height(0) < whole / 2


def test_the_keyboard_begins_anew_in_another_conversation(pane: ConversationPane) -> None:
    view = pane.view
    view.setCurrentIndex(view.timeline.index(view.timeline.row("card"), 0))
    pane.show_consultation(replace(LISTED, status="in_process "))
    assert view.currentIndex().isValid(), "it is the same one"
    other = replace(LISTED, consultation_id=2)
    pane.show_consultation(other)
    pane.view.show_items(items(MANY, other), follow=True)
    assert not view.currentIndex().isValid()
    last = view.last_in_sight()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert last is not None
    assert view.timeline.entry(view.currentIndex().row()).key == last.key


@pytest.mark.parametrize(("lines", "is_there"), [(MIN_LINES, True), (MIN_LINES - 1, False)])
def test_the_bar_leaves_three_lines_of_the_messages(
    pane: ConversationPane, qtbot: QtBot, lines: int, *, is_there: bool
) -> None:
    """Large text in a low window."""
    theme.set_text_size(200)
    pane.view.show_items(items(MANY, LISTED), follow=True)
    around = pane.head.minimumHeight() + pane.bar.minimumHeight()
    room = lines * theme.style(TextRole.MESSAGE).line
    pane.resize(700, around + room + SIZE.hairline)
    pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: pane.bar.isVisible() is is_there)
