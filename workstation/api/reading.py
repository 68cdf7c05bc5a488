"""Tolerant reading of single JSON values: numbers as strings, null, text no screen can show."""

import math
import re
from typing import Any

INT64 = 2**63
EXACT = 2**53
"""Below it a float is the number that was written; above two consultations would have one."""

FIRST_BEGUN_MS, LAST_BEGUN_MS = 946_684_800_000, 4_070_908_799_999
"""From the year 2000 to 2098. What was never set is dated 1970, "never" the end of 2099 or 9999."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_SEPARATORS = re.compile(r"[\r\n;；]+")


def integer(value: Any) -> int | None:
    """A whole number, also written as text or with ``.0``; ``None`` for anything else."""
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if -INT64 <= value < INT64 else None


def moment(value: Any) -> int | None:
    """When a consultation began, in ms since the Unix epoch; ``None`` where none can have."""
    number = integer(value)
    return number if number is not None and FIRST_BEGUN_MS <= number <= LAST_BEGUN_MS else None


def text(value: Any) -> str:
    """Text; numbers are written out, anything else is empty, one that is too large to be one, too.

    NUL and lone surrogates, which neither the screen nor the database takes, become U+FFFD.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return _UNUSABLE.sub("\ufffd", str(value))


def truth(value: Any) -> bool | None:
    """A truth value, also as 0, 1 or a word; ``None`` for anything else."""
    if isinstance(value, str):
        value = {"true": True, "false": False, "1": True, "0": False}.get(value.strip().lower())
    return bool(value) if isinstance(value, bool) or value in (0, 1) else None


def integers(value: Any) -> tuple[int, ...]:
    """The whole numbers of a list, in order, each once."""
    numbers = (integer(item) for item in value) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(number for number in numbers if number is not None))


def texts(value: Any) -> tuple[str, ...]:
    """The non-empty texts of a list, without white space around; one text is a list of one."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in (text(item).strip() for item in items) if item)


def separated(value: Any) -> tuple[str, ...]:
    """A list of texts, or one text split at line breaks, ``;`` and ``；``."""
    if isinstance(value, list):
        return texts(value)
    return texts(_SEPARATORS.split(text(value)))
