"""The summary a doctor writes at the end of a consultation; sent, it is an ordinary message."""

import re
from dataclasses import field, fields
from datetime import date

from workstation.domain.errors import InputError
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.time_range import has_local_time
from workstation.domain.value import Value

MAX_TEXT_CHARACTERS = 2_000
"""Characters of one part."""

PARTS = ("assessment", "advice", "prescription")
_WHOLE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


class ClosingSummary(Value):
    """What is written so far. ``follow_up`` is a date as it was typed; ``follow_up_date`` reads it.

    ``no_prescription`` says that there is none, which is more than leaving it empty.
    """

    assessment: str = field(default="", repr=False)
    advice: str = field(default="", repr=False)
    prescription: str = field(default="", repr=False)
    no_prescription: bool = False
    follow_up: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything in it."""
        return any(getattr(self, each.name) for each in fields(self))


class KeptSummary(Value):
    """The summary of one consultation on this computer.

    ``draft`` is being written. ``sent`` became the message ``origin_id`` at ``sent_ms``
    (milliseconds since the Unix epoch); ``None`` before the first.
    """

    consultation_id: ConsultationId
    draft: ClosingSummary = ClosingSummary()
    sent: ClosingSummary | None = None
    origin_id: OriginId = OriginId("")
    sent_ms: int = 0


def follow_up_date(text: str, today: date) -> date | None:
    """The day meant by what was typed, ``None`` for nothing; without a year the next such day.

    Raises ``InputError`` (``malformed``, or ``past`` for a day before ``today``). A day that is a
    thousand years away is malformed: not every system tells when it begins.
    """
    text = text.strip()
    if not text:
        return None
    follow_up = _read(text, today)
    if follow_up < today:
        raise InputError("follow_up", "past")
    if not has_local_time(follow_up):
        raise InputError("follow_up", "malformed")
    return follow_up


def find_mistakes(summary: ClosingSummary, today: date) -> dict[str, InputError]:
    """What keeps it from being sent, by the name of the part; without any text, ``assessment``."""
    errors = {
        name: InputError(name, "too_long", limit=MAX_TEXT_CHARACTERS)
        for name in PARTS
        if len(getattr(summary, name)) > MAX_TEXT_CHARACTERS
    }
    if not any(getattr(summary, name).strip() for name in PARTS):
        errors["assessment"] = InputError("assessment", "empty")
    try:
        follow_up_date(summary.follow_up, today)
    except InputError as error:
        errors["follow_up"] = error
    return errors


def _read(text: str, today: date) -> date:
    whole, short = _WHOLE.fullmatch(text), _SHORT.fullmatch(text)
    try:
        if whole is not None:
            return date(*map(int, whole.groups()))
        if short is not None:
            return _next(int(short[1]), int(short[2]), today)
    except ValueError:
        pass
    raise InputError("follow_up", "malformed")


def _next(month: int, day: int, today: date) -> date:
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)
