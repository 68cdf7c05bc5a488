"""What is handed over of an open consultation: lines that each lead to the message they are of."""

import enum
from dataclasses import field

from workstation.domain.ids import ConsultationId
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.domain.value import value


class HandoverKind(enum.Enum):
    """What a line of a handover tells; in this order they stand below their consultation."""

    PROMISE = "promise"
    """Promised in this doctor's own words (``domain.promises``)."""
    FOLLOW_UP = "follow_up"
    """The day that the summary names."""
    QUESTION = "question"
    """Asked by the patient (``domain.questions``), and neither answered by a quote nor marked."""
    UNREAD = "unread"
    """Own messages that the patient has not read."""
    UNSENT = "unsent"
    DRAFT = "draft"


MACHINE_FOUND = frozenset({HandoverKind.PROMISE, HandoverKind.QUESTION})
"""Found by rules that read words: shown as that, and closed by hand."""


HEADINGS = ("【交接】", "[Handover]")
"""How a message begins that hands a consultation over, in the languages of the program."""


def is_handover(text: str) -> bool:
    """Whether a message hands its consultation over: the promises it repeats are no new ones."""
    return text.startswith(HEADINGS)


def handed_over(text: str) -> str:
    """What such a message says below its first line, which only asks."""
    return "\n".join(text.splitlines()[1:])


@value
class HandoverItem:
    """One line. ``row`` and ``position`` lead to its message, where it has one.

    ``at_ms`` is when that was written, ``due_ms`` when the day begins that it names (both in ms
    since the epoch). ``count`` says for how many messages it stands, of which it is the first.
    """

    consultation_id: ConsultationId
    kind: HandoverKind
    text: str = field(default="", repr=False)
    at_ms: int = 0
    due_ms: int | None = None
    row: RowKey = NO_ROW
    position: int | None = None
    count: int = 1
