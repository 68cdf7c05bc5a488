"""What time it is at the other end, as answers date themselves."""

import time
from collections.abc import Iterator

import pytest

from workstation.web.dated import date_of

NOON = "Fri, 27 Nov 2026 12:00:00 GMT"
NOON_MS = 1_795_780_800_000


@pytest.fixture
def in_the_clinics_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer's clock is eight hours ahead of Greenwich, as in China."""
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"date": NOON}, NOON_MS),
        ({"date": NOON, "age": "0"}, None),
        ({"date": "yesterday"}, None),
        ({"date": "Friday, 27-Nov-26 12:00:00 GMT"}, NOON_MS),
        ({"date": "Fri Nov 27 12:00:00 2026"}, NOON_MS),
        ({"date": "Fri, 27 Nov 2026 12:00:00 -0000"}, NOON_MS),
        ({}, None),
    ],
)
@pytest.mark.usefixtures("in_the_clinics_zone")
def test_only_an_answer_made_now_tells_the_time(
    headers: dict[str, str], expected: int | None
) -> None:
    assert date_of(headers) == expected
