"""Who waits for an answer, since when, and how late it is: pure functions of the present time.

The waiting time starts with the patient's first unanswered message that needs an answer. Thanks
alone need none (``domain/courtesy.py``), nor do messages that a doctor marked as needing no reply,
up to those on the screen at that time. So the same messages and marks give the same waiting time in
whatever order they arrive (``tests/vault/conversation/test_no_reply.py``), and no mark hides what
came after it.
"""

import enum
from collections.abc import Collection

from workstation.base.clock import MINUTE_MS
from workstation.domain.changes import Summary
from workstation.domain.consultation import Consultation
from workstation.domain.courtesy import DEFAULT_COURTESIES, Courtesies
from workstation.domain.marks import Mark
from workstation.domain.value import Value

LATE_MS = 30 * MINUTE_MS
OVERDUE_MS = 60 * MINUTE_MS


class WaitingLimits(Value):
    """From when on a waiting time is late and overdue, in ms."""

    late_ms: int = LATE_MS
    overdue_ms: int = OVERDUE_MS

    @classmethod
    def of_minutes(cls, late: int, overdue: int) -> "WaitingLimits":
        """Limits as they are set, in minutes."""
        return cls(late * MINUTE_MS, overdue * MINUTE_MS)


DEFAULT_LIMITS = WaitingLimits()


THANKS = Courtesies.of(DEFAULT_COURTESIES)


class WaitingRules(Value):
    """What starts the waiting time, and its limits, for the first answer and for later ones.

    Without limits of its own (``first`` is ``None``) the first answer has those of the others.
    """

    follow_up: WaitingLimits = DEFAULT_LIMITS
    first: WaitingLimits | None = None
    courtesies: Courtesies = THANKS

    @classmethod
    def of_settings(
        cls, late: int, overdue: int, first_answer: int, courtesies: Collection[str]
    ) -> "WaitingRules":
        """Rules from the settings, in minutes; ``first_answer`` 0 means no limit of its own.

        The first answer turns late after the same share of its limit as others.
        """
        first = None
        if first_answer:
            late_ms = late * first_answer * MINUTE_MS // overdue
            first = WaitingLimits(late_ms, first_answer * MINUTE_MS)
        return cls(WaitingLimits.of_minutes(late, overdue), first, Courtesies.of(courtesies))

    def limits(self, *, first_answer: bool) -> WaitingLimits:
        """The promise that holds for an answer."""
        return self.first if first_answer and self.first is not None else self.follow_up


DEFAULT_RULES = WaitingRules()


class QueueSection(enum.Enum):
    """The sections of the work queue: 优先处理, 置顶, 等待回复, 到期提醒, 已回复, 已小结, 稍后处理.

    Nothing that a doctor pins stands above a patient who has waited too long.
    """

    OVERDUE = "overdue"
    PINNED = "pinned"
    WAITING = "waiting"
    DUE = "due"
    """The day of a promise or a follow-up has come, and no doctor has written since."""
    ANSWERED = "answered"
    SUMMED_UP = "summed_up"
    """The team's last word is the summary, and nothing since needs an answer."""
    SNOOZED = "snoozed"
    ARRIVED = "arrived"
    """What came while rows must not move: below all others, until they may."""


class Lateness(enum.Enum):
    """How a waiting time is coloured: by default under 30 minutes, under 60, from 60 on."""

    CALM = "calm"
    LATE = "late"
    OVERDUE = "overdue"


class Need(Value):
    """An answer that is needed, and since when; ``None``: unknown."""

    since_ms: int | None


def find_need(
    consultation: Consultation, summary: Summary, mark: Mark | None, courtesies: Courtesies
) -> Need | None:
    """The answer that a consultation needs; ``None`` if none.

    The patient's first message after the last answer of a doctor starts the waiting time, so that
    writing again never shortens it (the IM contract, "Messages"). Before the first answer that is
    the symptom itself. Queued messages do not count as answers.
    """
    if summary.answered:
        return None
    is_first = summary.doctor_id is None
    asked_ms, unanswered = None, summary.unanswered
    for message in unanswered:
        if message.text is None or not courtesies.consist(message.text):
            asked_ms = message.at_ms
            break
    is_covered = mark is not None and mark.no_reply_to is not None
    matter_asks = not is_covered and (is_first or not unanswered)
    if not matter_asks:
        return None if asked_ms is None else Need(asked_ms)
    created_ms = consultation.created_ms
    if asked_ms is None or created_ms is None:
        return Need(created_ms if asked_ms is None else asked_ms)
    return Need(min(asked_ms, created_ms))


def waited_ms(since_ms: int, now_ms: int) -> int:
    """Milliseconds waited by now; never negative, even if this computer's clock is wrong."""
    return max(0, now_ms - since_ms)


def lateness(since_ms: int, now_ms: int, limits: WaitingLimits) -> Lateness:
    """What a waiting time means."""
    waited = waited_ms(since_ms, now_ms)
    if waited >= limits.overdue_ms:
        return Lateness.OVERDUE
    return Lateness.LATE if waited >= limits.late_ms else Lateness.CALM
