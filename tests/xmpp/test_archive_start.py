"""Whether a page is the archive's beginning, by its index or its size (XEP-0059)."""

import pytest

from tests.xmpp.archive_frames import asked, fin, result


@pytest.mark.parametrize(
    ("attributes", "from_start"),
    [
        ({}, False),
        ({"index": " index='0'"}, True),
        ({"index": " index='7'"}, False),
        ({"index": " index='x'"}, False),
        ({"index": " index='3'", "count": "<count>1</count>"}, False),
        ({"count": "<count>1</count>"}, True),
        ({"count": "<count>2</count>"}, False),
        ({"count": "<count>1</count>", "more": ""}, False),
    ],
)
def test_a_room_may_tell_that_nothing_stands_before_a_page(attributes, from_start) -> None:
    dialogue, request = asked(after="s-0")
    dialogue.receive(result(request, "s-1"))
    (got,) = dialogue.answer(request, fin("s-1", **attributes))
    assert got.from_start is from_start


def test_an_empty_page_tells_nothing_of_what_stands_before_it() -> None:
    dialogue, request = asked(after="s-0")
    (got,) = dialogue.answer(request, fin(count="<count>0</count>"))
    assert not got.from_start


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("16777216", 16777216),
        (" 1 ", 1),
        ("", None),
        ("-1", None),
        ("lots", None),
        ("9" * 16, 2**53),
        ("9" * 17, None),
        ("٣", None),
    ],
)
def test_a_count_is_what_can_be_one(written: str, count: int | None) -> None:
    dialogue, request = asked(after="s-0")
    dialogue.receive(result(request, "s-1"))
    (got,) = dialogue.answer(request, fin("s-1", count=f"<count>{written}</count>"))
    assert got.count == count
