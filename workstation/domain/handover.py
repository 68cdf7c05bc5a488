"""What is handed over of an open consultation: lines that each lead to the message they are of."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import field

from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.domain.promises import find_promises
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.domain.value import Value


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


class HandoverItem(Value):
    """One line. ``row`` and ``position`` lead to its message, where it has one.

    ``at_ms`` is when that was written, ``due_ms`` when the day begins that it names (both in ms
    since the epoch). ``count`` says for how many messages it stands, of which it is the first.
    ``subject`` names the message where it is found anew in any database, empty where it has no such
    name. A promise ``reminds`` in the queue where the doctor wants that; ``marked_ms`` is when the
    doctor last changed anything about it, 0 for never.
    """

    consultation_id: ConsultationId
    kind: HandoverKind
    text: str = field(default="", repr=False)
    at_ms: int = 0
    due_ms: int | None = None
    row: RowKey = NO_ROW
    position: int | None = None
    count: int = 1
    subject: str = ""
    reminds: bool = False
    marked_ms: int = 0

    @property
    def can_remind(self) -> bool:
        """Whether a reminder would find it again."""
        return self.kind is HandoverKind.PROMISE and bool(self.subject)


class HandoverMark(Value):
    """What a doctor marked of a line by hand: the day, ``None`` for done, and a reminder."""

    due_ms: int | None
    reminds: bool = False
    marked_ms: int = 0


MarkName = tuple[str, str]
"""What a mark is known by in its consultation: the subject and the sentence."""


MessagePlace = tuple[ConsultationId, RowKey, int | None]
"""Where a message stands: its consultation, its row, and its place in the archive's order."""


def promises_of(message: Message, marks: Mapping[MarkName, HandoverMark]) -> Iterator[HandoverItem]:
    """What an own message promises that is not marked as done; nothing of one handed over."""
    place = message.consultation_id, message.key, message.position
    return promises_in(message.written, message.at_ms, place, message.origin_id, marks)


def promises_in(
    text: str, at_ms: int, place: MessagePlace, subject: str, marks: Mapping[MarkName, HandoverMark]
) -> Iterator[HandoverItem]:
    """The promises in own words that no message was made of yet."""
    if is_handover(text):
        return
    consultation_id, row, position = place
    for promise in find_promises(text, at_ms):
        mark = marks.get((subject, promise.text), HandoverMark(promise.due_ms))
        if mark.due_ms is not None:
            yield HandoverItem(
                consultation_id,
                HandoverKind.PROMISE,
                promise.text,
                at_ms,
                mark.due_ms,
                row,
                position,
                subject=subject,
                reminds=mark.reminds,
                marked_ms=mark.marked_ms,
            )
