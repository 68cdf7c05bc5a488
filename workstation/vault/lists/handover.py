"""What conversations in process leave open: promises, questions, what the patient has not read.

A few statements for all rooms together, however many there are: one walks the doctor's messages of
every room in an index, one the patients', and the rules (``domain.promises``,
``domain.questions``) read them in the reader's thread. What was taken back promises and asks
nothing, also where the room does not know of it yet; a correction counts in place of what it
corrects.

A mark names its message as every database does: an own one by the id that this computer chose,
another's by who wrote it and the id that was chosen there, or by the moment where none was.
Tests: ``tests/vault/lists/test_handover.py``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workstation.domain.changes import Changes, Place
from workstation.domain.handover import (
    HandoverItem,
    HandoverKind,
    HandoverMark,
    MarkName,
    MessagePlace,
    promises_in,
)
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import MessageKind
from workstation.domain.row_key import own_row, stored_row
from workstation.vault import sql
from workstation.vault.conversation import members, summaries
from workstation.vault.conversation.messages import VISIBLE
from workstation.vault.unsent import outbox

if TYPE_CHECKING:
    import apsw

_NOTHING = -(1 << 62)
_ROOMS = f"""
WITH room AS MATERIALIZED (
    SELECT consultation_id AS room_id, doctor_ids AS doctors, CASE WHEN creator_id IS NOT ?1
        AND creator_id NOT IN (SELECT value FROM json_each(doctor_ids)) THEN creator_id
        END AS patient
    FROM consultation WHERE place = '{Place.IN_PROCESS.value}'
)
"""
_OWN = f"""{_ROOMS},
seen AS MATERIALIZED (
    SELECT room_id, patient, max(
        coalesce((
            SELECT max(r.position) FROM displayed d JOIN message r USING (message_id)
            WHERE d.consultation_id = room_id AND d.member_id = patient
        ), {_NOTHING}),
        coalesce((
            SELECT position FROM message r INDEXED BY message_member
            WHERE r.consultation_id = room_id AND r.member_id = patient
            ORDER BY position DESC LIMIT 1
        ), {_NOTHING})
    ) AS place FROM room
)
SELECT room_id, m.message_id, m.origin_id, m.twin, m.position, m.at_ms, m.kind, m.text,
    patient IS NOT NULL AND m.position > place
FROM seen CROSS JOIN message m INDEXED BY message_member
    ON m.consultation_id = room_id AND m.member_id = ?1
WHERE (m.kind = 'text' OR m.position > place) AND {VISIBLE}
"""
"""Own messages; who has written after one has read it, whether or not that program says so."""

_ANSWERED = """
EXISTS (
    SELECT 1 FROM (
        SELECT archive_id AS name FROM archived a
            WHERE a.consultation_id = room_id AND a.message_id = m.message_id
        UNION ALL SELECT a.archive_id FROM message c CROSS JOIN archived a USING (message_id)
            WHERE c.target_id = m.message_id AND a.consultation_id = room_id
        UNION ALL SELECT m.origin_id WHERE m.origin_id <> ''
    ) CROSS JOIN message q INDEXED BY message_quotes
        ON q.consultation_id = room_id AND q.quotes = name AND q.quotes <> ''
    WHERE NOT q.retracts
    AND (q.member_id = ?1 OR q.member_id IN (SELECT value FROM json_each(doctors)))
    AND NOT EXISTS (SELECT 1 FROM message w
        WHERE w.target_id = coalesce(q.target_id, q.message_id) AND w.retracts)
)
"""
"""By a doctor who quoted it (``vault.conversation.quotes``), in words that still stand."""

_ASKED = f"""{_ROOMS}
SELECT room_id, m.message_id, m.member_id, m.origin_id, m.position, m.at_ms, m.text
FROM (
    SELECT *, coalesce((SELECT no_reply_to FROM desk_mark WHERE consultation_id = room_id), -1)
        AS covered,
        EXISTS (SELECT 1 FROM message q WHERE q.consultation_id = room_id AND q.quotes <> '')
        AS has_quotes
    FROM room WHERE patient IS NOT NULL
) CROSS JOIN message m INDEXED BY message_member
    ON m.consultation_id = room_id AND m.member_id = patient
WHERE m.kind = 'text' AND m.message_id > covered AND {VISIBLE}
    AND NOT (has_quotes AND {_ANSWERED})
"""
_AMENDED = f"""
SELECT target_id, iif(retracts, NULL, text) FROM message INDEXED BY message_target
WHERE target_id IS NOT NULL AND consultation_id IN
    (SELECT consultation_id FROM consultation WHERE place = '{Place.IN_PROCESS.value}')
ORDER BY retracts, position
"""
"""What messages say by their last correction; nothing where one was taken back."""

_MARKS = "SELECT consultation_id, subject, sentence, due_ms, reminds, marked_ms FROM handover_mark"
_Marks = dict[ConsultationId, dict[MarkName, HandoverMark]]
_Amended = dict[int, str | None]


def read(connection: "apsw.Connection") -> tuple[HandoverItem, ...]:
    """All that is open now, of each consultation in the order written."""
    marks, amended = _read_marks(connection), _read_amended(connection)
    return (*_own(connection, marks, amended), *_questions(connection, marks, amended))


def read_marks(
    connection: "apsw.Connection", consultation_id: ConsultationId
) -> dict[MarkName, HandoverMark]:
    """What is marked by hand in a consultation."""
    rows = sql.rows(connection, f"{_MARKS} WHERE consultation_id = ?", (consultation_id,))
    return {(subject, sentence): _mark(mark) for _room, subject, sentence, *mark in rows}


def put(connection: "apsw.Connection", item: HandoverItem) -> Changes:
    """Store what a line says: its day, ``None`` for done, and whether it reminds."""
    _drop(connection, item)
    sql.run(
        connection,
        "INSERT INTO handover_mark (consultation_id, subject, sentence, due_ms, reminds, marked_ms)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (*_name(item), item.due_ms, int(item.reminds), item.marked_ms),
    )
    return Changes(summaries=(summaries.keep_of_room(connection, item.consultation_id),))


def remove(connection: "apsw.Connection", item: HandoverItem) -> Changes:
    """Take back what was marked of a line."""
    _drop(connection, item)
    return Changes(summaries=(summaries.keep_of_room(connection, item.consultation_id),))


def send(
    connection: "apsw.Connection",
    messages: Iterable[tuple[ConsultationId, OriginId, str]],
    now_ms: int,
) -> list[Changes]:
    """Take the texts that hand consultations over into the outbox."""
    return [
        outbox.add(connection, consultation_id, origin_id, MessageKind.TEXT, text, now_ms)
        for consultation_id, origin_id, text in messages
    ]


def _own(connection: "apsw.Connection", marks: _Marks, amended: _Amended) -> Iterator[HandoverItem]:
    unread: dict[ConsultationId, HandoverItem] = {}
    changed = _waiting_changes(connection)
    for row in sql.rows(connection, _OWN, (members.me(connection),)):
        room, number, origin_id, twin, position, at_ms, kind, text, is_unread = row
        text = changed.get((room, origin_id), amended.get(number, text))
        if text is None:
            continue
        key = stored_row(number) if twin or not origin_id else own_row(OriginId(origin_id))
        place = ConsultationId(room), key, int(position)
        if is_unread:
            words = text if kind == "text" else ""
            unread[place[0]] = _counted(unread.get(place[0]), place, at_ms, words)
        if kind == "text":
            yield from promises_in(text, at_ms, place, str(origin_id), marks.get(place[0], {}))
    yield from unread.values()


def _counted(
    first: HandoverItem | None, place: MessagePlace, at_ms: int, text: str
) -> HandoverItem:
    """The line of a room's unread messages, counted on; rows come oldest first."""
    if first is not None:
        return replace(first, count=first.count + 1)
    room, key, position = place
    return HandoverItem(room, HandoverKind.UNREAD, text, at_ms, row=key, position=position)


def _questions(
    connection: "apsw.Connection", marks: _Marks, amended: _Amended
) -> Iterator[HandoverItem]:
    from workstation.domain.questions import asks  # whose patterns no start need compile

    for row in sql.rows(connection, _ASKED, (members.me(connection),)):
        room, number, member, origin_id, position, at_ms, written = row
        text = amended.get(number, written)
        if text is None or not asks(text):
            continue
        subject = _subject(member, origin_id, at_ms)
        if (subject, "") not in marks.get(ConsultationId(room), {}):
            yield HandoverItem(
                ConsultationId(room),
                HandoverKind.QUESTION,
                text,
                at_ms,
                row=stored_row(number),
                position=position,
                subject=subject,
            )


def _read_amended(connection: "apsw.Connection") -> _Amended:
    return dict(sql.rows(connection, _AMENDED))


def _waiting_changes(connection: "apsw.Connection") -> dict[tuple[int, str], str | None]:
    """What own messages say by what waits in the outbox; ``None`` for those taken back."""
    rows: Iterable[Any] = sql.rows(
        connection,
        "SELECT consultation_id, amends, iif(retracts, NULL, text) FROM outbox"
        " WHERE amends <> '' AND NOT (retracts AND state = 'failed') ORDER BY entry_id",
    )
    return {(room, amends): text for room, amends, text in rows}


def _read_marks(connection: "apsw.Connection") -> _Marks:
    marks: _Marks = {}
    for room, subject, sentence, *mark in sql.rows(connection, _MARKS):
        marks.setdefault(ConsultationId(room), {})[subject, sentence] = _mark(mark)
    return marks


def _mark(columns: list[Any]) -> HandoverMark:
    due_ms, reminds, marked_ms = columns
    return HandoverMark(due_ms, reminds=bool(reminds), marked_ms=marked_ms)


def _drop(connection: "apsw.Connection", item: HandoverItem) -> None:
    sql.run(
        connection,
        "DELETE FROM handover_mark WHERE (consultation_id, subject, sentence) = (?, ?, ?)",
        _name(item),
    )


def _name(item: HandoverItem) -> tuple[int, str, str]:
    sentence = item.text if item.kind is HandoverKind.PROMISE else ""
    return item.consultation_id, item.subject, sentence


def _subject(member: int | None, origin_id: str, at_ms: int) -> str:
    return f"{member} {origin_id or at_ms}"
