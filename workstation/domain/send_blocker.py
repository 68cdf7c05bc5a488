"""Why nothing can be sent in one room while the session itself is well.

A reply goes out only in a room that is entered and whose archive was read up to the present:
before that, nobody knows whether it already arrived on an earlier connection. So a room that cannot
be entered holds its own replies back, and no other's.
"""

import enum

from workstation.domain.events import Left, PageFailed

LEFT_BY_US = "left"
NOT_ADMITTED_REASONS = frozenset(
    {"affiliation", "banned", "forbidden", "not-authorized", "registration-required"}
)
NO_ROOM_REASONS = frozenset({"destroyed", "gone", "item-not-found", "not-allowed"})
"""``not-allowed``: there is no such room and nobody may make one (XEP-0045)."""


class SendBlocker(enum.Enum):
    """What stands between a reply and its room; the values are keys of the catalogue."""

    NOT_LET_IN = "not_let_in"
    NO_ROOM = "no_room"
    UNREACHABLE = "unreachable"
    NO_RECORD = "no_record"

    @property
    def is_temporary(self) -> bool:
        """Whether it mostly ends within seconds, by itself."""
        return self in {SendBlocker.UNREACHABLE, SendBlocker.NO_RECORD}


def blocker_of(event: Left | PageFailed) -> SendBlocker | None:
    """What hinders from now on; ``None`` where a room was left because nobody is to be in it."""
    if isinstance(event, PageFailed):
        return SendBlocker.NO_RECORD
    if event.reason == LEFT_BY_US:
        return None
    if event.reason in NOT_ADMITTED_REASONS:
        return SendBlocker.NOT_LET_IN
    return SendBlocker.NO_ROOM if event.reason in NO_ROOM_REASONS else SendBlocker.UNREACHABLE
