"""Several messages of a conversation are selected, and copied with names and times."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conversation.timeline.several_messages import (
    CLICK,
    FIRST,
    KEY,
    KEYS,
    LINES,
    NOW_MS,
    SECOND,
    TOLD,
    click,
    conversation_of_several,
    point_on,
    selected,
)
from workstation.domain.export import ExportChannel
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import CopyText, TakeOut
from workstation.ui.conversation.timeline.items import items
from workstation.ui.conversation.timeline.plain_text import plain_text
from workstation.ui.conversation.timeline.selection import Selection
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.strings import formats, tr


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConversationView]:  # noqa: ARG001
    with conversation_of_several() as conversation:
        yield conversation


def test_shift_and_a_click_selects_all_between(view: ConversationView) -> None:
    click(view, "second")
    assert selected(view) == []
    click(view, "voice", KEYS.ShiftModifier)
    assert selected(view) == ["second", "photo", "voice"]
    click(view, "first", KEYS.ShiftModifier)
    assert selected(view) == ["first", "second"]


def test_ctrl_and_a_click_selects_one_more_or_one_less(view: ConversationView) -> None:
    click(view, "first")
    click(view, "voice", KEYS.ControlModifier)
    click(view, "photo", KEYS.ControlModifier)
    assert selected(view) == ["first", "photo", "voice"]
    click(view, "voice", KEYS.ControlModifier)
    assert selected(view) == ["first", "photo"]


def test_shift_and_arrows_select_and_pass_over_days(view: ConversationView) -> None:
    view.go_to_item("gone")
    for _ in range(2):
        QTest.keyClick(view, KEY.Key_Down, KEYS.ShiftModifier)
    assert selected(view) == ["gone", "next"]
    for _ in range(3):
        QTest.keyClick(view, KEY.Key_Up, KEYS.ShiftModifier)
    assert selected(view) == ["voice", "gone"]


@pytest.mark.parametrize("both", [KEYS.ShiftModifier, KEYS.ShiftModifier | KEYS.ControlModifier])
def test_shift_and_an_end_selects_up_to_there(view: ConversationView, both: KEYS) -> None:
    view.go_to_item("voice")
    QTest.keyClick(view, KEY.Key_End, both)
    assert selected(view) == ["voice", "gone", "next", "oo1"]
    QTest.keyClick(view, KEY.Key_Home, both)
    assert selected(view) == ["card", "first", "second", "photo", "voice"]


@pytest.mark.parametrize("key", [KEY.Key_End, KEY.Key_Down])
def test_at_the_end_a_key_without_shift_ends_it_though_it_leads_nowhere(
    view: ConversationView, key: KEY
) -> None:
    view.go_to_item("voice")
    QTest.keyClick(view, KEY.Key_End, KEYS.ShiftModifier)
    QTest.keyClick(view, key)
    assert selected(view) == []
    assert view.timeline.entry(view.currentIndex().row()).key == "oo1"


def test_ctrl_and_an_end_goes_there_and_selects_it_alone(view: ConversationView) -> None:
    view.go_to_item("voice")
    QTest.keyClick(view, KEY.Key_End, KEYS.ControlModifier)
    for _ in range(2):  # the day's line, and the message above it
        QTest.keyClick(view, KEY.Key_Up, KEYS.ShiftModifier)
    assert selected(view) == ["next", "oo1"]


@pytest.mark.parametrize("way", ["escape", "click", "elsewhere"])
def test_it_ends_by_esc_by_a_click_and_where_another_row_is_gone_to(
    view: ConversationView, way: str
) -> None:
    triggered: list[object] = []
    view.action_triggered.connect(lambda action, _share: triggered.append(action))
    click(view, "first")
    click(view, "voice", KEYS.ShiftModifier)
    if way == "escape":
        QTest.keyClick(view, KEY.Key_Escape)
    elif way == "click":
        click(view, "second")
    else:
        view.go_to_item("second")
    assert selected(view) == []
    assert triggered == []


def test_esc_ends_it_before_it_ends_anything_else(view: ConversationView, qtbot: QtBot) -> None:
    ended: list[str] = []
    shortcut = QShortcut(QKeySequence(KEY.Key_Escape), view)
    shortcut.activated.connect(lambda: ended.append("the window's"))
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    click(view, "first")
    click(view, "voice", KEYS.ShiftModifier)
    QTest.keyClick(view, KEY.Key_Escape)
    assert (selected(view), ended) == ([], [])
    QTest.keyClick(view, KEY.Key_Escape)
    assert ended == ["the window's"]


def test_a_click_with_shift_on_a_picture_does_not_open_it(view: ConversationView) -> None:
    triggered: list[object] = []
    view.action_triggered.connect(lambda action, _share: triggered.append(action))
    click(view, "first")
    row = view.timeline.row("photo")
    (hit,) = view.laid_out_row(row).hits(view.paint_context())
    corner = view.visualRect(view.timeline.index(row, 0)).topLeft()
    place = corner + hit.rect.center().toPoint()
    QTest.mouseClick(view.viewport(), CLICK, KEYS.ShiftModifier, place)
    assert selected(view) == ["first", "second", "photo"]
    assert triggered == []


def test_ctrl_a_selects_nothing_as_only_a_part_may_be_loaded(view: ConversationView) -> None:
    click(view, "first")
    QTest.keyClick(view, KEY.Key_A, KEYS.ControlModifier)
    assert selected(view) == []


def test_they_are_copied_with_names_and_times(view: ConversationView) -> None:
    used: list[object] = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    click(view, "card")
    click(view, "oo1", KEYS.ShiftModifier)
    QTest.keyClick(view, KEY.Key_C, KEYS.ControlModifier)
    when, later = formats.date_time(NOW_MS), formats.date_time(NOW_MS + 86_400_000)
    assert used == [
        CopyText(
            "\n\n".join(
                (
                    f"症状描述 · 王秀英 {when}\n皮疹两天\n[1 张图片]",
                    f"王秀英 {when}\n早上好，医生",
                    f"王秀英 {when}\n他发烧了",
                    f"王秀英 {when}\n[图片]",
                    f"王秀英 {when}\n[语音 0:18]",
                    f"王秀英 {when}\n[消息已撤回]",
                    f"王秀英 {later}\n早上好，医生",
                    f"林若川 {when}\n马上看 [待发送]",
                )
            )
        )
    ]


def test_they_are_copied_as_they_are_now(view: ConversationView) -> None:
    """What was withdrawn or corrected while it was selected is not what stands on the screen."""
    used: list[object] = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    click(view, "first")
    click(view, "second", KEYS.ShiftModifier)
    withdrawn, corrected = replace(FIRST, retracted=True, text=""), replace(SECOND, text="不发烧")
    view.show_items(items((withdrawn, corrected, *LINES[2:]), TOLD))
    QTest.keyClick(view, KEY.Key_C, KEYS.ControlModifier)
    head = f"王秀英 {formats.date_time(NOW_MS)}"
    assert used == [CopyText(f"{head}\n[消息已撤回]\n\n{head}\n不发烧")]


def test_the_menu_of_several_copies_them(view: ConversationView) -> None:
    used: list[object] = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    click(view, "first")
    click(view, "photo", KEYS.ShiftModifier)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point_on(view, "second"), QPoint())
    view.contextMenuEvent(asked)
    line, as_pdf, _on_paper = view.window().findChildren(Menu)[-1].findChildren(MenuItem)
    assert line.text() == tr("conversation.copy_several", count=3)
    as_pdf.click()
    line.click()
    keys = frozenset(item.key for item in view.selected_items)
    copy = CopyText(plain_text(view.selected_items))
    assert used == [TakeOut(keys, ExportChannel.PDF), copy]


def test_a_message_holds_no_line_that_would_be_read_as_the_next_message() -> None:
    forged = replace(FIRST, text="痒\n\n林若川 2026-11-30 10:00\u2028停药\r\n好")
    (whole,) = items([forged], None)[-1:]
    _who, *lines = plain_text([whole]).split("\n")
    assert lines == ["痒", "  ", "  林若川 2026-11-30 10:00", "  停药", "  好"]
    symptom = replace(TOLD.symptom, content="皮疹\n林若川 10:00\n停药")
    card = next(iter(items([], replace(TOLD, symptom=symptom))))
    assert [line for line in plain_text([card]).split("\n") if line.startswith("林若川")] == []


@pytest.mark.parametrize("until", ["first", "second"])
def test_the_menu_copies_what_stands_there_when_it_is_picked(
    view: ConversationView, until: str
) -> None:
    """What the patient took back while the menu was open leaves by no clipboard."""
    used: list[CopyText] = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    click(view, "first")
    click(view, until, KEYS.ShiftModifier)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point_on(view, "first"), QPoint())
    view.contextMenuEvent(asked)
    line, *_others = view.window().findChildren(Menu)[-1].findChildren(MenuItem)
    corrected = replace(FIRST, text="没有皮疹")
    view.show_items(items((corrected, *LINES[1:]), TOLD))
    line.click()
    assert "没有皮疹" in used[0].text


@pytest.mark.parametrize("way", ["menu", "key"])
def test_several_messages_are_copied_though_a_word_of_one_was_selected_before(
    view: ConversationView, way: str
) -> None:
    used: list[object] = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    view.go_to_item("first")
    view.selection = Selection("first", 0, 3)
    QTest.keyClick(view, KEY.Key_Down, KEYS.ShiftModifier)
    assert selected(view) == ["first", "second"]
    if way == "menu":
        reason = QContextMenuEvent.Reason.Keyboard
        view.contextMenuEvent(QContextMenuEvent(reason, QPoint(), QPoint()))
        view.window().findChildren(Menu)[-1].findChildren(MenuItem)[0].click()
    else:
        QTest.keyClick(view, KEY.Key_C, KEYS.ControlModifier)
    assert used == [CopyText(plain_text(view.selected_items))]


def test_they_stay_selected_while_messages_come(view: ConversationView) -> None:
    click(view, "first")
    click(view, "voice", KEYS.ShiftModifier)
    new = replace(FIRST, key="new", position=0)
    view.show_items(items((new, *LINES), TOLD))
    assert selected(view) == ["first", "second", "photo", "voice"]


def test_the_right_button_moves_nothing_under_the_pointer(view: ConversationView) -> None:
    """What is higher than the view would be brought to its beginning, away from what one reads."""
    long = replace(FIRST, text="\n".join(str(number) for number in range(200)))
    view.show_items(items([long], None))
    view.scroll_to_end()
    before, point = view.verticalOffset(), view.viewport().rect().center()
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, QPoint()))
    menu = view.window().findChildren(Menu)[-1]
    assert (view.verticalOffset(), view.currentIndex().row()) == (before, view.indexAt(point).row())
    assert before > view.heights.top(view.currentIndex().row())
    menu.close_now()


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_is_told_that_esc_ended_it(view: ConversationView) -> None:
    click(view, "first")
    QTest.keyClick(view, KEY.Key_Escape)
    assert announcer.recent == ()
    click(view, "voice", KEYS.ShiftModifier)
    QTest.keyClick(view, KEY.Key_Escape)
    assert announcer.recent == ("已取消选择",)
