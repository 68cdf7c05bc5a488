"""Why nothing can be sent in one room while the session itself is well."""

import enum

from workstation.domain.events import Left, PageFailed

OF_OUR_OWN = "left"
SHUT = frozenset({"affiliation", "banned", "forbidden", "not-authorized", "registration-required"})
MISSING = frozenset({"destroyed", "gone", "item-not-found", "not-allowed"})
"""``not-allowed``: there is no such room and nobody may make one (XEP-0045)."""


class Hindrance(enum.Enum):
    """What stands between a reply and its room."""

    NOT_LET_IN = "not_let_in"
    NO_ROOM = "no_room"
    UNREACHABLE = "unreachable"
    NO_RECORD = "no_record"

    @property
    def passes(self) -> bool:
        """Whether it mostly ends within seconds, by itself."""
        return self in {Hindrance.UNREACHABLE, Hindrance.NO_RECORD}


def hindrance_of(event: Left | PageFailed) -> Hindrance | None:
    """What hinders from now on; ``None`` where a room was left because nobody is to be in it."""
    if isinstance(event, PageFailed):
        return Hindrance.NO_RECORD
    if event.reason == OF_OUR_OWN:
        return None
    if event.reason in SHUT:
        return Hindrance.NOT_LET_IN
    return Hindrance.NO_ROOM if event.reason in MISSING else Hindrance.UNREACHABLE
