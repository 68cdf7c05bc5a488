"""How long a patient waits, and what that means: pure functions of the time now."""

import enum
from dataclasses import dataclass

from workstation.domain.changes import Summary
from workstation.domain.consultation import Consultation

MINUTE_MS = 60_000
LATE_MS = 30 * MINUTE_MS
OVERDUE_MS = 60 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class WaitingLimits:
    """From when on a waiting time is late and overdue, in ms."""

    late_ms: int = LATE_MS
    overdue_ms: int = OVERDUE_MS

    @classmethod
    def of_minutes(cls, late: int, overdue: int) -> "WaitingLimits":
        """Limits as they are set, in minutes."""
        return cls(late * MINUTE_MS, overdue * MINUTE_MS)


DEFAULT_LIMITS = WaitingLimits()


class QueueSection(enum.Enum):
    """The sections of the work queue, in their order: 优先处理, 置顶, 等待回复, 已回复, 稍后处理.

    Nothing that a doctor pins stands above a patient who has waited too long.
    """

    OVERDUE = "overdue"
    PINNED = "pinned"
    WAITING = "waiting"
    ANSWERED = "answered"
    SNOOZED = "snoozed"
    ARRIVED = "arrived"
    """What came while rows must not move: below all others, until they may."""


class Lateness(enum.Enum):
    """How a waiting time is coloured: by default under 30 minutes, under 60, from 60 on."""

    CALM = "calm"
    LATE = "late"
    OVERDUE = "overdue"


def is_waiting(summary: Summary) -> bool:
    """Whether no doctor of the team has answered; what is only queued answers nobody."""
    return not summary.answered


def waiting_since_ms(consultation: Consultation, summary: Summary) -> int | None:
    """Since when the patient waits, in ms since the epoch; ``None`` when answered or unknown.

    The first message of the patient after the last answer of a doctor starts the clock, so that
    who writes again never waits "less" (the IM contract, "Messages"). Where nobody has answered yet
    that is the symptom itself.
    """
    if summary.answered:
        return None
    asked = [summary.unanswered_ms]
    if summary.doctor_id is None or summary.unanswered_ms is None:
        asked.append(consultation.created_ms)
    return min((moment for moment in asked if moment is not None), default=None)


def waited_ms(since_ms: int, now_ms: int) -> int:
    """Milliseconds waited by now; never negative, whatever this computer's clock says."""
    return max(0, now_ms - since_ms)


def lateness(since_ms: int, now_ms: int, limits: WaitingLimits = DEFAULT_LIMITS) -> Lateness:
    """What a waiting time means."""
    waited = waited_ms(since_ms, now_ms)
    if waited >= limits.overdue_ms:
        return Lateness.OVERDUE
    return Lateness.LATE if waited >= limits.late_ms else Lateness.CALM
