"""What was received without effect, by reason and never by content."""

import enum

from workstation.domain.value import Value
from workstation.xmpp.jid import Jid


class Reason(enum.Enum):
    """Why something received had no effect."""

    CARBON = "carbon copy"
    ROSTER = "roster push"
    PUSHED_EVENT = "pushed event"
    DIRECT_MESSAGE = "direct message"
    UNASKED_REQUEST = "request not served"
    STRAY_ANSWER = "answer to no open request of this address"
    FOREIGN_RESULT = "archive result nobody asked this address for"
    UNREADABLE_RESULT = "archive result that cannot be read"
    UNREADABLE_STANZA = "stanza that cannot be read"
    REPEATED_RESULT = "archive result seen before"
    MISADDRESSED = "stanza to somebody else"
    UNKNOWN_ROOM = "room not entered"
    HISTORY = "said before the end of joining, to be read in the archive"
    NO_CONTENT = "nothing that can be shown"
    UNVOUCHED = "sender nobody vouches for"
    CROWDED = "more occupants than the bound"
    PRESENCE = "presence of no room"
    STRAY_ERROR = "error about nothing sent"
    REPEATED_QUESTION = "acknowledgement asked for again"
    UNKNOWN_ELEMENT = "unknown element"


class Ignored(Value):
    """Something received had no effect. To be counted; it holds no content.

    ``room_jid`` is the room concerned, empty where there is none.
    """

    reason: Reason
    room_jid: Jid = Jid("")
