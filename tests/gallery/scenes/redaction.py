"""What is kept out of an evidence package: the sheet before the export, and the pages after it."""

import hashlib

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.board import photograph
from workstation.domain.changes import Timeline
from workstation.domain.closing import KeptSummary
from workstation.domain.redaction import PhotoRedaction, PixelBox, Redaction
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.widgets.panel import Panel, Surface
from workstation.ui.media.pictures import encode
from workstation.ui.media.redacting import burn_boxes, open_photo
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import HEIGHT, WIDTH, PaperStyle
from workstation.ui.record.paper_pictures import LostPicture, shrink
from workstation.ui.record.record_builder import RecordSource, build_record
from workstation.ui.record.redacted_source import offers_of, redact_source
from workstation.ui.redaction.sheet import PHOTOS, WORDS, RedactionSheet

WINDOW = (1366, 768)
PAPER = (round(WIDTH), round(HEIGHT))
PHOTO = sample.RASH[0]
MAX_SIDE = 1_600


def _source() -> RecordSource:
    return RecordSource(
        sample.RASH_CONSULTATION,
        sample.DOCTORS,
        Timeline(sample.MESSAGES, (), sample.UNSENT, older=False, newer=False),
        KeptSummary(sample.RASH_CONSULTATION.consultation_id),
        sample.PROFILE.name,
        sample.NOW_MS,
    )


def _content(url: str) -> bytes:
    return encode(photograph(url), "jpeg")


def _boxes() -> tuple[PixelBox, ...]:
    size = photograph(PHOTO).size()
    wide, high = size.width() // 4, size.height() // 5
    return PixelBox(wide, high, wide, high), PixelBox(2 * wide, 3 * high, wide, high // 2)


def _sheet(part: int) -> QWidget:
    window = Panel(Surface.CANVAS)
    window.resize(*WINDOW)
    sheet = RedactionSheet(window, offers_of(_source()))
    sheet.open()
    for number, offer in enumerate(sheet._offers.photos):
        photo = open_photo(_content(offer.url), "jpeg", MAX_SIDE)
        sheet.photos.show_thumb(number, photo.preview)
        if number == 0:
            sheet.photos._boxes[offer.url] = PhotoRedaction(photo.digest, _boxes())
            sheet.photos.show_photo(0, photo)
            sheet.photos.canvas._editor.step(1)
            sheet.photos._report_change()
    sheet.words.boxes[0].setChecked(True)
    sheet.show_part(part)
    return window


def page() -> QWidget:
    """The first page of a record with everything of it redacted once."""
    from tests.gallery.scenes.closing import Sheet

    return Sheet(1, make=_redacted_pages)


def _redacted_pages() -> PagedRecord:
    content = _content(PHOTO)
    drawn = PhotoRedaction(hashlib.sha256(content).hexdigest(), _boxes())
    source = _source()
    words = (source.consultation.target.name,)
    redaction = Redaction({PHOTO: drawn}, frozenset(sample.RASH[1:2]), words)
    pictures: dict[str, object] = {
        url: shrink(_content(url), "jpeg") for url in (*sample.RASH, sample.SENT_PICTURE)
    }
    pictures[PHOTO] = shrink(burn_boxes(content, "jpeg", drawn), "jpeg")
    pictures[sample.RASH[1]] = LostPicture("", is_left_out=True)
    record = build_record(redact_source(source, redaction))
    return PagedRecord.of(record, pictures, PaperStyle())


SCENES = [
    GalleryScene("redaction-photos", *WINDOW, lambda: _sheet(PHOTOS)),
    GalleryScene("redaction-words", *WINDOW, lambda: _sheet(WORDS)),
    GalleryScene("record-redacted", *PAPER, page),
]
