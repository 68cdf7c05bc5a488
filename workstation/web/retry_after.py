"""How long an answer asks to be left alone (RFC 9110, 10.2.3)."""

from collections.abc import Mapping

from workstation.web.bounds import MAX_RETRY_AFTER_SECONDS
from workstation.web.dated import date_of, moment_of


def retry_after(headers: Mapping[str, str]) -> float:
    """The seconds that are asked for, at most five minutes; 0 where none can be read.

    A date counts from the answer's own ``Date``: this computer's clock may be wrong. Longer than
    five minutes nobody waits, lest a proxy's word of a day keep doctors from their patients.
    """
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(float(asked[:10]), MAX_RETRY_AFTER_SECONDS)
    then, now = moment_of(asked), date_of(headers)
    if then is None or now is None:
        return 0.0
    return min(max((then - now) / 1000.0, 0.0), MAX_RETRY_AFTER_SECONDS)
