"""A consultation with one of everything, and a package of it."""

import json
from datetime import UTC, datetime, timedelta, timezone

from workstation.domain.changes import Gap, Place, Timeline
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.evidence import PackageDoctor, PackageSource, PackageWords, PackedFile
from workstation.domain.message import (
    Amending,
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Quote,
    Speaker,
    SpeakerRole,
)
from workstation.domain.people import Member, Team
from workstation.evidence.fhir.document import document_of
from workstation.evidence.package_writer import PackageWriter

ROOM = 84
ZONE = timezone(timedelta(hours=8))
NOW_MS = int(datetime(2026, 11, 28, 2, 30, tzinfo=UTC).timestamp() * 1000)
MINUTE_MS = 60_000
MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
MYSELF = Speaker(1001, SpeakerRole.ME, "林若川")
COLLEAGUE = Speaker(1002, SpeakerRole.COLLEAGUE, "周舟")
STRANGER = Speaker(3001, SpeakerRole.OTHER, "")
NOBODY = Speaker(None, SpeakerRole.UNVERIFIED, "")
PHOTO, VOICE, PAPER = (f"https://media.example/{name}" for name in ("1.jpg", "2.amr", "3.pdf"))
WORDS = PackageWords(
    "zh-CN",
    "咨询记录",
    "症状描述",
    "小结",
    "对话",
    "更正或撤回前的内容",
    "原件",
    "缺少的消息",
    "缺少 1 段",
)


def message(number: int, text: str = "", speaker: Speaker = MOTHER, **rest: object) -> Message:
    """One message; the larger its number, the later."""
    values: dict = {
        "kind": MessageKind.TEXT,
        "at_ms": NOW_MS - 1_000 * MINUTE_MS + number * MINUTE_MS,
        "delivery": Delivery.RECEIVED,
        "position": number,
        "key": f"m{number}",
    } | rest
    return Message(ROOM, f"o{number}", speaker, text=text, **values)


ASKED = message(1, "又痒了 <b>&")
MESSAGES = (
    ASKED,
    message(2, "先停芒果", MYSELF, earlier=("先停苹果", ""), amended_ms=NOW_MS - MINUTE_MS),
    message(3, "", earlier=("打错了",), retracted=True, amended_ms=NOW_MS - MINUTE_MS),
    message(4, "三天后复诊", COLLEAGUE, quote=Quote("o1", message=ASKED)),
    message(5, kind=MessageKind.IMAGE, attachment=Attachment(PHOTO, "image/jpeg")),
    message(6, kind=MessageKind.VOICE, attachment=Attachment(VOICE, "audio/amr", duration_ms=900)),
    message(7, kind=MessageKind.FILE, attachment=Attachment(PAPER, "application/pdf", "化验.pdf")),
    message(8, "你好", STRANGER),
    message(9, "系统", NOBODY),
    message(10, ""),
)
WAITING = message(11, "还没发出", MYSELF, delivery=Delivery.FAILED, position=None)
AGAIN = message(12, "改到一半", MYSELF, amending=Amending.CORRECTING, earlier=("改前",))
CONSULTATION = Consultation(
    ROOM,
    Member(2003, "王秀英"),
    Member(2004, "王小宝"),
    Team(101, "儿科专家团队"),
    Symptom(SymptomKind.TEXT, "皮疹 <3 天>\x0b"),
    "in_process",
    (1001,),
    (PHOTO,),
    NOW_MS - 2_000 * MINUTE_MS,
)
SOURCE = PackageSource(
    platform="https://platform.example",
    consultation=CONSULTATION,
    place=Place.IN_PROCESS,
    doctors=(PackageDoctor(1001, "林若川", "主任医师"),),
    conversation=Timeline(
        (*MESSAGES, AGAIN), (Gap(ROOM, 1, 0, None, None, loadable=True),), (WAITING,), False, False
    ),
    summary_id="o4",
    maker_id=1001,
    maker="林若川",
    now_ms=NOW_MS,
    program="1.0",
    words=WORDS,
    zone=ZONE,
)
ORIGINALS = {PHOTO: (b"photo", "jpg", "image/jpeg"), VOICE: (b"voice", "amr", "audio/amr")}


PACKED = {
    PHOTO: PackedFile("originals/0001.jpg", 5, "00" * 32, "image/jpeg"),
    VOICE: PackedFile("originals/0002.amr", 5, "ff" * 32, "audio/amr"),
    PAPER: None,
}


def document(source=SOURCE, packed=PACKED):
    """The structured data of a package, read."""
    return json.loads(document_of(source, packed))


def resources(bundle, kind):
    """All resources of a kind."""
    return [
        entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind
    ]


def message_of(bundle, text):
    """The message of these words."""
    (only,) = [
        each
        for each in resources(bundle, "Communication")
        if each.get("payload", [{}])[0].get("contentString") == text
    ]
    return only


def write_package(path, source=SOURCE, originals=ORIGINALS):
    """A whole package; its fingerprint."""
    return fill_package(PackageWriter(path), source, originals)


def fill_package(writer, source=SOURCE, originals=ORIGINALS):
    """The same by a writer that is there."""
    writer.open()
    packed = {url: writer.add_original(*parts) for url, parts in originals.items()}
    mark = writer.add_data(document_of(source, packed))
    fingerprint = writer.add_record(b"%PDF-1.4 sha256:" + mark.encode() + b" the record")
    writer.finish()
    return fingerprint
