"""Quotes in the conversation: shown above the answer, heard, and a way to what they quote."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gallery import sample
from tests.gallery.board import DrawnBoard
from workstation.domain.message import AnswerPlace, Attachment, Delivery, MessageKind, Quote
from workstation.ui.conversation.scroller import RowMark
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import CopyText, ReplyTo, ShowMessage
from workstation.ui.conversation.timeline.items import items
from workstation.ui.conversation.timeline.quote_text import quote_line, quote_name
from workstation.ui.conversation.timeline.row_menu import Rights

ASKED = sample.make_message(2, sample.MOTHER, "一天几次？", 20)
SENT = sample.make_message(3, sample.MYSELF, "两次", 10, delivery=Delivery.SENT)
ANSWER = replace(SENT, quote=Quote("a1", "一天几次？", ASKED))
QUESTION = replace(ASKED, answer=AnswerPlace(ANSWER.key, ANSWER.position, sample.MYSELF))
HANDOVER = sample.make_message(4, sample.COLLEAGUE, "【交接】@林若川 请接手\n已答应：明天回复您", 5)
FILE = Attachment("https://x/1", "audio/ogg", "报告.pdf", duration_ms=12_000)


@pytest.fixture
def view(show_widget):
    window = show_widget()
    window.resize(800, 600)
    made = ConversationView(DrawnBoard(), lambda: sample.NOW_MS)
    window.layout().addWidget(made)
    made.show_items(items([QUESTION, ANSWER], None))
    return made


def hits(view, message):
    row = view.laid_out_row(view.timeline.row(message.key))
    return list(row.hits(view.paint_context()))


def spoken(view, message):
    row = view.laid_out_row(view.timeline.row(message.key))
    return row.spoken(view.paint_context())


@pytest.mark.parametrize(
    ("quoted", "name", "line"),
    [
        (ASKED, "王秀英", "一天几次？"),
        (replace(ASKED, text="几\n\n次？", earlier=("几",)), "王秀英 · 已编辑", "几 次？"),
        (replace(ASKED, text="", retracted=True), "王秀英", "消息已撤回"),
        (replace(ASKED, text=""), "王秀英", "此消息无法显示"),
        (replace(ASKED, kind=MessageKind.IMAGE, attachment=FILE), "王秀英", "图片"),
        (replace(ASKED, kind=MessageKind.VOICE, attachment=FILE), "王秀英", "语音 0:12"),
        (replace(ASKED, kind=MessageKind.FILE, attachment=FILE), "王秀英", "报告.pdf"),
        (None, "本机没有的消息", "他说过的话"),
    ],
)  # fmt: skip
def test_a_quote_is_true_of_what_it_names(quoted, name, line):
    quote = Quote("a1", "他说过的话", quoted)
    assert (quote_name(quote), quote_line(quote)) == (name, line)


def test_both_ways_are_there_and_are_heard(view):
    assert [hit.action for hit in hits(view, ANSWER)] == [ShowMessage(ASKED.key, ASKED.position)]
    assert [hit.action for hit in hits(view, QUESTION)] == [
        ShowMessage(ANSWER.key, ANSWER.position)
    ]
    assert "回复王秀英：一天几次？" in spoken(view, ANSWER)
    assert f"{sample.MYSELF.name}已回复" in spoken(view, QUESTION)


def test_what_is_not_here_is_no_way_and_a_withdrawn_answer_shows_no_quote(view):
    lost = replace(ANSWER, quote=Quote("a9", "几次？"))
    view.show_items(items([lost], None))
    assert hits(view, lost) == []
    assert "本机没有的消息" in spoken(view, lost)
    gone = replace(ANSWER, text="", retracted=True, quote=None)
    view.show_items(items([gone], None))
    assert "一天几次" not in spoken(view, gone)


def test_a_quoting_picture_opens_by_enter_and_shows_its_quote_too(view):
    url = sample.RASH[0]
    picture = replace(
        ANSWER, kind=MessageKind.IMAGE, text="", attachment=Attachment(url, "image/jpeg")
    )
    view.show_items(items([picture], None))
    names = [type(hit.action).__name__ for hit in hits(view, picture)]
    assert names == ["ShowMessage", "OpenPicture"]
    assert view.laid_out_row(view.timeline.row(picture.key)).selectable_text() is None


def test_words_are_selected_and_copied_without_what_they_answer(view):
    used = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    view.go_to_item(ANSWER.key)
    view.copy()
    assert used == [CopyText("两次")]
    row = view.laid_out_row(view.timeline.row(ANSWER.key))
    assert row.selectable_text().block.text == "两次"


def test_enter_goes_there_and_a_click_does(view):
    used = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    view.go_to_item(ANSWER.key)
    QTest.keyClick(view, Qt.Key.Key_Return)
    hit, rect = hits(view, ANSWER)[0], view.visualRect(view.currentIndex())
    point = rect.topLeft() + hit.rect.center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert used == [ShowMessage(ASKED.key, ASKED.position)] * 2


@pytest.mark.parametrize(
    ("message", "offers", "asked"),
    [
        (QUESTION, True, 1),
        (QUESTION, False, 0),
        (HANDOVER, True, 1),  # to read it back is another matter, of the menu
        (replace(ANSWER, position=None, delivery=Delivery.QUEUED), True, 0),
        (replace(QUESTION, text="", retracted=True), True, 0),
    ],
)
def test_the_key_answers_what_the_room_has(view, message, offers, asked):
    calls = []
    view.rights = Rights(reply=offers)
    view.action_triggered.connect(lambda action, _share: calls.append(action))
    view.show_items(items([message], None))
    view.go_to_item(message.key)
    QTest.keyClick(view, Qt.Key.Key_R)
    assert calls == [ReplyTo(message)] * asked


def test_the_row_one_was_brought_to_is_marked_until_its_time_is_over(view):
    mark = RowMark(view)
    plain = view.grab().toImage()
    mark.show(ASKED.key)
    assert view.grab().toImage() != plain
    mark._timer.timeout.emit()
    assert view.grab().toImage() == plain
