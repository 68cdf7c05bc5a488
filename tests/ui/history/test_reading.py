"""A conversation that is over: what a screen reader is told where there is nothing to read."""

import pytest

from tests.store.people import consultation
from tests.ui.history.conftest import entries
from tests.ui.record.samples import make_message
from workstation.domain.errors import ArchiveRefused
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.history.reading import ReadingPhase
from workstation.ui.kit.announcer import announcer


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_is_told_of_each_why_there_is_nothing_to_read(page):
    conversation = page.side.conversation
    for number in (2, 3):
        page.show_consultation(consultation(number), ())
        conversation.show_reading(ReadingPhase.BUSY)
        conversation.show_reading(ReadingPhase.DONE, ArchiveRefused("forbidden"))
        conversation.show_reading(ReadingPhase.DONE, ArchiveRefused("forbidden"))
    assert announcer.recent == ("消息服务不允许读取这次已结束的对话。",) * 2
    page.show_consultation(consultation(4), ())
    conversation.view.show_items((MessageItem(make_message(1, "又痒了"), opens=True),))
    conversation.show_reading(ReadingPhase.DONE)
    assert len(announcer.recent) == 2, "what is there is read"


def test_why_a_record_cannot_be_read_stays_when_all_is_said_anew(page):
    """Each night, in another language, and where the platform tells of it again."""
    conversation, number = page.side.conversation, 2
    page.show_consultation(consultation(number), ())
    conversation.show_reading(ReadingPhase.DONE, ArchiveRefused("forbidden"))
    conversation.retranslate()
    page.show_consultation(consultation(number), ())
    assert conversation.locked.text.text() == "消息服务不允许读取这次已结束的对话。"
    assert not conversation.locked.retry.isHidden()


def test_nobody_is_told_to_choose_where_there_is_nothing_to_choose(page):
    """Beside "No past consultations" stood "Open one from the list"."""
    assert not page.side.nothing.isVisible()
    page.list_pane.show_entries(entries(2))
    assert page.side.nothing.isVisible()
    page.list_pane.show_entries(())
    assert not page.side.nothing.isVisible()
