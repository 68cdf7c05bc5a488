"""The conversation as it is painted and spoken: how far an upload is, and who says a message."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conversation.timeline.on_screen import NOW_MS, conversation_on_screen
from tests.ui.still_board import StillBoard
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.ui.conversation.timeline import layout_cache
from workstation.ui.conversation.timeline.below_bubble import FailedFoot
from workstation.ui.conversation.timeline.bubble import META_GAP, SILENT_MS, Bubble
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.items import MessageItem, UnreadDividerItem
from workstation.ui.conversation.timeline.layout_cache import LayoutCache
from workstation.ui.conversation.timeline.message_state import failure_text
from workstation.ui.conversation.timeline.view import MAX_MEASURED_ROWS
from workstation.ui.kit.painting import line_width
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import SIZE, TextRole, theme
from workstation.ui.shell.placement import MINIMUM
from workstation.xmpp.stanza_errors import CONDITIONS

ME = Speaker(1001, SpeakerRole.ME, "林若川")
PICTURE = Message(
    1, "o-1", ME, MessageKind.IMAGE, "", NOW_MS, Delivery.SENDING,
    attachment=Attachment("own:o-1", "image/jpeg", "a.jpg", 1000, 640, 480), key="oo-1",
)  # fmt: skip
MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
RECORDING = Attachment("v", "audio/mp4", "a.m4a", 1, duration_ms=18_000)
VOICE = replace(PICTURE, speaker=MOTHER, kind=MessageKind.VOICE, attachment=RECORDING)
FAILED = replace(
    PICTURE, kind=MessageKind.TEXT, text="一" * 60, attachment=None, delivery=Delivery.FAILED
)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConversationView]:  # noqa: ARG001
    with conversation_on_screen([MessageItem(PICTURE, opens=True)]) as conversation:
        yield conversation


def test_how_far_an_upload_is_stands_under_its_picture(view: ConversationView) -> None:
    before = view.viewport().grab().toImage()
    view.progress = {"oo-1": 0.25}
    begun = view.viewport().grab().toImage()
    view.progress = {"oo-1": 0.75}
    assert len({picture.cacheKey() for picture in (before, begun)}) == 2
    assert begun != before
    assert view.viewport().grab().toImage() != begun


def test_accents_piled_on_each_other_reach_into_no_other_message(view: ConversationView) -> None:
    above = MessageItem(replace(FAILED, delivery=Delivery.SENT, key="above"), opens=True)
    plain = replace(VOICE, kind=MessageKind.TEXT, attachment=None, text="e", key="below")
    piled = replace(plain, text="e" + "\u0301" * 60)
    pictures = []
    for message in (plain, piled):
        view.show_items([above, MessageItem(message, opens=False)])
        whole = view.viewport().grab().toImage()
        rows = [view.visualRect(view.timeline.index(row, 0)) for row in (0, 1)]
        pictures.append([whole.copy(rect) for rect in rows])
    assert pictures[0][0] == pictures[1][0]
    assert pictures[0][1] != pictures[1][1]


def test_an_own_message_is_spoken_under_the_doctors_own_name(view: ConversationView) -> None:
    spoken = QAccessible.queryAccessibleInterface(view).child(0).text(QAccessible.Text.Name)
    assert spoken.startswith(f"林若川，我：{tr('conversation.image')}")


def test_the_row_that_the_keyboard_is_on_has_the_ring_and_no_other(
    view: ConversationView, qtbot: QtBot
) -> None:
    view.show_items(
        [MessageItem(PICTURE, opens=True), MessageItem(replace(PICTURE, key="oo-2"), opens=False)]
    )
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    before = [painted(view, row) for row in (0, 1)]
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert [painted(view, row) == before[row] for row in (0, 1)] == [True, False]
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert [painted(view, row) == before[row] for row in (0, 1)] == [False, True]


@pytest.mark.parametrize("percent", [85, 100, 200])
def test_all_of_a_message_is_within_the_narrowest_conversation(
    view: ConversationView, percent: int
) -> None:
    """Beside the rail of the smallest window; a rail's width grows too."""
    theme.set_text_size(percent)
    view.resize(MINIMUM[0] - SIZE.rail_compact, 500)
    messages = [replace(PICTURE, key="p"), replace(VOICE, key="v"), replace(FAILED, key="f")]
    view.show_items([MessageItem(message, opens=True) for message in messages])
    for row in range(len(messages)):
        bubble = view.laid_out_row(row)
        assert isinstance(bubble, Bubble)
        assert FailedFoot.retry_box(bubble._meta_box()).left() >= 0
        beside = line_width(bubble._time, theme.font(TextRole.CAPTION, tabular=True))
        last = 0 if bubble._own else META_GAP + beside
        assert bubble._rect.right() + last <= view.width()


@pytest.mark.parametrize("server_text", ["", "此咨询已由管理员设为禁言。" * 12])
@pytest.mark.parametrize("failure", ["restored", "network", *sorted(CONDITIONS)])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("percent", [85, 100, 200])
def test_why_a_message_was_not_sent_stands_below_it_and_whole(
    view: ConversationView, percent: int, language: Language, failure: str, server_text: str
) -> None:
    theme.set_text_size(percent)
    set_language(language)
    view.resize(MINIMUM[0] - SIZE.rail_compact, 500)
    sent = replace(FAILED, text="好", key="s", delivery=Delivery.SENT)
    failed = replace(
        sent, key="f", delivery=Delivery.FAILED, failure=failure, server_text=server_text
    )
    view.show_items([MessageItem(message, opens=True) for message in (sent, failed)])
    without, bubble = view.laid_out_row(0), view.laid_out_row(1)
    assert isinstance(bubble, Bubble)
    assert bubble._failed is not None
    reason = bubble._failed._reason
    assert "".join(line.text for line in reason.lines).replace(" ", "") == failure_text(
        failed
    ).replace(" ", "")
    assert bubble.height == without.height + bubble._failed.height
    assert bubble._rect.right() - reason.width >= 0
    assert not failure_text(failed).endswith(("。", "."))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("failure", [*sorted(CONDITIONS), "a-word-of-some-server"])
def test_a_refusal_is_told_in_words_with_a_next_step(failure: str, language: Language) -> None:
    set_language(language)
    text = failure_text(replace(FAILED, failure=failure))
    assert failure not in text
    assert re.search("请|try again|refresh|contact", text)


@pytest.mark.parametrize("language", list(Language))
def test_a_refusal_gives_the_server_s_own_words_as_well(language: Language) -> None:
    set_language(language)
    refused = replace(FAILED, failure="policy-violation")
    text = failure_text(replace(refused, server_text="禁言\n至 <b>20:00</b>。"))
    assert text.startswith(failure_text(refused))
    assert "禁言 至 <b>20:00</b>" in text


def painted(view: ConversationView, row: int) -> QImage:
    rect = view.visualRect(view.timeline.index(row, 0))
    return view.viewport().grab(rect).toImage()


def test_what_waits_is_painted_once_its_mark_is_due_and_not_before(qtbot: QtBot) -> None:
    """Nothing else need paint a still window; only precise timers never come early."""
    view = ConversationView(StillBoard(), lambda: NOW_MS)
    qtbot.addWidget(view)
    view.show_items([MessageItem(replace(FAILED, delivery=Delivery.QUEUED), opens=True)])
    assert view._state_timer.isActive()
    assert view._state_timer.timerType() is Qt.TimerType.PreciseTimer
    assert view._state_timer.interval() > SILENT_MS


def test_rows_laid_out_long_ago_are_let_go(
    qapp: QApplication,  # noqa: ARG001 - words are measured with its fonts
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout_cache, "MAX_CACHED_ROWS", 2)
    cache = LayoutCache()
    rows = [UnreadDividerItem(key=number) for number in range(3)]
    for each in (rows[0], rows[1], rows[0], rows[2]):
        cache.lay_out(each)
    assert cache.cached(rows[1]) is None
    assert None not in {cache.cached(rows[0]), cache.cached(rows[2])}


def test_very_many_rows_are_not_each_looked_at(
    view: ConversationView, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []
    monkeypatch.setattr(view, "measure", lambda row: looked_at.append(row) or 1)
    assert len(view.measure_all(0, MAX_MEASURED_ROWS)) == MAX_MEASURED_ROWS + 1
    assert looked_at == []
    view.measure_all(0, MAX_MEASURED_ROWS - 1)
    assert len(looked_at) == MAX_MEASURED_ROWS
