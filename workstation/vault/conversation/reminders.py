"""The own promises of which a doctor wants to be reminded, as a part of a conversation's summary.

A mark names a sentence of an own message. It reminds while that message stands and says it: a
withdrawal or another wording ends it, also one that the room does not know of yet.
Tests: ``tests/vault/conversation/test_reminders.py``.
"""

import json
from collections.abc import Iterator

from workstation.domain.handover import HandoverItem, HandoverKind, is_handover
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.promises import find_promises
from workstation.domain.row_key import own_row, stored_row
from workstation.vault.conversation.messages import CORRECTION, STANDS

_NONE = "[]"

_WAITING = (
    "FROM outbox o WHERE o.consultation_id = room_id AND o.amends = m.origin_id AND o.amends <> ''"
    " AND NOT (o.retracts AND o.state = 'failed')"
)

REMINDERS = f"""(
    SELECT json_group_array(json_array(
        h.subject, h.sentence, h.due_ms, h.marked_ms, m.message_id, m.twin, m.position, m.at_ms,
        CASE WHEN EXISTS (SELECT 1 {_WAITING}) THEN
            (SELECT iif(o.retracts, NULL, o.text) {_WAITING} ORDER BY o.entry_id DESC LIMIT 1)
        ELSE coalesce((SELECT r.text {CORRECTION}), m.text) END
    )) FROM handover_mark h CROSS JOIN message m INDEXED BY message_once
        ON m.consultation_id = room_id AND m.member_id = ?1 AND m.origin_id = h.subject
    WHERE h.consultation_id = room_id AND h.reminds AND h.due_ms IS NOT NULL AND {STANDS}
)"""
"""A column of the summary, in which ``room_id`` is the consultation and ``?1`` this doctor."""


def read_reminders(consultation_id: ConsultationId, listed: str | None) -> tuple[HandoverItem, ...]:
    """What that column says, without what the messages say no longer."""
    if not listed or listed == _NONE:
        return ()
    return tuple(_standing(consultation_id, listed))


def _standing(consultation_id: ConsultationId, listed: str) -> Iterator[HandoverItem]:
    for row in json.loads(listed):
        subject, sentence, due_ms, marked_ms, number, twin, position, at_ms, text = row
        if not text or is_handover(text):
            continue
        if any(promise.text == sentence for promise in find_promises(text, at_ms)):
            yield HandoverItem(
                consultation_id,
                HandoverKind.PROMISE,
                sentence,
                at_ms,
                due_ms,
                stored_row(number) if twin else own_row(OriginId(subject)),
                position,
                subject=subject,
                reminds=True,
                marked_ms=marked_ms,
            )
