"""Summaries at the end of consultations: what is being written, and what became a message."""

import json
from dataclasses import asdict, fields
from functools import reduce
from typing import TYPE_CHECKING, Any

from workstation.domain.changes import Changes
from workstation.domain.closing import PARTS, ClosingSummary, KeptSummary
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import MessageKind
from workstation.vault import sql
from workstation.vault.codec import well_formed
from workstation.vault.doctor.text_merge import merge_texts
from workstation.vault.unsent import outbox

if TYPE_CHECKING:
    import apsw


def get(connection: "apsw.Connection", consultation_id: ConsultationId) -> KeptSummary:
    """The summary of a consultation; an empty one where there is none."""
    row = sql.one(
        connection,
        "SELECT content, sent, origin_id, sent_ms FROM closing_summary WHERE consultation_id = ?",
        (consultation_id,),
    )
    if row is None:
        return KeptSummary(consultation_id)
    content, sent, origin_id, sent_ms = row
    sent_summary = _value(str(sent)) if sent else None
    return KeptSummary(
        consultation_id, _value(str(content)), sent_summary, OriginId(str(origin_id)), int(sent_ms)
    )


def put(
    connection: "apsw.Connection", consultation_id: ConsultationId, draft: ClosingSummary
) -> None:
    """Store what is being written of a summary; what was sent stays known."""
    sql.run(
        connection,
        "INSERT INTO closing_summary (consultation_id, content) VALUES (?, ?)"
        " ON CONFLICT DO UPDATE SET content = excluded.content",
        (consultation_id, _text(draft)),
    )


def send(  # noqa: PLR0913, PLR0917 - a message's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    summary: ClosingSummary,
    origin_id: OriginId,
    text: str,
    now_ms: int,
) -> Changes:
    """Queue ``text``, the summary in words, as a message; the composer's draft is left alone."""
    put(connection, consultation_id, summary)
    sql.run(
        connection,
        "UPDATE closing_summary SET sent = content, origin_id = ?, sent_ms = ?"
        " WHERE consultation_id = ?",
        (origin_id, now_ms, consultation_id),
    )
    return outbox.add(connection, consultation_id, origin_id, MessageKind.TEXT, text, now_ms)


def forget_sent(connection: "apsw.Connection", consultation_id: ConsultationId) -> None:
    """Forget what was sent of a summary with its conversation; only what is not sent stays."""
    sql.run(
        connection,
        "DELETE FROM closing_summary WHERE consultation_id = ? AND sent = content",
        (consultation_id,),
    )
    sql.run(
        connection,
        "UPDATE closing_summary SET sent = '', origin_id = '', sent_ms = 0"
        " WHERE consultation_id = ?",
        (consultation_id,),
    )


def merge_rows(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """One row of two of a consultation, ``second`` written later, that loses no words.

    What was sent last is remembered as sent. What was not sent stays; where both have such words,
    they are joined part by part, and the doctor decides before sending. What was gone on with and
    sent in the second is sent.
    """
    last = max(second, first, key=lambda row: row["sent_ms"])
    left = (second,) if _is_part_of(first, second["sent"]) else (first, second)
    unsent = [row["content"] for row in left if _is_unsent(row)]
    return last | {"content": reduce(_merge_contents, unsent) if unsent else last["content"]}


def _is_unsent(row: dict[str, Any]) -> bool:
    return row["content"] != row["sent"] and bool(_value(row["content"]))


def _is_part_of(row: dict[str, Any], sent: str) -> bool:
    """Whether all words of a summary that never was sent stand in this one, which was."""
    if row["sent"] or not sent:
        return False
    begun, whole = _value(row["content"]), _value(sent)
    return (
        all(getattr(begun, name).strip() in getattr(whole, name) for name in PARTS)
        and begun.follow_up in {"", whole.follow_up}
        and (not begun.no_prescription or whole.no_prescription or bool(whole.prescription))
    )


def _merge_contents(first: str, second: str) -> str:
    """Both contents as one; of two days both stay: that is no day, which the form says."""
    if first == second:
        return first
    earlier, later = _value(first), _value(second)
    parts = {name: merge_texts(getattr(earlier, name), getattr(later, name)) for name in PARTS}
    without = (earlier.no_prescription or later.no_prescription) and not parts["prescription"]
    day = merge_texts(earlier.follow_up, later.follow_up, " / ")
    return _text(ClosingSummary(**parts, no_prescription=without, follow_up=day))


def _text(summary: ClosingSummary) -> str:
    return well_formed(json.dumps(asdict(summary), ensure_ascii=False))


def _value(content: str) -> ClosingSummary:
    """The summary in a stored value; a part that only a newer version knows is left out."""
    parts = json.loads(content)
    known = (part.name for part in fields(ClosingSummary))
    return ClosingSummary(**{name: parts[name] for name in known if name in parts})
