"""What happened while the doctor did not look: pure functions of the queue's rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from workstation.store.waiting import MINUTE_MS
from workstation.store.worklist import WorklistRow

ABSENCE_MS = 15 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Since:
    """What is different since a moment.

    ``opened`` counts new consultations, ``wrote`` others whose patient wrote what is unread.
    ``answered`` tells by colleague (account, most first) how many consultations they answered.
    """

    opened: int = 0
    wrote: int = 0
    answered: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything happened."""
        return bool(self.opened or self.wrote or self.answered)


def is_absence(looked_ms: int, now_ms: int) -> bool:
    """Whether somebody who last looked then was away long enough to be told what happened."""
    return now_ms - looked_ms >= ABSENCE_MS


def since(rows: Iterable[WorklistRow], looked_ms: int, me: int) -> Since:
    """What the rows tell of the time since ``looked_ms``; ``me`` is this doctor's account."""
    opened = wrote = 0
    answered: Counter[int] = Counter()
    for row in rows:
        told = row.summary
        new = _after(row.consultation.created_ms, looked_ms)
        opened += new
        wrote += not new and told.patient_unread > 0 and _after(told.patient_ms, looked_ms)
        if told.doctor_id not in {None, me} and _after(told.doctor_ms, looked_ms):
            answered[told.doctor_id or 0] += 1
    by_number = sorted(answered.items(), key=lambda one: (-one[1], one[0]))
    return Since(opened, wrote, tuple(by_number))


def _after(moment_ms: int | None, looked_ms: int) -> bool:
    return moment_ms is not None and moment_ms > looked_ms
