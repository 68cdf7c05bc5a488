"""What stands in the conversation, and in what order."""

from datetime import UTC, datetime

from workstation.domain.changes import Gap
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.message import Delivery, Message, MessageKind, Speaker, SpeakerRole
from workstation.domain.people import Member, Team
from workstation.ui.conversation.timeline.items import (
    CardItem,
    DayItem,
    GapItem,
    MessageItem,
    UnreadDividerItem,
    items,
)

PATIENT = Speaker(3, SpeakerRole.PATIENT, "王秀英")
COLLEAGUE = Speaker(2, SpeakerRole.COLLEAGUE, "周明岚")
NOBODY = Speaker(None, SpeakerRole.UNVERIFIED, "")
MOTHER = Member(3, "王秀英")
CONSULTATION = Consultation(
    1, MOTHER, Member(4, "王小宝"), Team(1, "儿科"), Symptom(SymptomKind.TEXT, "皮疹")
)


def at(day: int, hour: int = 10) -> int:
    return int(datetime(2026, 11, day, hour, tzinfo=UTC).timestamp() * 1000)


def make_message(number: int, speaker: Speaker = PATIENT, when: int = at(25)) -> Message:
    return Message(
        1, f"o{number}", speaker, MessageKind.TEXT, "好", when, Delivery.RECEIVED,
        position=number, key=f"k{number}",
    )  # fmt: skip


def shape(*lines: Message | Gap, consultation: Consultation | None = None, **options) -> list[str]:
    rows = items(lines, consultation, zone=UTC, **options)
    return [
        f"{item.message.key}{'*' if item.opens else ''}"
        if isinstance(item, MessageItem)
        else type(item).__name__
        for item in rows
    ]


def test_the_card_stands_before_the_first_message():
    assert shape(make_message(1), consultation=CONSULTATION) == ["CardItem", "DayItem", "k1*"]
    assert shape(make_message(1)) == ["DayItem", "k1*"]


def test_one_speaker_after_another_opens_a_group():
    lines = (make_message(1), make_message(2), make_message(3, COLLEAGUE), make_message(4))
    assert shape(*lines) == ["DayItem", "k1*", "k2", "k3*", "k4*"]


def test_unvouched_messages_never_share_a_name():
    assert shape(make_message(1, NOBODY), make_message(2, NOBODY)) == ["DayItem", "k1*", "k2*"]


def test_another_day_is_named_and_opens_a_group():
    assert shape(make_message(1, when=at(24)), make_message(2)) == [
        "DayItem",
        "k1*",
        "DayItem",
        "k2*",
    ]


def test_the_line_stands_before_the_first_new_message():
    assert shape(make_message(1), make_message(2), unread_from="k2") == [
        "DayItem",
        "k1*",
        "UnreadDividerItem",
        "k2*",
    ]


def test_what_follows_a_gap_says_its_day_and_its_speaker_anew():
    gap = Gap(1, 7, 2, "a1", "a2", loadable=True)
    assert shape(make_message(1), gap, make_message(3)) == [
        "DayItem",
        "k1*",
        "GapItem",
        "DayItem",
        "k3*",
    ]


def test_a_gap_that_is_being_loaded_is_busy():
    gaps = [Gap(1, number, number, "a", "b", loadable=True) for number in (7, 8)]
    assert [hole.busy for hole in items(gaps, None, loading=frozenset({8}))] == [False, True]


def test_every_item_has_a_key_of_its_own():
    gap = Gap(1, 7, 2, "a1", "a2", loadable=True)
    lines = (make_message(1, when=at(24)), gap, make_message(3))
    rows = items(lines, CONSULTATION, unread_from="k3", zone=UTC)
    assert {type(item) for item in rows} == {
        CardItem,
        DayItem,
        UnreadDividerItem,
        GapItem,
        MessageItem,
    }
    assert len({item.key for item in rows}) == len(rows)
