"""Who waits for an answer, since when, and what that means: pure functions of the time now.

The clock tells need: it starts with the first thing a patient said that needs an answer and has
none. Thanks alone do not (``domain/courtesy.py``), nor does what a doctor marked as needing no
reply, up to what was on the screen then. So the same messages and marks give the same clock in
whatever order they came (``tests/vault/conversation/test_no_reply.py``), and no mark hides what
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
    """What starts the clock, and the two promises: for the first answer and for every later one.

    Without a promise of its own (``first`` is ``None``) the first answer has that of all others.
    """

    follow_up: WaitingLimits = DEFAULT_LIMITS
    first: WaitingLimits | None = None
    courtesies: Courtesies = THANKS

    @classmethod
    def of_settings(
        cls, late: int, overdue: int, first_answer: int, courtesies: Collection[str]
    ) -> "WaitingRules":
        """Rules as they are set, in minutes; ``first_answer`` 0 is no promise of its own.

        The first answer is late after the same share of its time as any other.
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
    """The day has come of a promise or of the summary's follow-up, and nobody wrote since."""
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
    """An answer that is needed, and since when; ``None``: nobody knows."""

    since_ms: int | None


def find_need(
    consultation: Consultation, summary: Summary, mark: Mark | None, courtesies: Courtesies
) -> Need | None:
    """What a consultation needs now; ``None`` where nobody has to answer anything.

    The first message of the patient after the last answer of a doctor starts the clock, so that
    who writes again never waits "less" (the IM contract, "Messages"). Where nobody has answered yet
    that is the symptom itself. What is only queued answers nobody.
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
    """Milliseconds waited by now; never negative, whatever this computer's clock says."""
    return max(0, now_ms - since_ms)


def lateness(since_ms: int, now_ms: int, limits: WaitingLimits) -> Lateness:
    """What a waiting time means."""
    waited = waited_ms(since_ms, now_ms)
    if waited >= limits.overdue_ms:
        return Lateness.OVERDUE
    return Lateness.LATE if waited >= limits.late_ms else Lateness.CALM
