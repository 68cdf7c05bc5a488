"""What time it is at the other end, as answers date themselves."""

import pytest

from workstation.web.dated import date_of

NOON = "Fri, 27 Nov 2026 12:00:00 GMT"
NOON_MS = 1_795_780_800_000


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"date": NOON}, NOON_MS),
        ({"date": NOON, "age": "0"}, None),
        ({"date": "yesterday"}, None),
        ({}, None),
    ],
)
def test_only_an_answer_made_now_tells_the_time(
    headers: dict[str, str], expected: int | None
) -> None:
    assert date_of(headers) == expected
