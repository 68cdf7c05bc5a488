"""A file of quick replies gives all that is good in it and names the lines that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.errors import InputError
from workstation.domain.quick_replies import LIMITS, QuickReply, clean, find_problem
from workstation.domain.quick_reply_file import (
    MAX_FILE_BYTES,
    MAX_FILE_LINES,
    BadLine,
    Imported,
    read_file,
    write_file,
)

GOOD = QuickReply("皮疹护理", "避免抓挠。", "皮肤")
HEAD = "section,title,text\r\n"
LINE = "皮肤,皮疹护理,避免抓挠。\r\n"
REPLIES = st.builds(QuickReply, st.text(max_size=30), st.text(max_size=60), st.text(max_size=20))


@given(st.lists(REPLIES, max_size=8))
def test_what_was_written_is_read(replies):
    stored = tuple(reply for reply in map(clean, replies) if find_problem(reply) is None)
    assert read_file(write_file(stored)) == Imported(stored)


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + LINE).encode(),
        (HEAD + LINE).encode("utf-8-sig"),
        ("分组,标题,内容\n" + LINE).encode("gb18030"),
        ("标题,备注,内容,分组\n皮疹护理,无,避免抓挠。,皮肤\n").encode(),
        (HEAD + "\r\n,,\r\n" + LINE).encode(),
    ],
)
def test_tables_of_spreadsheet_programs_are_read(content):
    assert read_file(content) == Imported((GOOD,))


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ('皮肤,"没有关上,正文\n', BadLine(2, "quotes")),
        ("只有一列\n", BadLine(2, "columns")),
        ("皮肤,,没有标题\n", BadLine(2, "empty", "title")),
        (f"皮肤,{'长' * 41},正文\n", BadLine(2, "too_long", "title")),
        (f"皮肤,题,{'长' * 2001}\n", BadLine(2, "too_long", "text")),
        (f"皮肤,题,{'长' * 9000}\n", BadLine(2, "too_long")),
        ('皮肤,"题"多,正文\n', BadLine(2, "quotes")),
    ],
)
def test_a_bad_line_costs_itself_alone(bad, fault):
    result = read_file((HEAD + bad + LINE * 2).encode())
    assert result == Imported((GOOD, GOOD), (fault,))


def test_lines_are_counted_as_an_editor_counts_them():
    two = '皮肤,题,"第一行\n第二行"\n'
    result = read_file((HEAD + two + "坏\n" + LINE).encode())
    assert result.bad == (BadLine(4, "columns"),)
    assert result.replies[0].text == "第一行\n第二行"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "malformed"),
        (b"\xff\xfe\x00\x00", "malformed"),
        (b"\x89PNG\r\n\x1a\n\0\0", "malformed"),
        ("皮肤,皮疹护理,避免抓挠。\n".encode(), "malformed"),
        ((HEAD + '"' * 3).encode() + b"x" * MAX_FILE_BYTES, "too_long"),
        (HEAD.encode() + b"\n" * MAX_FILE_LINES, "too_long"),
    ],
)
def test_what_is_no_such_file_is_refused_whole(content, reason):
    with pytest.raises(InputError) as refused:
        read_file(content)
    assert (refused.value.field, refused.value.reason) == ("file", reason)


def test_no_more_are_taken_than_may_be_kept():
    result = read_file((HEAD + LINE * (LIMITS.replies + 2)).encode())
    assert len(result.replies) == LIMITS.replies
    assert [line.reason for line in result.bad] == ["too_many", "too_many"]


@given(st.text('皮a",\n\r\x0b\u2028', max_size=60))
def test_whatever_stands_between_the_good_lines_survive(rubbish):
    content = f'{HEAD}{LINE}{rubbish}\n"",,\n{LINE}'.encode()
    result = read_file(content)
    assert result.replies[0] == GOOD
    assert GOOD in result.replies[1:] or '"' in rubbish


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_end_in_replies_or_in_a_refusal(content):
    try:
        result = read_file(HEAD.encode() + content)
    except InputError:
        return
    assert all(find_problem(reply) is None for reply in result.replies)


def test_an_open_quotation_mark_on_every_line_costs_each_line_alone():
    count = MAX_FILE_LINES - 2
    result = read_file((HEAD + '"a\n' * count + LINE).encode())
    assert result.replies == (GOOD,)
    assert len(result.bad) == count
