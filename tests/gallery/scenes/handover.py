"""The handover over the work queue (I-PASS): who is urgent, and what each consultation leaves."""

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.painting import grown
from tests.gallery.scenes.active import WINDOW, desk
from tests.gallery.scenes.closing import PAPER, Sheet
from workstation.domain.changes import Changes, Draft
from workstation.domain.handover import HandoverItem, HandoverKind
from workstation.store.handover import HandoverEntry, build_handover
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.handover.pages import handover_record
from workstation.ui.handover.rows import handover_rows
from workstation.ui.handover.send_sheet import Colleague, SendSheet
from workstation.ui.handover.sheet import HandoverSheet
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import PaperStyle

DAY = 24 * 60
PROMISE, QUESTION, UNREAD = HandoverKind.PROMISE, HandoverKind.QUESTION, HandoverKind.UNREAD
MIDNIGHT = sample.ago(10 * 60 + 52)


def day(days: int) -> int:
    """When a day begins, counted from today."""
    return MIDNIGHT + days * DAY * sample.MINUTE_MS


FOUND = (
    HandoverItem(20413, PROMISE, "明天给您打电话。", sample.ago(1600), day(-1), "oa", 1),
    HandoverItem(
        20413, QUESTION, "退烧药隔几个小时可以再吃？", sample.ago(78), row="mb", position=2
    ),
    HandoverItem(20418, QUESTION, "要不要先把芒果停掉？", sample.ago(34), row="mc", position=1),
    HandoverItem(20418, QUESTION, "需要先吃药吗？", sample.ago(12), row="md", position=6),
    HandoverItem(
        20402,
        UNREAD,
        "先观察两天，体温有变化随时告诉我。",
        sample.ago(190),
        row="oe",
        position=3,
        count=2,
    ),
    HandoverItem(20390, PROMISE, "一周后复查血常规", sample.ago(1300), day(6), "of", 1),
    HandoverItem(20388, PROMISE, "今晚回复您", sample.ago(240), day(0), "og", 1),
)


def entries() -> tuple[HandoverEntry, ...]:
    """The queue of the design's pictures, and what it leaves open."""
    worklist = sample.worklist(draft="清淡饮食就可以，不需要", typing=False)
    worklist.apply(Changes(drafts=(Draft(20420, "清淡饮食就可以，不需要"),)))
    return build_handover(worklist, FOUND, sample.NOW_MS)


def handover() -> QWidget:
    """The page with the keyboard on its first row."""
    made = desk()
    made.show_queue(sample.worklist())
    made.open(fresh=sample.FRESH_FROM)
    made.frame.resize(*grown(*WINDOW))
    sheet = HandoverSheet(made.frame)
    sheet.show_rows(tuple(handover_rows(entries(), sample.NOW_MS)))
    sheet.open()
    return made.frame


def handover_send() -> QWidget:
    """Who takes over, and the first of the messages, before any is sent."""
    frame = handover()
    sheet = SendSheet(frame)
    colleagues = Colleague(sample.ZHOU, "周明岚"), Colleague(sample.CHEN, "陈以恒")
    sheet.show_entries(entries(), colleagues, sample.NOW_MS)
    sheet.open()
    return frame


def handover_nothing() -> QWidget:
    """The same on a day without a consultation."""
    made = desk()
    made.frame.resize(*grown(*WINDOW))
    sheet = HandoverSheet(made.frame)
    sheet.show_rows(())
    sheet.open()
    return made.frame


def pages() -> PagedRecord:
    """The same on paper."""
    record = handover_record(entries(), sample.PROFILE.name, sample.NOW_MS)
    return PagedRecord.of(record, {}, PaperStyle())


SCENES = [
    GalleryScene("handover-paper", *PAPER, lambda: Sheet(1, make=pages)),
    GalleryScene("handover", *WINDOW, handover),
    GalleryScene("handover-single", 720, 560, handover),
    GalleryScene("handover-send", *WINDOW, handover_send),
    GalleryScene("handover-nothing", 1024, 700, handover_nothing),
]
