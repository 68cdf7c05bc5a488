"""What is in sight stays in sight: messages before and after it, another width, a long list."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conversation.timeline.on_screen import NOW_MS, conversation_on_screen
from workstation.domain.message import Delivery, Message, MessageKind, Speaker, SpeakerRole
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.items import TimelineItem, items
from workstation.ui.kit.theme import theme

MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
FIRST = Message(1, "o-0", MOTHER, MessageKind.TEXT, "早", NOW_MS, Delivery.RECEIVED, position=1)


def message_items(first: int, last: int) -> list[TimelineItem]:
    """Messages of different lengths; nobody guesses their heights."""
    return items(
        [
            replace(FIRST, key=f"m{number}", text="皮疹按压会褪色吗？" * (1 + number * 7 % 23))
            for number in range(first, last)
        ],
        None,
    )


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConversationView]:  # noqa: ARG001
    with conversation_on_screen() as conversation:
        yield conversation


def top(view: ConversationView, key: str) -> int:
    return view.visualRect(view.timeline.index(view.timeline.row(key), 0)).top()


def in_sight(view: ConversationView) -> str:
    """A message in the middle of the view."""
    row = view.indexAt(QPoint(10, 250)).row()
    return str(view.timeline.entry(row).key)


def test_the_end_key_brings_the_last_message_whole_into_sight_however_often(
    view: ConversationView,
) -> None:
    """Of those above it nobody knows the height before they come into sight."""
    view.follows_end = False
    view.show_items(message_items(0, 50))
    last = view.timeline.index(view.timeline.rowCount() - 1, 0)
    for place in (0, view.verticalScrollBar().maximum() // 2, 0):
        view.verticalScrollBar().setValue(place)
        QTest.keyClick(view, Qt.Key.Key_End)
        assert view.currentIndex() == last
        assert view.viewport().rect().contains(view.visualRect(last))


def test_the_end_stays_in_sight_while_messages_come(view: ConversationView) -> None:
    view.show_items(message_items(0, 50))
    view.show_items(message_items(0, 53))
    assert view.last_in_sight() == message_items(0, 53)[-1]


def test_what_one_reads_stays_where_it_is_while_messages_come_before_and_after(
    view: ConversationView,
) -> None:
    view.show_items(message_items(500, 600))
    view.verticalScrollBar().setValue(1_500)
    view.grab()
    key, before = in_sight(view), top(view, in_sight(view))
    view.show_items(message_items(0, 650))
    view.grab()
    assert top(view, key) == before


def test_rows_in_sight_are_laid_out_also_after_one_could_not_be_laid_out(
    view: ConversationView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.show_items(message_items(0, 100))
    with monkeypatch.context() as broken, qtbot.capture_exceptions() as failures:
        broken.setattr(view.layouts, "lay_out", lambda _entry: 1 // 0)
        view.verticalScrollBar().setValue(0)
    assert failures
    view.verticalScrollBar().setValue(1_500)
    entries = [view.timeline.entry(row) for row in view.rows_in_sight()]
    assert entries
    assert all(view.layouts.cached(entry) for entry in entries)


def test_the_view_is_resized_no_more_also_after_a_row_could_not_be_laid_out(
    view: ConversationView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is, the bar with the symptom neither comes nor goes."""
    view.show_items(message_items(0, 100))
    with monkeypatch.context() as broken, qtbot.capture_exceptions() as failures:
        broken.setattr(view.layouts, "lay_out", lambda _entry: 1 // 0)
        with contextlib.suppress(ZeroDivisionError):  # as the binding likes
            view.resize(view.width() - 40, view.height())
    assert failures
    assert not view.resizing


def test_another_width_keeps_the_first_row_in_sight(view: ConversationView) -> None:
    view.show_items(message_items(0, 100))
    view.verticalScrollBar().setValue(1_500)
    view.grab()
    row = view.indexAt(QPoint(10, 0)).row()
    before = view.visualRect(view.timeline.index(row, 0)).top()
    view.resize(480, 500)
    view.grab()
    assert view.visualRect(view.timeline.index(row, 0)).top() == before


def test_another_text_size_keeps_what_one_reads_in_sight(view: ConversationView) -> None:
    view.show_items(message_items(0, 100))
    view.verticalScrollBar().setValue(1_500)
    view.grab()
    row = view.indexAt(QPoint(10, 0)).row()
    theme.set_text_size(150)
    view.grab()
    assert view.indexAt(QPoint(10, 0)).row() == row


def test_the_end_is_in_sight_also_when_the_view_was_made_small_before_it_was_shown(
    view: ConversationView,
) -> None:
    view.hide()
    view.show_items(message_items(0, 50), follow=True)
    view.resize(480, 200)
    view.show()
    view.grab()
    assert view.at_end()
    assert view.last_in_sight() == message_items(0, 50)[-1]


def test_what_is_read_from_its_beginning_stays_there_in_a_smaller_view(
    view: ConversationView,
) -> None:
    view.show_items(message_items(0, 3), follow=False)
    view.resize(480, 200)
    view.grab()
    assert view.verticalScrollBar().value() == 0


def test_scrolling_through_rows_never_seen_moves_by_what_was_scrolled(
    view: ConversationView,
) -> None:
    view.show_items(message_items(0, 3_000), follow=True)
    for _ in range(60):
        key, before = in_sight(view), top(view, in_sight(view))
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 40)
        view.grab()
        assert top(view, key) == before + 40


def test_a_far_row_is_brought_to_the_upper_third(view: ConversationView) -> None:
    view.show_items(message_items(0, 5_000), follow=True)
    view.scroll_to_item("m1234")
    view.grab()
    assert 0 <= top(view, "m1234") <= 500 // 3 + 1


def test_the_first_key_goes_to_the_newest_message_in_sight(view: ConversationView) -> None:
    view.show_items(message_items(0, 50))
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == view.timeline.row("m49")
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == view.timeline.row("m48")


def test_home_goes_to_the_beginning_also_as_the_first_key(view: ConversationView) -> None:
    view.show_items(message_items(0, 50))
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0


def test_a_bar_that_shows_itself_while_rows_go_resizes_the_list_in_between(
    view: ConversationView, qtbot: QtBot
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column, bar = QVBoxLayout(page), QWidget()
    bar.setFixedHeight(40)
    bar.hide()
    column.addWidget(bar)
    column.addWidget(view)
    page.resize(700, 500)
    with qtbot.waitExposed(page):
        page.show()
    view.show_items(message_items(0, 50))
    view.scrolled.connect(bar.show)
    counts: list[tuple[int, int]] = []
    view.timeline.rowsRemoved.connect(
        lambda: counts.append((len(view.heights), view.timeline.rowCount()))
    )
    view.show_items(message_items(36, 50))
    assert bar.isVisible()
    assert counts == [(14, 14)]
    view.setParent(None)
