"""The handover of all active consultations: how urgent each is, and what it leaves open.

It follows I-PASS: illness severity is the order and the section; the patient summary is the row;
the action list is what was promised, is due or was not sent; situation awareness is what the
patient asked and has not read. The synthesis by the receiver is a separate message.

A promise that was kept (``store.reminders``) is not listed. Tests:
``tests/store/test_handover.py``.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import tzinfo

from workstation.domain.handover import HandoverItem, HandoverKind
from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.store.reminders import is_kept
from workstation.store.waiting import QueueSection
from workstation.store.worklist import Worklist
from workstation.store.worklist_row import WorklistRow

KINDS = {kind: number for number, kind in enumerate(HandoverKind)}


class HandoverEntry(Value):
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
        for section, rooms in worklist.queue_order.sections(now_ms).items()
        for room in rooms
        if (row := worklist.row(room)) is not None
    )


def _items(
    worklist: Worklist, row: WorklistRow, open_items: Iterable[HandoverItem], zone: tzinfo | None
) -> list[HandoverItem]:
    room = row.consultation.consultation_id
    items = [item for item in open_items if not is_kept(item, row.summary.doctor_ms, zone)]
    items += [item for item in row.reminders if item.kind is HandoverKind.FOLLOW_UP]
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
