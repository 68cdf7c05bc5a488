"""The pages of a record, numbered and painted on any device: a PDF or a printer."""

from collections.abc import Callable, Sequence
from dataclasses import field, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPagedPaintDevice, QPainter, QPen

from workstation.domain.errors import WorkstationError
from workstation.domain.value import Value
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.record.content import Record
from workstation.ui.record.flow import RecordPage, fill_pages
from workstation.ui.record.paper import (
    HEIGHT,
    LEFT,
    MM,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    TOP,
    WIDTH,
    PaperStyle,
)
from workstation.ui.record.paper_pictures import PaperPictures
from workstation.ui.record.text import paint_line
from workstation.ui.record.typesetting import typeset_record
from workstation.ui.watermark.mark import WatermarkShape

HEADER_TOP = 10 * MM
FOOTER_TOP = HEIGHT - 15 * MM
NUMBER_WIDTH = 40 * MM


class DeviceRefused(WorkstationError):
    """The printer or file took no page, or not all of them."""


class PagedRecord(Value):
    """A record on pages; made and painted in any thread.

    One that ``is_opaque`` lets nothing shine through, as PDF/A-1 wants it.
    """

    record: Record = field(repr=False)
    paper: PaperStyle = field(repr=False)
    pages: Sequence[RecordPage] = field(repr=False)
    page_range: range | None = None
    watermark: WatermarkShape | None = field(default=None, repr=False)
    is_opaque: bool = False

    @property
    def title(self) -> str:
        """What a file or a print job is called: the consultation's number, and nobody's name."""
        return f"{self.record.title} {self.record.number}"

    @classmethod
    def of(
        cls,
        record: Record,
        pictures: PaperPictures,
        paper: PaperStyle,
        watermark: WatermarkShape | None = None,
    ) -> "PagedRecord":
        """Set the record; how many pages there are is known before the first is painted."""
        pages = tuple(fill_pages(typeset_record(record, pictures, paper), TEXT_HEIGHT))
        return cls(record, paper, pages, watermark=watermark)

    def only(self, page_range: range) -> "PagedRecord":
        """A copy with these pages alone; they keep their page numbers."""
        return replace(self, page_range=page_range)

    def opaque(self) -> "PagedRecord":
        """A copy without transparency."""
        return replace(self, is_opaque=True)

    def paint(
        self, device: QPagedPaintDevice, is_wanted: Callable[[], bool] = lambda: True
    ) -> None:
        """Paint the pages; stops early, without an error, once ``is_wanted`` says no.

        ``device`` is set to A4 without margins. Raises ``DeviceRefused``.
        """
        painter = QPainter()
        if not painter.begin(device):
            raise DeviceRefused("begin")
        try:
            for at, number in enumerate(self.page_range or range(1, len(self.pages) + 1)):
                if not is_wanted():
                    return
                if at and not device.newPage():
                    raise DeviceRefused("page")
                self._paint_page(painter, device, number)
        finally:
            ended = painter.end()
        if not ended:
            raise DeviceRefused("end")

    def _paint_page(self, painter: QPainter, device: QPagedPaintDevice, number: int) -> None:
        """Paint a page; on paper of another shape it is as large as fits."""
        painter.save()
        scale = min(device.width() / WIDTH, device.height() / HEIGHT)
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if number > 1:
            self._paint_header(painter)
        for placed in self.pages[number - 1].pieces:
            placed.piece.paint(painter, LEFT, TOP + placed.y)
        self._paint_footer(painter, number)
        if self.watermark is not None:
            self._paint_watermark(painter, self.watermark)
        painter.restore()

    def _paint_watermark(self, painter: QPainter, mark: WatermarkShape) -> None:
        """Paint the watermark over everything, photos too; as shapes, not as text to be copied."""
        for place in mark.places(QRectF(0, 0, WIDTH, HEIGHT)):
            painter.save()
            painter.translate(place)
            if self.is_opaque:
                mark.paint_opaque(painter)
            else:
                mark.paint(painter)
            painter.restore()

    def _paint_header(self, painter: QPainter) -> None:
        record = self.record
        text = tr("record.running", target=record.target, title=record.title, number=record.number)
        line = QRectF(LEFT, HEADER_TOP, TEXT_WIDTH, 0)
        paint_line(painter, line, text, self.paper.caption, self.paper.quiet)

    def _paint_footer(self, painter: QPainter, number: int) -> None:
        colours = self.paper.colours
        painter.setPen(QPen(colours.border_subtle, SIZE.hairline))
        painter.drawLine(QPointF(LEFT, FOOTER_TOP), QPointF(LEFT + TEXT_WIDTH, FOOTER_TOP))
        top = FOOTER_TOP + SPACE.x2
        made = " · ".join((self.record.made, tr("record.private")))
        left = QRectF(LEFT, top, TEXT_WIDTH - NUMBER_WIDTH, 0)
        paint_line(painter, left, made, self.paper.caption, self.paper.quiet)
        page = tr("record.page", page=number, pages=len(self.pages))
        right = QRectF(LEFT + TEXT_WIDTH - NUMBER_WIDTH, top, NUMBER_WIDTH, 0)
        align = Qt.AlignmentFlag.AlignRight
        paint_line(painter, right, page, self.paper.caption, self.paper.quiet, align=align)
