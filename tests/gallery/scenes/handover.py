"""The handover over the work queue (I-PASS): who is urgent, and what each consultation leaves."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.painting import grown
from tests.gallery.scenes.active import WINDOW, desk, desk_at_work
from tests.gallery.scenes.closing import PAPER, Sheet
from workstation.domain.changes import Changes, Draft
from workstation.domain.handover import HandoverItem, HandoverKind
from workstation.domain.message import Delivery
from workstation.store.handover import HandoverEntry, build_handover
from workstation.ui.conversation.timeline.items import items
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


def promise(
    number: int, text: str, minutes: int, days: int, *, reminds: bool = False
) -> HandoverItem:
    """What was promised so many minutes ago for a day."""
    at_ms, due_ms = sample.ago(minutes), day(days)
    return HandoverItem(number, PROMISE, text, at_ms, due_ms, "op", 1, subject="p", reminds=reminds)


FOUND = (
    promise(20413, "明天给您打电话。", 1600, -1),
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
    promise(20390, "一周后复查血常规", 1300, 6),
    promise(20388, "今晚回复您", 240, 0, reminds=True),
)


def entries() -> tuple[HandoverEntry, ...]:
    """The queue of the design's pictures, and what it leaves open."""
    worklist = sample.worklist(draft="清淡饮食就可以，不需要", typing=False)
    worklist.apply(Changes(drafts=(Draft(20420, "清淡饮食就可以，不需要"),)))
    return build_handover(worklist, FOUND, sample.NOW_MS)


def handover() -> QWidget:
    """The page with the keyboard on its first row."""
    made = desk_at_work()
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


def promises() -> QWidget:
    """One promise is offered as a reminder, one is set, and in the queue one is due."""
    worklist = sample.worklist(typing=False)
    words = "明天给您回复。", "一周后复查，把照片发到这里。"
    messages = tuple(
        sample.make_message(7 + number, sample.MYSELF, text, 8 - number, delivery=Delivery.READ)
        for number, text in enumerate(words)
    )
    below = {
        "m7": (promise(20418, words[0], 8, 1),),
        "m8": (promise(20418, words[1], 7, 7, reminds=True),),
    }
    due = promise(20388, "今晚回复您", 240, 0, reminds=True)
    glance = worklist.row(20388).summary
    reminding = replace(glance, reminders=(due,), doctor_ms=sample.ago(240))
    worklist.apply(Changes(summaries=(reminding,)))
    made = desk()
    made.show_queue(worklist)
    made.open()
    made.page.conversation.view.show_items(
        items((*sample.MESSAGES, *messages), sample.RASH_CONSULTATION, promises=below), follow=True
    )
    made.frame.resize(*grown(*WINDOW))
    return made.frame


def pages() -> PagedRecord:
    """The same on paper."""
    record = handover_record(entries(), sample.PROFILE.name, sample.NOW_MS, doubt="")
    return PagedRecord.of(record, {}, PaperStyle())


SCENES = [
    GalleryScene("handover-paper", *PAPER, lambda: Sheet(1, make=pages)),
    GalleryScene("handover", *WINDOW, handover),
    GalleryScene("promises", *WINDOW, promises),
    GalleryScene("handover-single", 720, 560, handover),
    GalleryScene("handover-send", *WINDOW, handover_send),
    GalleryScene("handover-nothing", 1024, 700, handover_nothing),
]
