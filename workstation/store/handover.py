"""The handover of all open consultations: who is urgent, and what each of them leaves open.

I-PASS: illness severity is the order and the section, the patient's summary the row itself, the
action list what was promised, is due or not sent, and what to be aware of is what the patient asked
and has not read. The receiver's synthesis is a message of its own.

A promise for a later day is kept, as the day of a follow-up is, once a doctor of the team wrote on
its day or later; one for the same day by whatever was written from the next day on.
Red without: ``tests/store/test_handover.py``.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from workstation.domain.handover import HandoverItem, HandoverKind
from workstation.domain.ids import ConsultationId
from workstation.domain.promises import day_begins_ms
from workstation.domain.value import value
from workstation.store.waiting import QueueSection
from workstation.store.worklist import Worklist
from workstation.store.worklist_row import WorklistRow

KINDS = {kind: number for number, kind in enumerate(HandoverKind)}


@value
class HandoverEntry:
    """One open consultation, the section in which it waits, and what it leaves open."""

    row: WorklistRow
    section: QueueSection
    items: tuple[HandoverItem, ...]


def build_handover(
    worklist: Worklist, open_items: Iterable[HandoverItem], now_ms: int, zone: tzinfo | None = None
) -> tuple[HandoverEntry, ...]:
    """All open consultations in the queue's order, the overdue ones first.

    ``open_items`` is what their messages leave open; drafts and what is not sent are the
    queue's own.
    """
    by_room: defaultdict[ConsultationId, list[HandoverItem]] = defaultdict(list)
    for item in open_items:
        by_room[item.consultation_id].append(item)
    return tuple(
        HandoverEntry(row, section, tuple(_items(worklist, row, by_room[room], zone)))
        for section, rooms in worklist.sections(now_ms).items()
        for room in rooms
        if (row := worklist.row(room)) is not None
    )


def _items(
    worklist: Worklist, row: WorklistRow, open_items: Iterable[HandoverItem], zone: tzinfo | None
) -> list[HandoverItem]:
    room = row.consultation.consultation_id
    items = [item for item in open_items if not _is_kept(item, row.summary.doctor_ms, zone)]
    if row.follow_up_ms is not None:
        at_ms = row.summary.summed_up_ms
        items.append(
            HandoverItem(room, HandoverKind.FOLLOW_UP, at_ms=at_ms, due_ms=row.follow_up_ms)
        )
    unsent = row.summary.last_unsent
    if row.unsent and unsent is not None:
        items.append(
            HandoverItem(
                room,
                HandoverKind.UNSENT,
                unsent.written,
                unsent.at_ms,
                row=unsent.key,
                position=unsent.position,
                count=row.unsent,
            )
        )
    draft = worklist.draft(room)
    if draft.text or draft.files or draft.voice is not None:
        items.append(HandoverItem(room, HandoverKind.DRAFT, draft.text))
    return sorted(items, key=lambda item: (KINDS[item.kind], item.due_ms or item.at_ms))


def _is_kept(item: HandoverItem, doctor_ms: int | None, zone: tzinfo | None) -> bool:
    if item.kind is not HandoverKind.PROMISE or item.due_ms is None or doctor_ms is None:
        return False
    if doctor_ms < item.due_ms:
        return False
    written = datetime.fromtimestamp(item.at_ms / 1000, tz=zone).astimezone(zone).date()
    return doctor_ms >= max(item.due_ms, day_begins_ms(written + timedelta(days=1), zone))
