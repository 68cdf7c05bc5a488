"""What of the work queue is shown: a row passes if it passes every filter that is on."""

import enum
from collections.abc import Callable, Collection, Iterable

from workstation.domain.consultation import Consultation
from workstation.domain.ids import MemberId
from workstation.store.history import has_pictures
from workstation.store.waiting import Lateness, lateness
from workstation.store.worklist_row import WorklistRow


class Filter(enum.Enum):
    """The filters, in the order of the menu."""

    OVERDUE = "overdue"
    """Waits too long for an answer."""

    UNREAD = "unread"
    """Has something unread, or is marked to be read again."""

    MINE = "mine"
    """This doctor has written in it, or is the only doctor of its team."""

    PICTURES = "pictures"
    """Pictures were sent with the symptom or in the conversation."""

    FAMILY = "family"
    """The person who started it is not the patient."""


def passes(
    row: WorklistRow,
    chosen: Collection[Filter],
    *,
    me: MemberId,
    now_ms: int,
) -> bool:
    """Whether a row is shown; without a filter every row is."""
    return all(_TESTS[filter_](row, me, now_ms) for filter_ in chosen)


def count_passing(
    rows: Iterable[WorklistRow], filter_: Filter, *, me: MemberId, now_ms: int
) -> int:
    """How many rows pass one filter."""
    test = _TESTS[filter_]
    return sum(test(row, me, now_ms) for row in rows)


def _is_overdue(row: WorklistRow, now_ms: int) -> bool:
    since = row.waiting_since_ms
    return since is not None and lateness(since, now_ms, row.limits) is Lateness.OVERDUE


def _is_family(consultation: Consultation) -> bool:
    """Whether two known accounts differ; false where one is unknown."""
    ids = (consultation.creator.member_id, consultation.target.member_id)
    return None not in ids and ids[0] != ids[1]


_TESTS: dict[Filter, Callable[[WorklistRow, MemberId, int], bool]] = {
    Filter.OVERDUE: lambda row, _, now_ms: _is_overdue(row, now_ms),
    Filter.UNREAD: lambda row, *_: row.badge > 0,
    Filter.MINE: lambda row, me, _: row.summary.mine or row.consultation.doctor_ids == (me,),
    Filter.PICTURES: lambda row, *_: row.summary.pictures or has_pictures(row.consultation),
    Filter.FAMILY: lambda row, *_: _is_family(row.consultation),
}
"""Made once: each letter typed, and the menu of filters, ask thousands of rows."""
