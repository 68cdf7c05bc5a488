"""A consultation to be told on paper."""

import os
import zlib
from datetime import UTC, datetime, timedelta, timezone

import pypdf
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from workstation.domain.changes import Gap, Timeline
from workstation.domain.closing import ClosingSummary, KeptSummary
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.domain.people import Member, Team
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.media.pictures import encode
from workstation.ui.record.record_builder import RecordSource
from workstation.ui.record.selectable import WRITTEN_FORMS

ZONE = timezone(timedelta(hours=8))
NOW_MS = int(datetime(2026, 11, 25, 2, 52, tzinfo=UTC).timestamp() * 1000)
MINUTE_MS = 60_000
MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
MYSELF = Speaker(1001, SpeakerRole.ME, "林若川")
ROOM = 20418
SUMMARY = ClosingSummary("荨麻疹可能性大", "停用芒果", "", no_prescription=True, follow_up="12-2")
MATTER = "手臂和肚子上有红色皮疹"
PICTURES = ("https://a.example/1.jpg", "https://a.example/2.jpg")


def make_message(number: int, text: str = "", speaker: Speaker = MOTHER, **rest: object) -> Message:
    """One message; the larger its number, the later."""
    mine = speaker.role is SpeakerRole.ME
    values: dict = {
        "kind": MessageKind.TEXT,
        "at_ms": NOW_MS - 1_000 * MINUTE_MS + number * MINUTE_MS,
        "delivery": Delivery.SENT if mine else Delivery.RECEIVED,
        "position": 2 * number,
        "key": f"m{number}",
    } | rest
    return Message(ROOM, f"o{number}", speaker, text=text, **values)


def picture(number: int, url: str, **rest: object) -> Message:
    """A picture that somebody sent."""
    there = Attachment(url, "image/jpeg", "a.jpg")
    return make_message(number, kind=MessageKind.IMAGE, attachment=there, **rest)


def source(
    *messages: Message,
    gaps: tuple[Gap, ...] = (),
    unsent: tuple[Message, ...] = (),
    summary: KeptSummary | None = None,
    symptom: Symptom | None = None,
    pictures: tuple[str, ...] = PICTURES,
    **rest: object,
) -> RecordSource:
    """Everything of it."""
    consultation = Consultation(
        ROOM,
        Member(2003, "王秀英"),
        Member(2004, "王小宝"),
        Team(101, "儿科专家团队"),
        symptom or Symptom(SymptomKind.TEXT, MATTER),
        "in_process",
        (1001,),
        pictures,
        NOW_MS - 2_000 * MINUTE_MS,
    )
    values: dict = {"maker": "林若川", "now_ms": NOW_MS, "zone": ZONE} | rest
    return RecordSource(
        consultation,
        (DoctorCard(1001, "林若川", "主任医师", me=True),),
        Timeline(messages, gaps, unsent, older=False, newer=False),
        summary or KeptSummary(ROOM),
        **values,
    )


def noise(length: int, seed: int = 0) -> bytes:
    """Bytes that nothing compresses, the same for a seed."""
    return bytes(zlib.crc32(os.fsencode(f"{seed} {n}")) & 255 for n in range(length))


def photograph(width: int, height: int) -> bytes:
    """A JPEG of that size, in which no two places are alike."""
    small = QImage(noise(60 * 40 * 3), 60, 40, QImage.Format.Format_RGB888)
    return encode(small.scaled(QSize(width, height)), "jpeg")


def text_of(path):
    """What is written on the pages of a PDF, without spaces."""
    text = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)
    return "".join(WRITTEN_FORMS.get(character, character) for character in text)
