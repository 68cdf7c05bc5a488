"""The reasons for which a room is left (XEP-0045, 7.14, 8.2, 9.1, 10.9 and 17.3)."""

import enum


class Departure(enum.Enum):
    """Why a room is no longer entered."""

    LEFT = "left"
    KICKED = "kicked"
    BANNED = "banned"
    AFFILIATION = "affiliation"
    SHUTDOWN = "shutdown"
    ERROR = "error"
    DESTROYED = "destroyed"
    NOT_ACCEPTABLE = "not-acceptable"
    SESSION_LOST = "session-lost"
