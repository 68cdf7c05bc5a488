"""Points in time (XEP-0082)."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LENGTH: Final = 40


def read_timestamp(stamp: str | None) -> int | None:
    """Milliseconds since the Unix epoch, or ``None`` for what is no point in time with its zone."""
    if stamp is None or len(stamp) > _LENGTH:
        return None
    try:
        moment = datetime.fromisoformat(stamp)
        return None if moment.tzinfo is None else (moment - _EPOCH) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return None
