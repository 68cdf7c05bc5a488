"""That a reply has not gone out stays in sight on a row, whatever is written there meanwhile."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from tests.gallery import sample
from workstation.domain.message import Delivery, Speaker, SpeakerRole
from workstation.store.worklist_row import WorklistRow
from workstation.ui.consultation_row.row_data import QueueRowData
from workstation.ui.consultation_row.row_painting import paint_row_data
from workstation.ui.consultation_row.row_texts import MARKS, queue_row_data
from workstation.ui.kit.strings import tr

NUMBER = 20420


def row_of(draft: str = "", state: Delivery | None = None, **changes: object) -> WorklistRow:
    """A row of the gallery whose conversation is changed so; its last message is own in a state."""
    row = sample.worklist(draft=draft, typing=False).row(NUMBER)
    if state is not None:
        own = Speaker(sample.ME, SpeakerRole.ME, "李医生")
        changes["last"] = replace(row.summary.last, speaker=own, delivery=state)
    return replace(row, summary=replace(row.summary, **changes))


def data_of(row: WorklistRow) -> QueueRowData:
    """What is painted of it."""
    return queue_row_data(row, sample.NOW_MS, lambda _url: None, online=True)


def painted(row: QueueRowData) -> QImage:
    """The row as the list shows it."""
    picture = QImage(320, 84, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    with_pen = QPainter(picture)
    paint_row_data(with_pen, QRectF(0, 0, 320, 84), row)
    with_pen.end()
    return picture


@pytest.mark.parametrize("state", [Delivery.FAILED, Delivery.QUEUED, Delivery.SENDING])
def test_a_reply_that_has_not_gone_out_is_marked_beside_the_badge(state: Delivery) -> None:
    failed = int(state is Delivery.FAILED)
    row = data_of(row_of(unread=2, state=state, unsent=1, failed=failed))
    assert (row.badge, row.mark) == (2, MARKS[state][0])
    assert painted(row) != painted(replace(row, mark=None))


def test_a_draft_hides_neither_a_failure_nor_what_waits() -> None:
    failed = data_of(row_of(draft="忌口", unread=0, unsent=1, failed=1))
    assert (failed.preview.text, failed.mark) == ("草稿：忌口", MARKS[Delivery.FAILED][0])
    assert tr("conversation.spoken.failed") in failed.spoken
    waiting = data_of(row_of(draft="忌口", unread=0, unsent=1))
    assert waiting.mark is MARKS[Delivery.QUEUED][0]
    assert tr("conversation.spoken.queued") in waiting.spoken


def test_one_that_failed_counts_before_one_that_waits() -> None:
    both = data_of(row_of(unread=0, unsent=2, failed=1, state=Delivery.QUEUED))
    assert both.mark is MARKS[Delivery.FAILED][0]


def test_beside_the_badge_nothing_is_said_of_a_reply_that_went_out() -> None:
    assert data_of(row_of(unread=2, state=Delivery.READ)).mark is None
    read = data_of(row_of(unread=0, state=Delivery.READ))
    assert read.mark is MARKS[Delivery.READ][0]


def test_without_a_line_nothing_is_being_sent() -> None:
    row = row_of(unread=0, state=Delivery.SENDING, unsent=1)
    offline = queue_row_data(row, sample.NOW_MS, lambda _url: None, online=False)
    assert offline.mark is MARKS[Delivery.QUEUED][0]
    assert tr("conversation.spoken.queued") in offline.spoken
    assert data_of(row).mark is MARKS[Delivery.SENDING][0]


def test_the_words_of_a_withdrawn_message_are_not_on_its_row() -> None:
    row = row_of()
    withdrawn = replace(row.summary.last, text="不该在", retracted=True)
    data = data_of(row_of(last=withdrawn))
    assert data.preview.text == tr("conversation.retracted")
    assert "不该在" not in data.spoken
