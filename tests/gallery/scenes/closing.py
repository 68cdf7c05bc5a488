"""The end of a consultation: its summary, what follows, and the record on paper."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.board import photograph
from workstation.domain.changes import Gap, Timeline
from workstation.domain.closing import ClosingSummary, KeptSummary
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.media.pictures import encode
from workstation.ui.record.excerpt import Excerpt
from workstation.ui.record.package_wiring import RedactionWish, seal_text
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import HEIGHT, WIDTH, PaperStyle
from workstation.ui.record.paper_pictures import LostPicture, shrink
from workstation.ui.record.questions import package_dialog
from workstation.ui.record.record_builder import RecordSource, build_record
from workstation.ui.record.times import moment
from workstation.ui.summary.sent import SentDialog
from workstation.ui.summary.sheet import ClosingSheet
from workstation.ui.watermark.mark import WatermarkShape

WINDOW = (1366, 768)
SMALL = (720, 560)
TODAY = date(2026, 10, 12)
SUMMARY = ClosingSummary(
    "荨麻疹可能性大，未见呼吸道受累",
    "停用芒果和新添加的食物，观察 48 小时。\n嘴唇或眼睑肿胀、喘，立即急诊。",
    "",
    no_prescription=True,
    follow_up="10-19",
)
GAP = Gap(20418, 1, 3, "a", "b", loadable=True)


class Window(Panel):
    """What the form lies over."""

    def __init__(self) -> None:
        super().__init__(Surface.CANVAS)
        self.resize(*WINDOW)


def written() -> QWidget:
    """A summary sent once, and written on."""
    window = Window()
    sheet = ClosingSheet(window, lambda: TODAY)
    sheet.show_summary(sample.RASH_CONSULTATION, SUMMARY, moment(sample.ago(3)))
    sheet.open()
    return window


def refused() -> QWidget:
    """Nothing to send, and a day that is none; asked about another patient's name."""
    window = Window()
    sheet = ClosingSheet(window, lambda: TODAY)
    sheet.show_summary(sample.RASH_CONSULTATION, ClosingSummary(follow_up="下周"))
    sheet.open()
    sheet.check()
    sheet.question.ask([tr("composer.guard.named", names="赵一诺", target="王小宝")])
    sheet.place()
    return window


def ended() -> QWidget:
    """The platform has closed the consultation."""
    window = Window()
    sheet = ClosingSheet(window, lambda: TODAY)
    sheet.show_summary(sample.RASH_CONSULTATION, SUMMARY)
    sheet.show_ended(ended=True)
    sheet.open()
    return window


def sent() -> QWidget:
    """Sent, a PDF saved, somebody waits."""
    window = Window()
    following = tr("closing.sent.next_text", name="赵一诺", duration=formats.duration(126))
    outcome = tr("record.saved", name="20418.pdf", count=3)
    SentDialog(window, "online", following=following, outcome=outcome).open()
    return window


class Sheet(QWidget):
    """One page of a record as it is on paper."""

    def __init__(
        self,
        number: int,
        watermark: WatermarkShape | None = None,
        make: Callable[[], PagedRecord] | None = None,
    ) -> None:
        super().__init__()
        self.number, self.sheets = number, replace((make or _sheets)(), watermark=watermark)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), "white")
        self.sheets._paint_page(painter, self, self.number)
        painter.end()


def _sheets(excerpt: Excerpt | None = None) -> PagedRecord:
    conversation = Timeline(sample.MESSAGES, (GAP,), sample.UNSENT, older=False, newer=False)
    summary = KeptSummary(20418, SUMMARY, SUMMARY, "o9", sample.ago(3))
    consultation = RecordSource(
        sample.RASH_CONSULTATION,
        sample.DOCTORS,
        conversation,
        summary,
        sample.PROFILE.name,
        sample.NOW_MS,
        excerpt=excerpt,
    )
    pictures = {url: shrink(encode(photograph(url), "jpeg"), "jpeg") for url in sample.RASH}
    lost = {sample.SENT_PICTURE: LostPicture("404")}
    return PagedRecord.of(build_record(consultation), pictures | lost, PaperStyle())


def packed() -> QWidget:
    """What an evidence package holds, before it is asked where to."""
    window = Window()
    package_dialog(window, RedactionWish().make_box()).open()
    return window


def excerpt() -> QWidget:
    """Two messages alone, with what was left out between them."""
    chosen = frozenset(message.key for message in sample.MESSAGES[1:5:3])
    return Sheet(1, make=lambda: _sheets(chosen))


def sealed() -> QWidget:
    """The record's end in a package, under a watermark that lets nothing shine through."""
    sheet = Sheet(2, WatermarkShape.of(WATERMARK))
    record = replace(sheet.sheets.record, seal=seal_text("0123abcd" * 8, 3, 1))
    watermark = sheet.sheets.watermark
    sheet.sheets = PagedRecord.of(record, {}, PaperStyle(), watermark).opaque()
    sheet.number = len(sheet.sheets.pages)
    return sheet


WATERMARK = ("林若川 1001", "PC WARD-3", "2026-10-12 10:52")
PAPER = (round(WIDTH), round(HEIGHT))
SCENES = [
    GalleryScene("closing-written", *WINDOW, written),
    GalleryScene("closing-small", *SMALL, written),
    GalleryScene("closing-refused", 1366, 1000, refused),
    GalleryScene("closing-ended", *WINDOW, ended),
    GalleryScene("closing-sent", *WINDOW, sent),
    GalleryScene("evidence-asked", *WINDOW, packed),
    GalleryScene("record-sealed", *PAPER, sealed),
    GalleryScene("record-first", *PAPER, lambda: Sheet(1)),
    GalleryScene("record-excerpt", *PAPER, excerpt),
    GalleryScene("record-second", *PAPER, lambda: Sheet(2)),
    GalleryScene("record-watermarked", *PAPER, lambda: Sheet(1, WatermarkShape.of(WATERMARK))),
]
