"""Names go into a quick reply; its order and its limits."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.people import consultation
from workstation.domain.quick_replies import (
    LIMITS,
    QuickReply,
    VariableWords,
    by_section,
    clean,
    fill_variables,
    find_problem,
    in_sections,
    move_reply,
    move_section,
    place_reply,
    rename_section,
)

ZH = VariableWords(you="您", unnamed="就诊人")
FAMILY = consultation(1, "王小宝", "王秀英")


def alone(name: str):
    reports = consultation(1, name)
    return type(reports)(1, reports.creator, reports.creator, reports.team, reports.symptom)


@pytest.mark.parametrize(
    ("text", "people", "result"),
    [
        ("{称呼}您好", FAMILY, "王秀英您好"),
        ("{姓名}的皮疹", FAMILY, "王小宝的皮疹"),
        ("{就诊人}的皮疹", FAMILY, "王小宝的皮疹"),
        ("{就诊人}的皮疹", alone("孙悦"), "您的皮疹"),
        ("{姓名}的皮疹", alone("孙悦"), "孙悦的皮疹"),
        ("{ NAME }, {Patient}, {address}", FAMILY, "王小宝, 王小宝, 王秀英"),
        ("{称呼}您好", consultation(1, "", " "), "您好"),
        ("{就诊人}的皮疹", consultation(1, "", "王秀英"), "就诊人的皮疹"),
        ("{体温}、{}、{{姓名}", FAMILY, "{体温}、{}、{王小宝"),
        ("{姓名}", consultation(1, "{称呼}", "王秀英"), "{称呼}"),
        ("{姓名}", consultation(1, "王\n小宝\x00", "王秀英"), "王 小宝"),
    ],
)
def test_variables_become_what_the_platform_tells_of_people(text, people, result):
    assert fill_variables(text, people, ZH) == result


@given(st.text(st.characters(exclude_characters="{")), st.text(max_size=8), st.text(max_size=8))
def test_a_text_without_variables_stays_as_it_is(text, target, creator):
    assert fill_variables(text, consultation(1, target, creator), ZH) == text


@pytest.mark.parametrize(
    ("reply", "field", "reason"),
    [
        (QuickReply("", "文"), "title", "empty"),
        (QuickReply("题", " \n"), "text", "empty"),
        (QuickReply("题" * (LIMITS.title + 1), "文"), "title", "too_long"),
        (QuickReply("题", "文" * (LIMITS.text + 1)), "text", "too_long"),
        (QuickReply("题", "文", "组" * (LIMITS.section + 1)), "section", "too_long"),
    ],
)
def test_what_cannot_be_kept_is_said(reply, field, reason):
    result = find_problem(clean(reply))
    assert result is not None
    assert (result.field, result.reason) == (field, reason)


@given(st.builds(QuickReply, st.text(), st.text(), st.text()))
def test_cleaning_twice_is_cleaning_once(reply):
    once = clean(reply)
    assert clean(once) == once
    assert not set("\r\0\x1b") & set(once.text)


REPLIES = st.lists(st.sampled_from("甲乙丙"), max_size=7).map(
    lambda names: tuple(QuickReply("题", "文", name, n) for n, name in enumerate(names, 1))
)


@given(REPLIES)
def test_sections_stay_together_and_keep_their_order(replies):
    result = in_sections(replies)
    assert sorted(result, key=lambda reply: reply.reply_id) == list(replies)
    runs = [name for name, _ in groupby(result, lambda reply: reply.section)]
    assert runs == list(dict.fromkeys(reply.section for reply in replies))
    for name, members in by_section(replies).items():
        assert list(members) == [reply for reply in replies if reply.section == name]


@given(REPLIES, st.integers(0, 8), st.integers(-9, 9))
def test_a_reply_moves_within_its_section_and_nothing_else_does(replies, who, by):
    before, after = in_sections(replies), move_reply(replies, who, by)
    assert [reply.section for reply in after] == [reply.section for reply in before]
    rest = [reply for reply in after if reply.reply_id != who]
    assert rest == [reply for reply in before if reply.reply_id != who]


def test_a_step_is_one_place_and_ends_at_the_section():
    replies = tuple(QuickReply("题", "文", name, n) for n, name in enumerate("甲甲乙", 1))
    assert [reply.reply_id for reply in move_reply(replies, 1, 1)] == [2, 1, 3]
    assert move_reply(replies, 2, 1) == replies


def test_a_section_moves_whole():
    replies = tuple(QuickReply("题", "文", name, n) for n, name in enumerate("甲乙甲丙", 1))
    assert [reply.reply_id for reply in move_section(replies, "丙", -1)] == [1, 3, 4, 2]
    assert move_section(replies, "没有", 1) == in_sections(replies)


@given(REPLIES, st.integers(1, 8), st.sampled_from("甲乙丁"), st.integers(-1, 9))
def test_a_reply_is_put_anywhere_and_nothing_else_moves(replies, who, section, at):
    after = place_reply(replies, who, section, at)
    before = in_sections(replies)
    rest = [reply for reply in after if reply.reply_id != who]
    assert rest == [reply for reply in before if reply.reply_id != who]
    there = [reply.reply_id for reply in after if reply.section == section]
    if who in {reply.reply_id for reply in replies}:
        assert there.index(who) == max(0, min(at, len(there) - 1))
    else:
        assert after == before


def test_a_section_called_as_another_joins_it():
    replies = tuple(QuickReply("题", "文", name, n) for n, name in enumerate("甲乙甲丙", 1))
    after = rename_section(replies, "甲", "丙")
    assert [(reply.reply_id, reply.section) for reply in after] == [
        (1, "丙"), (3, "丙"), (4, "丙"), (2, "乙"),
    ]  # fmt: skip
    assert [reply.section for reply in rename_section(replies, "乙", "丁")] == [
        "甲",
        "甲",
        "丁",
        "丙",
    ]
