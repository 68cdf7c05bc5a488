"""What a record says: everything that was said, by whom and when, and what is missing."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.ui.record.samples import (
    MATTER,
    MINUTE_MS,
    MYSELF,
    NOW_MS,
    PICTURES,
    ROOM,
    SUMMARY,
    make_message,
    picture,
    source,
)
from workstation.domain.bookmarks import Bookmark
from workstation.domain.changes import Gap
from workstation.domain.closing import ClosingSummary, KeptSummary
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.message import Amending, Attachment, Delivery, MessageKind, Quote
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.record.content import RecordDay, RecordGap, RecordMessage
from workstation.ui.record.record_builder import build_record

GAP = Gap(ROOM, 1, 3, "a", "b", loadable=True)


def speeches(record):
    return [line for line in record.lines if isinstance(line, RecordMessage)]


def voice(url, **rest):
    return make_message(1, kind=MessageKind.VOICE, attachment=Attachment(url, "audio/mp4", **rest))


def test_every_message_has_speaker_role_and_time():
    record = build_record(source(make_message(1, "又痒了"), make_message(2, "先停芒果", MYSELF)))
    assert [(one.name, one.role, one.time, one.text) for one in speeches(record)] == [
        ("王秀英", "发起人", "18:13", "又痒了"),
        ("林若川", "医生", "18:14", "先停芒果"),
    ]
    assert record.lines[0] == RecordDay("2026 年 11 月 24 日")
    assert record.ending == "记录到此结束，共 2 条消息、2 张图片"
    assert record.warning == ""


def test_facts_name_people_team_doctors_and_the_time_zone():
    facts = dict(build_record(source()).facts)
    assert facts["就诊人"] == "王小宝"
    assert facts["医生"] == "林若川（主任医师）"
    assert facts["时区"] == "UTC+08:00"
    assert facts["咨询编号"] == str(ROOM)


def hours_after_summer_time(hours):
    """So many hours after the clocks of Berlin went back in 2026, in ms since the epoch."""
    ended = datetime(2026, 10, 25, 1, tzinfo=UTC).timestamp()
    return round((ended + hours * 3600) * 1000)


def test_a_time_before_a_change_of_clocks_says_what_it_counts_from():
    """A record made in winter named UTC+01:00 once, above a summer's times, an hour off all."""
    messages = [make_message(n, at_ms=hours_after_summer_time(n - 2.5)) for n in (1, 2, 3, 30)]
    record = build_record(source(*messages, zone=ZoneInfo("Europe/Berlin")))
    facts = dict(record.facts)
    assert facts["时区"] == "UTC+01:00"
    assert [
        line.text if isinstance(line, RecordDay) else (line.time, line.opens)
        for line in record.lines
    ] == [
        "2026 年 10 月 25 日（UTC+02:00）",
        ("01:30", True),
        ("02:30", False),
        "2026 年 10 月 25 日（UTC+01:00）",
        ("02:30", True),
        "2026 年 10 月 26 日",
        ("05:30", True),
    ]


def test_a_summers_moments_have_their_distance_in_a_record_made_in_winter():
    summer_ms = hours_after_summer_time(-1_000)
    there = source(
        make_message(1, "", MYSELF, retracted=True, at_ms=summer_ms, amended_ms=summer_ms),
        make_message(2, "小结", MYSELF, at_ms=summer_ms),
        summary=KeptSummary(ROOM, sent=SUMMARY, sent_ms=summer_ms, origin_id="o2"),
        zone=ZoneInfo("Europe/Berlin"),
    )
    begun = replace(there.consultation, created_ms=summer_ms)
    record = build_record(replace(there, consultation=begun))
    withdrawn, _summary = speeches(record)
    facts = dict(record.facts)
    for text in (facts["发起时间"], record.symptom.byline, withdrawn.text, record.summary.note):
        assert "2026 年 9 月 13 日 11:00（UTC+02:00）" in text
    assert "UTC" not in record.made


def test_pictures_are_numbered_through_the_whole_record():
    record = build_record(source(picture(1, "https://a.example/3.jpg")))
    assert [(one.number, one.url) for one in record.figures] == [
        *enumerate(PICTURES, 1),
        (3, "https://a.example/3.jpg"),
    ]


def test_a_gap_is_named_in_its_place_and_at_the_head():
    record = build_record(source(make_message(1, "前"), make_message(2, "后"), gaps=(GAP,)))
    kinds = [type(line) for line in record.lines]
    assert kinds == [RecordDay, RecordMessage, RecordGap, RecordDay, RecordMessage]
    assert "1 段" in record.warning
    lost = build_record(source(make_message(1, "前"), gaps=(replace(GAP, loadable=False),)))
    texts = [line.text for line in (*record.lines, *lost.lines) if isinstance(line, RecordGap)]
    assert len(set(texts)) == 2


def test_without_any_message_the_record_says_so():
    assert "没有这个咨询的消息" in build_record(source()).warning


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (make_message(1, "秘密", retracted=True), "撤回"),
        (voice("u", duration_ms=18_000), "0:18"),
        (voice("v"), "0:07"),
        (voice("w"), "时长未知"),
        (make_message(1, kind=MessageKind.FILE,
                      attachment=Attachment("u", "application/pdf", "化验.pdf")), "化验.pdf"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_named(message, words):
    (line,) = speeches(build_record(source(message, lengths={"v": 7_000})))
    assert words in line.text
    assert "秘密" not in line.text
    assert line.faint


def test_what_was_not_sent_says_so_and_why():
    failed = make_message(
        1, "没发出去", MYSELF, delivery=Delivery.FAILED, position=None, failure="x"
    )
    waits = make_message(2, "等着", MYSELF, delivery=Delivery.QUEUED, position=None)
    one, other = speeches(build_record(source(unsent=(failed, waits))))
    assert one.note
    assert one.state != other.state
    assert not other.note


def test_both_texts_of_a_corrected_message_are_on_record():
    edited = make_message(1, "0.5 mg", MYSELF, earlier=("5 mg", "1 mg"), delivery=Delivery.SENT)
    (line,) = speeches(build_record(source(edited)))
    assert (line.text, line.note) == ("0.5 mg", "原文：5 mg\n第 1 次修改：1 mg")
    assert "已编辑" in line.state


def test_a_withdrawn_message_is_on_record_with_its_moment_and_its_text():
    gone = make_message(
        1, "", MYSELF, retracted=True, earlier=("发错了",), amended_ms=NOW_MS - MINUTE_MS
    )
    (line,) = speeches(build_record(source(gone)))
    assert "撤回" in line.text
    assert "2026" in line.text
    assert line.note == "原文：发错了"
    waits = replace(gone, amending=Amending.WITHDRAWING, delivery=Delivery.QUEUED)
    (line,) = speeches(build_record(source(waits)))
    assert line.text == "正在撤回此消息"
    assert line.state.startswith("撤回待发送")


def test_an_answer_says_what_it_answers():
    asked = make_message(1, "一天\n几次？")
    unknown = Quote("a0", "以前说过的话")
    answers = (
        make_message(2, "两次", MYSELF, quote=Quote("a1", "", asked)),
        make_message(3, "好", MYSELF, quote=unknown),
        picture(4, "https://a.example/3.jpg", quote=Quote("a1", "", asked)),
    )
    record = build_record(source(asked, *answers))
    assert [line.quote for line in speeches(record)] == [
        "",
        "回复王秀英：一天 几次？",
        "回复本机没有的消息：以前说过的话",
        "回复王秀英：一天 几次？",
    ]


def test_a_voice_as_the_matter_is_named_with_its_length():
    voice = Symptom(SymptomKind.VOICE, "https://a.example/v.m4a")
    record = build_record(source(symptom=voice, lengths={"https://a.example/v.m4a": 9_000}))
    assert "0:09" in record.symptom.note
    assert record.symptom.text == ""


def test_the_sent_summary_stands_before_the_conversation():
    sent_ms = NOW_MS - MINUTE_MS
    summary = KeptSummary(ROOM, ClosingSummary(), SUMMARY, "o5", sent_ms)
    record = build_record(source(make_message(5, "【小结】", MYSELF), summary=summary))
    assert dict(record.summary.parts) == {
        "评估": "荨麻疹可能性大",
        "建议": "停用芒果",
        "处方": "无",
        "复诊": "2026 年 12 月 2 日（周三）",
    }
    assert "作为消息发到咨询中" in record.summary.note


@pytest.mark.parametrize("rest", [{"retracted": True}, {"origin": "other"}])
def test_a_summary_whose_message_is_gone_is_told_no_more(rest):
    message = make_message(5, "【小结】", MYSELF, retracted=rest.get("retracted", False))
    summary = KeptSummary(ROOM, SUMMARY, SUMMARY, rest.get("origin", "o5"), NOW_MS)
    assert build_record(source(message, summary=summary)).summary is None


def test_a_draft_of_a_summary_is_no_part_of_the_record():
    assert (
        build_record(source(make_message(1, "x"), summary=KeptSummary(ROOM, SUMMARY))).summary
        is None
    )


def test_a_summary_that_waits_is_called_not_sent():
    summary = KeptSummary(ROOM, SUMMARY, SUMMARY, "o5", NOW_MS)
    waits = make_message(5, "【小结】", MYSELF, delivery=Delivery.QUEUED, position=None)
    assert "还没有发出" in build_record(source(unsent=(waits,), summary=summary)).summary.note


def test_it_speaks_english_too_and_keeps_what_people_said():
    set_language(Language.EN)
    record = build_record(source(make_message(1, "又痒了")))
    assert record.title == "Consultation record"
    assert record.symptom.text == MATTER
    assert record.ending == "End of the record: 1 message, 2 photos"


def test_bookmarks_stand_below_their_recording():
    marks = {"v": (Bookmark(4_000, "药名"), Bookmark(61_500))}
    message = voice("v", duration_ms=90_000)
    (line,) = speeches(build_record(source(message, bookmarks=marks)))
    assert line.text.splitlines()[1:] == ["0:04 处的书签：药名", "1:01 处的书签"]
    withdrawn = replace(message, attachment=None, retracted=True)
    (line,) = speeches(build_record(source(withdrawn, bookmarks=marks)))
    assert "药名" not in line.text
    symptom = Symptom(SymptomKind.VOICE, "v")
    assert "药名" in build_record(source(symptom=symptom, bookmarks=marks)).symptom.note
