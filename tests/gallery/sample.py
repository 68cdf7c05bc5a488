"""People, consultations and messages as in the design's pictures; all of them invented."""

from datetime import UTC, datetime

from workstation.domain.changes import Changes, Draft, Listed, Place, Summary, Unanswered
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.domain.notes import NoteSubject, PatientNote
from workstation.domain.people import Member, Team
from workstation.domain.profile import Profile
from workstation.store.worklist import Worklist
from workstation.ui.conversation.details.rows import DoctorCard

MINUTE_MS = 60_000
NOW_MS = int(datetime(2026, 10, 12, 2, 52, tzinfo=UTC).timestamp() * 1000)
"""10:52 in Shanghai."""
ME, ZHOU, CHEN = 1001, 1002, 1003
PAEDIATRICS, NEWBORN = Team(101, "儿科专家团队"), Team(102, "新生儿随访团队")
SKIN = Team(103, "儿童皮肤过敏团队")
VOICE = "https://media.example/18.m4a"
RASH = tuple(
    f"https://media.example/{name}"
    for name in (
        "papules-4-1-480x480.jpg",
        "urticaria-4-2-480x480.jpg",
        "papules-4-3-480x480.jpg",
        "vesicles-4-4-480x480.jpg",
    )
)
SENT_PICTURE = "https://media.example/urticaria-4-5-640x480.jpg"
DOCTORS = (
    DoctorCard(ME, "林若川", "主任医师", me=True),
    DoctorCard(ZHOU, "周明岚", "副主任医师", me=False),
    DoctorCard(CHEN, "陈以恒", "主治医师", me=False),
)
PROFILE = Profile(
    ME,
    "林若川",
    "主任医师",
    "市儿童医院",
    "儿科",
    "从事儿科临床 22 年，主要方向为儿童过敏与皮肤疾病、反复呼吸道感染。"
    "回复一般在当天，急症请先就近就医。",
    "",
    ("儿童湿疹", "荨麻疹", "食物过敏", "反复呼吸道感染"),
    ("2023 年市级优秀医师", "2021 年抗疫先进个人", "儿科学会青年委员"),
)
MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
MYSELF = Speaker(ME, SpeakerRole.ME, "林若川")
COLLEAGUE = Speaker(ZHOU, SpeakerRole.COLLEAGUE, "周明岚")


NOTES = (
    PatientNote(
        NoteSubject("patient:2004"),
        20418,
        "妈妈上夜班，上午不方便接电话。\n头孢皮试阳性（外院）。",
        ("药物过敏", "需复诊"),
    ),
    PatientNote(NoteSubject("patient:24411"), 20411, "", ("早产",)),
)


def ago(minutes: float) -> int:
    """A moment before now, in ms since the epoch."""
    return NOW_MS - round(minutes * MINUTE_MS)


def make_message(  # noqa: PLR0913 - a message's own fields
    number: int,
    speaker: Speaker,
    text: str,
    minutes: float,
    *,
    delivery: Delivery = Delivery.RECEIVED,
    kind: MessageKind = MessageKind.TEXT,
    attachment: Attachment | None = None,
    **rest: object,
) -> Message:
    """One message of the rash's conversation."""
    return Message(
        20418,
        f"o{number}",
        speaker,
        kind,
        text,
        ago(minutes),
        delivery,
        attachment,
        position=number if delivery in {Delivery.RECEIVED, Delivery.SENT, Delivery.READ} else None,
        key=f"m{number}",
        **rest,
    )


RASH_CONSULTATION = Consultation(
    20418,
    Member(2003, "王秀英"),
    Member(2004, "王小宝"),
    PAEDIATRICS,
    Symptom(
        SymptomKind.TEXT,
        "孩子两天前手臂和肚子上开始出现红色皮疹，有点痒，晚上睡不踏实。没有发烧，精神还可以。"
        "前天第一次吃芒果，没有已知的过敏史。",
    ),
    "in_process",
    (ME, ZHOU, CHEN),
    RASH,
    ago(60),
)
MESSAGES = (
    make_message(1, MOTHER, "林医生您好，今天早上手臂内侧也开始长了，要不要先把芒果停掉？", 34),
    make_message(
        2, MYSELF, "您好，先停掉芒果和新添加的食物。皮疹按压会褪色吗？", 28,
        delivery=Delivery.READ,
    ),
    make_message(3, COLLEAGUE, "看了照片，更像荨麻疹。留意一下嘴唇和眼睑有没有肿。", 21),
    make_message(
        4, MOTHER, "", 16, kind=MessageKind.VOICE, played=False,
        attachment=Attachment(VOICE, "audio/mp4", "18.m4a", 90_000, duration_ms=18_000),
    ),
    make_message(
        5, MOTHER, "", 15, kind=MessageKind.IMAGE,
        attachment=Attachment(SENT_PICTURE, "image/jpeg", "a.jpg", 90_000, 640, 480),
    ),
    make_message(6, MOTHER, "嘴唇没有肿，呼吸也正常。需要先吃药吗？", 12),
)  # fmt: skip
FRESH_FROM = "m4"
UNSENT = (
    make_message(
        7, MYSELF, "可以先用炉甘石洗剂外涂，每天两到三次。", 4, delivery=Delivery.FAILED,
        failure="not-acceptable",
    ),
    make_message(8, MYSELF, "如果出现嘴唇肿或者喘，请立刻去急诊。", 2, delivery=Delivery.QUEUED),
    make_message(9, MYSELF, "明天上午再发一次照片给我看看。", 1, delivery=Delivery.SENDING),
)  # fmt: skip

_Row = tuple[int, str, str, Team, str, int, str]
_ROWS: tuple[_Row, ...] = (
    (20411, "赵敏", "赵一诺", NEWBORN, "voice", 126, ""),
    (20413, "刘洋", "刘子墨", PAEDIATRICS, "昨晚又烧到 39.2 ℃，吃了布洛芬退了一点。", 78, ""),
    (20419, "孙悦", "孙悦", SKIN, "pictures", 8, ""),
    (20420, "陈立", "陈思齐", PAEDIATRICS, "好的医生，那最近饮食上需要忌口吗？", 3, ""),
    (20402, "何静", "何雨桐", PAEDIATRICS, "", 40, "先观察两天，体温有变化随时告诉我。"),
    (20390, "吴桐", "吴桐", SKIN, "", 1300, "复查结果出来后发到这里就可以。"),
    (20388, "郑伟", "郑可欣", NEWBORN, "", 1500, "这两天先不要洗澡，保持干燥。"),
)
UNREAD = {20411: 3, 20413: 2, 20419: 2, 20420: 1}


def _consultation(row: _Row) -> Consultation:
    number, creator, target, team, *_, minutes, _answer = row
    asks = Member(3000 + number, creator)
    about = asks if creator == target else Member(4000 + number, target)
    symptom = Symptom(SymptomKind.TEXT, "宝宝咳嗽三天，晚上加重，有痰。")
    return Consultation(
        number, asks, about, team, symptom, "in_process", (ME, ZHOU), (), ago(minutes + 30)
    )


def _last(row: _Row) -> Message:
    number, creator, _target, _team, text, minutes, answer = row
    speaker = MYSELF if answer else Speaker(3000 + number, SpeakerRole.PATIENT, creator)
    kinds = {"voice": MessageKind.VOICE, "pictures": MessageKind.IMAGE}
    files = {
        "voice": Attachment(VOICE, "audio/mp4", "a.m4a", 1, duration_ms=21_000),
        "pictures": Attachment(SENT_PICTURE, "image/jpeg", "a.jpg", 1),
    }
    kind = kinds.get(text, MessageKind.TEXT)
    words = "" if kind is not MessageKind.TEXT else answer or text
    delivery = Delivery.READ if answer else Delivery.RECEIVED
    return Message(
        number, "o", speaker, kind, words, ago(minutes), delivery, files.get(text), 1, key="m"
    )


def worklist(*, draft: str = "", typing: bool = True) -> Worklist:
    """The queue of the design's pictures."""
    made = Worklist()
    listed = [Listed(_consultation(row), Place.IN_PROCESS) for row in _ROWS]
    listed.append(Listed(RASH_CONSULTATION, Place.IN_PROCESS))
    made.apply(Changes(listed=tuple(listed)))
    summaries = [
        Summary(
            row[0],
            _last(row),
            UNREAD.get(row[0], 0),
            None if row[6] else ago(row[5]),
            answered=bool(row[6]),
            doctor_id=ME,
            unanswered=() if row[6] else (Unanswered(ago(row[5])),),
        )
        for row in _ROWS
    ]
    waits = ago(12)
    unanswered = (Unanswered(waits),)
    summaries.append(Summary(20418, MESSAGES[-1], 0, waits, doctor_id=ME, unanswered=unanswered))
    drafts = (Draft(20420, draft),) if draft else ()
    made.apply(Changes(summaries=tuple(summaries), drafts=drafts, notes=NOTES))
    if typing:
        made.set_typing(20418, "王秀英")
    return made


def past(count: int = 14) -> list[Consultation]:
    """Consultations that are over, the newest first."""
    symptoms = (
        "左侧脚踝扭伤后肿胀，走路疼，已冰敷。",
        "湿疹反复，用药膏后好转又复发，想问怎么护理。",
        "宝宝吐奶比较多，体重增长慢。",
        "体检发现血红蛋白偏低，需要补铁吗？",
    )
    people = ("李浩然", "王小宝", "张梓涵", "孙悦", "赵一诺")
    return [
        Consultation(
            20000 - number,
            Member(5000 + number, people[number % 5]),
            Member(5000 + number, people[number % 5]),
            (PAEDIATRICS, SKIN, NEWBORN)[number % 3],
            Symptom(SymptomKind.TEXT, symptoms[number % 4]),
            "history",
            (ME, ZHOU),
            RASH[: number % 4],
            ago(60 * 24 * (number * 3 + 1)),
        )
        for number in range(count)
    ]
