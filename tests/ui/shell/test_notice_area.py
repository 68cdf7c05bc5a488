"""A notice is one at a time, covers nothing, and what it offers is done."""

import math

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tests.ui.notices import sentence_of
from workstation.domain.errors import DiskFull
from workstation.ui.kit.layers.reading_time import reading_ms
from workstation.ui.kit.layers.snack_bar import SHADOW_ROOM, NoticeAction
from workstation.ui.kit.page import Page
from workstation.ui.kit.strings import Language, error_text, set_language, tr, translate_again
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.shell.notice_area import MAX_RECENT, NoticeArea


class Lines(Page):
    """A page that is full of text down to its foot."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QLabel("x")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text, 1)
        self.text.setMinimumHeight(10)


@pytest.fixture
def stack(show_widget):
    stack = PageStack()
    for _ in range(2):
        stack.addWidget(Lines())
    window = show_widget(stack)
    window.resize(500, 400)
    return stack


def bottom_of_text(stack: QWidget) -> int:
    page = stack.currentWidget()
    page.layout().activate()
    return page.text.geometry().bottom()


def top_of(bar) -> int:
    return bar.y() + (bar.height() - bar.body_height) // 2


def test_it_covers_nothing_and_gives_the_room_back(stack):
    area = NoticeArea(stack)
    whole = bottom_of_text(stack)
    bar = area.notify("病历已保存")
    assert bottom_of_text(stack) < top_of(bar)
    bar.finish()
    assert bottom_of_text(stack) == whole


def test_in_text_that_becomes_larger_it_covers_nothing_either(stack):
    area = NoticeArea(stack)
    below = area.begin("正在取得原图", "取消")
    bar = area.notify("这条消息超过服务器允许的长度，请分成几条")
    theme.set_text_size(200)
    assert bottom_of_text(stack) < top_of(bar)
    assert top_of(bar) + bar.body_height < top_of(below)


def test_the_next_one_takes_its_place_and_the_last_ones_are_kept(stack):
    area = NoticeArea(stack)
    first = area.notify("一")
    second = area.notify("二")
    assert first.isHidden()
    assert second.isVisible()
    assert area.notify("二") is second
    for number in range(2 * MAX_RECENT):
        area.notify(str(number))
    assert len(area.recent) == MAX_RECENT
    assert area.recent[0].text == str(2 * MAX_RECENT - 1)


def test_what_it_offers_is_done(stack):
    done = []
    bar = NoticeArea(stack).notify("有 1 个新咨询", NoticeAction(lambda: done.append(1), "打开"))
    assert bar.button.text() == "打开"
    bar.button.click()
    assert done == [1]


def test_what_is_said_about_what_was_done_has_its_own_room(stack):
    area, answers = NoticeArea(stack), []
    whole = bottom_of_text(stack)
    offer = NoticeAction(lambda: answers.append(area.notify("会诊已结束")), "打开")
    area.notify("有 1 个新咨询", offer).button.click()
    (bar,) = answers
    assert bottom_of_text(stack) < top_of(bar)
    area.notify("二")
    assert bar.isHidden()
    assert bottom_of_text(stack) < whole


def test_the_room_goes_with_the_page_in_front(stack):
    area = NoticeArea(stack)
    whole = bottom_of_text(stack)
    area.notify("一")
    stack.setCurrentIndex(1)
    area.place()
    assert bottom_of_text(stack) < whole
    stack.setCurrentIndex(0)
    assert bottom_of_text(stack) == whole


class Beside(Lines):
    """A page whose foot stands beside a list, as a composer does."""

    def __init__(self) -> None:
        super().__init__()
        whole, column, foot = QHBoxLayout(), QVBoxLayout(), QWidget()
        listed = QWidget()
        listed.setFixedWidth(150)
        foot.setFixedHeight(60)
        column.addStretch(1)
        column.addWidget(foot)
        whole.addWidget(listed)
        whole.addLayout(column, 1)
        self.layout().addLayout(whole)
        self.set_foot(foot, column)
        self.foot = foot


def test_a_long_one_stands_over_the_foot_and_over_nothing_beside_it(stack):
    page = Beside()
    stack.addWidget(page)
    stack.setCurrentWidget(page)
    page.layout().activate()
    bar = NoticeArea(stack).notify("这台电脑没有可用的扬声器或耳机，语音没有播放。" * 3)
    left = page.foot.mapTo(stack, QPoint(0, 0)).x()
    body = bar.geometry().adjusted(SHADOW_ROOM, 0, -SHADOW_ROOM, 0)
    assert left >= 150
    assert left <= body.left() < body.right() <= left + page.foot.width()
    page.layout().activate()
    assert bar.y() + bar.height() - SHADOW_ROOM <= page.foot.mapTo(stack, QPoint(0, 0)).y()


def test_what_is_under_way_hides_nothing_either_and_has_what_is_said_above_it(stack):
    """It lay over the composer for as long as a record took, and below the next notice."""
    page = Beside()
    stack.addWidget(page)
    stack.setCurrentWidget(page)
    page.layout().activate()
    area = NoticeArea(stack)
    under_way = area.begin("正在准备记录…", "取消")
    foot = page.foot.mapTo(stack, QPoint(0, 0)).y()
    assert top_of(under_way) + under_way.body_height <= foot
    bar = area.notify("已保存")
    assert top_of(bar) + bar.body_height <= top_of(under_way)
    assert under_way.isVisible()
    bar.finish()
    assert under_way.isVisible()
    under_way.button.click()
    assert page._notice_room.height() == 0


def test_what_is_said_is_said_on_in_the_language_that_is_picked_meanwhile(stack):
    """Also what was put into it, and why something failed."""
    area = NoticeArea(stack)
    lines = (
        lambda: (tr("history.deleted", count=2), tr("queue.open")),
        lambda: (str(error_text(DiskFull())), tr("queue.open")),
        lambda: (tr("closing.elsewhere", name="王", reason=tr("closing.unasked")), ""),
    )
    for line in lines:
        set_language(Language.ZH)
        text, offer = line()
        bar = area.notify(text, NoticeAction(lambda: None, offer))
        seconds = math.ceil(reading_ms(text, has_action=True) / 1000)
        set_language(Language.EN)
        text, offer = line()
        assert bar.text == sentence_of(bar).accessibleName() == text
        assert bar.button.text() == (offer or tr("widgets.undo"))
        assert bar.seconds_left.accessibleName() == tr("widgets.seconds_left", seconds=seconds)
        assert top_of(bar) > bottom_of_text(stack)
    assert translate_again(area.recent[0].text) == lines[-1]()[0]


def test_words_that_nobody_translates_stay_as_they_are(stack):
    bar = NoticeArea(stack).notify("王小宝 {name}")
    set_language(Language.EN)
    assert bar.text == "王小宝 {name}"
