"""Points in time (XEP-0082)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from workstation.domain.time_range import FIRST_MS, LAST_MS

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_LENGTH: Final = 40


def read_timestamp(stamp: str | None) -> int | None:
    """Milliseconds since the Unix epoch, or ``None`` for what is no point in time with its zone."""
    if stamp is None or len(stamp) > _LENGTH:
        return None
    try:
        moment = datetime.fromisoformat(stamp)
        return None if moment.tzinfo is None else (moment - _EPOCH) // _MILLISECOND
    except (ValueError, OverflowError):
        return None


def read_message_time(stamp: str | None) -> int | None:
    """When something was said; ``None`` also outside of what every calendar has.

    A server whose clock is broken writes the year 1 or 9999: no day can be named for it, and the
    whole conversation could not be painted.
    """
    moment_ms = read_timestamp(stamp)
    return moment_ms if moment_ms is not None and FIRST_MS <= moment_ms <= LAST_MS else None
