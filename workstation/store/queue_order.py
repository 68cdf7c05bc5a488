"""Where a row of the work queue stands: its section, what is pinned, what is snoozed."""

from collections.abc import Collection, Mapping, Sequence

from workstation.domain.ids import ConsultationId
from workstation.store.waiting import QueueSection

Sections = Mapping[QueueSection, tuple[ConsultationId, ...]]


def arrange_sections(
    waiting_sections: Sections, pinned: Sequence[ConsultationId], aside: Collection[ConsultationId]
) -> dict[QueueSection, tuple[ConsultationId, ...]]:
    """The sections with what the doctor marked put in its place; empty ones are left out.

    Pinned rows come first among those that wait too long, and else have a section of their own.
    What is snoozed stands at the end, seen but out of the way.
    """
    late, ahead = set(waiting_sections.get(QueueSection.OVERDUE, ())), set(pinned)
    first = [
        consultation_id
        for consultation_id in pinned
        if consultation_id in late and consultation_id not in aside
    ]
    own = [
        consultation_id
        for consultation_id in pinned
        if consultation_id not in late and consultation_id not in aside
    ]
    placed = {
        QueueSection.OVERDUE: (
            *first,
            *_remaining(waiting_sections, QueueSection.OVERDUE, ahead, aside),
        ),
        QueueSection.PINNED: tuple(own),
        QueueSection.WAITING: _remaining(waiting_sections, QueueSection.WAITING, ahead, aside),
        QueueSection.DUE: _remaining(waiting_sections, QueueSection.DUE, ahead, aside),
        QueueSection.ANSWERED: _remaining(waiting_sections, QueueSection.ANSWERED, ahead, aside),
        QueueSection.SUMMED_UP: _remaining(waiting_sections, QueueSection.SUMMED_UP, ahead, aside),
        QueueSection.SNOOZED: tuple(
            consultation_id
            for ids in waiting_sections.values()
            for consultation_id in ids
            if consultation_id in aside
        ),
    }
    return {section: ids for section, ids in placed.items() if ids}


def hold_positions(
    current: Sections, target: Sections
) -> dict[QueueSection, tuple[ConsultationId, ...]]:
    """``target`` with every row that is shown left where it is, for a hand that is on the list.

    Rows that are new come below all others, so that nothing moves; rows that left are gone.
    """
    target_ids = [consultation_id for ids in target.values() for consultation_id in ids]
    stay = set(target_ids)
    placed = {
        section: tuple(consultation_id for consultation_id in ids if consultation_id in stay)
        for section, ids in current.items()
    }
    placed.pop(QueueSection.ARRIVED, None)
    placed_ids = {consultation_id for ids in placed.values() for consultation_id in ids}
    placed[QueueSection.ARRIVED] = tuple(
        consultation_id for consultation_id in target_ids if consultation_id not in placed_ids
    )
    return {section: ids for section, ids in placed.items() if ids}


def _remaining(
    sections: Sections,
    section: QueueSection,
    ahead: Collection[ConsultationId],
    aside: Collection[ConsultationId],
) -> tuple[ConsultationId, ...]:
    return tuple(
        consultation_id
        for consultation_id in sections.get(section, ())
        if consultation_id not in ahead and consultation_id not in aside
    )
