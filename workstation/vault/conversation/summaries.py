"""Conversations at a glance: computed from the rows, and kept for the next start.

One statement for one conversation and for all of them: each of its parts is a step or two in an
index, however long the conversation. These are twenty steps a conversation, each on a page of its
own once there are many messages, so what they gave is kept as a row of the table ``summary``. That
row cannot drift out of step: whatever changes a row that the statement reads deletes it in the same
transaction, by triggers (``schema.tables.SUMMARIES``; those of the outbox write its two counts
instead, ``schema.unsent_counts``), and one that is not there is computed. Who changes a
conversation tells its new summary, and so keeps it (``keep``); for a new message, which has no
trigger (``schema.unread_counts``), its only writer always does.

Tests: ``tests/vault/conversation/test_kept_summaries.py``.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from workstation.domain.changes import MAX_UNANSWERED, Listed, Place, Summary, Unanswered
from workstation.domain.courtesy import MAX_COURTESY_CHARACTERS
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.message import Message
from workstation.domain.speaker import Cast
from workstation.vault import sql
from workstation.vault.codec import MAX_TEAMS
from workstation.vault.conversation import consultation_rows, members, outbox_rows
from workstation.vault.conversation.message_line import AMENDED, COLUMNS, NOTHING, stored_line
from workstation.vault.conversation.message_reader import MessageReader
from workstation.vault.conversation.messages import CORRECTION, STANDS, VISIBLE
from workstation.vault.conversation.outbox_counts import TO_DECIDE
from workstation.vault.conversation.reminders import REMINDERS, read_reminders
from workstation.vault.conversation.unanswered import (
    NO_UNANSWERED,
    read_unanswered,
    stored_unanswered,
)

if TYPE_CHECKING:
    import apsw

_BEFORE_ALL = -(1 << 62)
_ASKED, _UNSENT, _READ_TO, _HAS_QUOTES, _LINE = 6, 14, 16, 17, 18
_LAST = slice(_LINE, -1)
"""Where in a row these stand; the last line by ``COLUMNS``."""

_UNANSWERED = f"""
    FROM message m INDEXED BY message_member
    WHERE consultation_id = room_id AND member_id = patient
    AND position > coalesce(place, {_BEFORE_ALL}) AND {STANDS}
"""
"""What the patient said since the last answer of a doctor."""

_NEWEST_NUMBER = (
    "max(m.message_id,"
    " coalesce((SELECT max(message_id) FROM message r WHERE r.target_id = m.message_id), 0))"
)
"""A correction that comes after a mark is as new as a message."""

_GLANCE = f"""
WITH room AS MATERIALIZED (
    SELECT consultation_id AS room_id, creator_id, coalesce(doctor_ids, '[]') AS doctors
    FROM ({{rooms}}) LEFT JOIN consultation USING (consultation_id)
),
team AS (
    SELECT room_id, value AS doctor_id FROM room, json_each(doctors)
    UNION SELECT room_id, ?1 FROM room WHERE ?1 IS NOT NULL
),
spoken AS (
    SELECT room_id, doctor_id, (
        SELECT position FROM message m INDEXED BY message_member
        WHERE consultation_id = room_id AND member_id = doctor_id AND {STANDS}
        ORDER BY position DESC LIMIT 1
    ) AS place FROM team
),
answer AS MATERIALIZED (
    SELECT room_id, doctor_id, max(place) AS place, total(doctor_id = ?1) AS mine
    FROM spoken WHERE place IS NOT NULL GROUP BY room_id
),
people AS (
    SELECT *, CASE WHEN creator_id IS NOT ?1
        AND creator_id NOT IN (SELECT value FROM json_each(doctors)) THEN creator_id END AS patient,
        coalesce((SELECT no_reply_to FROM desk_mark WHERE consultation_id = room_id), -1) AS covered
    FROM room LEFT JOIN answer USING (room_id)
)
SELECT room_id, ?1,
    (SELECT coalesce(sum(number), 0) FROM unread_count WHERE consultation_id = room_id),
    EXISTS (
        SELECT 1 FROM message m INDEXED BY message_mention
        WHERE consultation_id = room_id AND unread AND mentions_me AND {STANDS}
    ),
    (
        SELECT coalesce(sum(number), 0) FROM unread_count WHERE consultation_id = room_id
        AND member_id IS NOT ?1 AND member_id NOT IN (SELECT value FROM json_each(doctors))
    ),
    (
        SELECT at_ms FROM message INDEXED BY message_member
        WHERE consultation_id = room_id AND member_id = patient AND {VISIBLE}
        ORDER BY position DESC LIMIT 1
    ),
    (
        SELECT json_group_array(json_array(
            at_ms, iif(kind = 'text' AND length(text) <= {MAX_COURTESY_CHARACTERS}, text, NULL)
        )) FROM (
            SELECT kind, coalesce((SELECT r.text {CORRECTION}), m.text) AS text,
                iif(m.message_id > covered, m.at_ms, (SELECT r.at_ms {CORRECTION})) AS at_ms
            {_UNANSWERED} AND {_NEWEST_NUMBER} > covered
            ORDER BY position LIMIT {MAX_UNANSWERED}
        )
    ),
    EXISTS (SELECT 1 {_UNANSWERED}),
    EXISTS (
        SELECT 1 FROM closing_summary JOIN message s USING (consultation_id, origin_id)
        WHERE consultation_id = room_id AND s.position = place AND s.member_id = ?1
    ),
    (
        SELECT json_array(json_extract(c.sent, '$.follow_up'), c.sent_ms)
        FROM closing_summary c JOIN message m USING (consultation_id, origin_id)
        WHERE consultation_id = room_id AND m.member_id = ?1 AND {STANDS}
    ),
    doctor_id, mine,
    (SELECT at_ms FROM message WHERE consultation_id = room_id AND position = place),
    EXISTS (
        SELECT 1 FROM message INDEXED BY message_picture
        WHERE consultation_id = room_id AND kind = 'image' AND {VISIBLE}
    ),
    (SELECT count(*) FROM outbox WHERE consultation_id = room_id),
    (SELECT count(*) FROM outbox WHERE consultation_id = room_id AND {TO_DECIDE}),
    (
        SELECT max(r.position) FROM displayed d JOIN message r USING (message_id)
        WHERE d.consultation_id = room_id AND d.member_id = creator_id
    ),
    EXISTS (SELECT 1 FROM message WHERE consultation_id = room_id AND quotes <> ''),
    {COLUMNS},
    {REMINDERS}
FROM people LEFT JOIN message m ON m.message_id = (
    SELECT message_id FROM message WHERE consultation_id = room_id AND {VISIBLE}
    ORDER BY position DESC LIMIT 1
)
"""
_OF_ROOM = _GLANCE.format(rooms="SELECT ?2 AS consultation_id")
_MISSING = """
    SELECT consultation_id FROM consultation c WHERE place = ?2 AND NOT EXISTS
    (SELECT 1 FROM summary s WHERE s.consultation_id = c.consultation_id AND s.me IS ?1)
"""
_OF_MISSING = _GLANCE.format(rooms=_MISSING)
_KEPT = """
    SELECT s.* FROM summary s JOIN consultation USING (consultation_id)
    WHERE place = ?2 AND s.me IS ?1
"""
_KEPT_OF_ROOM = "SELECT * FROM summary WHERE consultation_id = ?2 AND me IS ?1"
_PLACE = Place.IN_PROCESS


def of_room(connection: "apsw.Connection", consultation_id: ConsultationId) -> Summary:
    """The summary of one conversation, computed."""
    reader = MessageReader(connection, consultation_id)
    (row,) = sql.rows(connection, _OF_ROOM, (reader.cast.me, consultation_id))
    return _read(connection, reader, row, _newest(connection))


def keep(connection: "apsw.Connection", reader: MessageReader) -> Summary:
    """Compute the summary of a reader's conversation, made after the last change, and store it."""
    (row,) = sql.rows(
        connection,
        f"INSERT OR REPLACE INTO summary {_OF_ROOM} RETURNING *",
        (reader.cast.me, reader.consultation_id),
    )
    return _read(connection, reader, row, _newest(connection))


def read_stored(connection: "apsw.Connection", reader: MessageReader) -> Summary:
    """The summary like ``keep``, after changes whose triggers have seen to the row.

    Not for who stores new messages, which have none.
    """
    row = sql.one(connection, _KEPT_OF_ROOM, (reader.cast.me, reader.consultation_id))
    if row is None:
        return keep(connection, reader)
    return _read(connection, reader, row, _newest(connection))


def keep_of_room(connection: "apsw.Connection", consultation_id: ConsultationId) -> Summary:
    """The summary of one conversation after its last change, kept."""
    return keep(connection, MessageReader(connection, consultation_id))


def keep_missing(connection: "apsw.Connection", limit: int) -> int:
    """Keep so many of those that are in process and not kept; how many these were.

    After a migration none is kept, after a change that nobody told its own is not.
    """
    statement = _GLANCE.format(rooms=f"{_MISSING} LIMIT ?3")
    values = members.me(connection), _PLACE.value, limit
    return sql.run(connection, f"INSERT OR REPLACE INTO summary {statement}", values)


def queue(connection: "apsw.Connection") -> tuple[tuple[Listed, ...], tuple[Summary, ...], int]:
    """All consultations in process, the newest first, the summary of each, how many are not kept.

    One after another: of ten thousand rows at once 5 MB would stay, and nobody needs them.
    """
    with sql.few_pages(connection):
        listed = consultation_rows.in_place(connection, _PLACE)
        glances = list(_glances(connection, listed, _KEPT))
    missing = len(listed) - len(glances)
    if missing:
        glances += _glances(connection, listed, _OF_MISSING)
        sql.release_pages(connection)
    return listed, tuple(glances), missing


def _glances(
    connection: "apsw.Connection", listed: Iterable[Listed], statement: str
) -> Iterator[Summary]:
    me, names, newest = members.me(connection), members.names(connection), _newest(connection)
    known = {consultation_rows.id_of(item): item.consultation for item in listed}
    for row in connection.execute(statement, (me, _PLACE.value)):
        consultation = known[row[0]]
        room = consultation.consultation_id  # the same number again would be one more of each
        read_to = NOTHING if row[_READ_TO] is None else row[_READ_TO]
        if _is_complete(row):
            last = (
                None
                if row[_LINE] is None
                else stored_line(row[_LAST], me, consultation, names, read_to)
            )
            yield _summary(room, row, newest, last, stored_unanswered(row[_ASKED]), None)
        else:
            cast, has_quotes = Cast(me, consultation, names), bool(row[_HAS_QUOTES])
            reader = MessageReader(connection, room, cast, read_to, has_quotes=has_quotes)
            yield _read(connection, reader, row, newest)


def _is_complete(row: sql.Row) -> bool:
    """Whether nothing but the row itself has to be read for its last line, if there is any."""
    return not (row[_UNSENT] or row[_HAS_QUOTES] or row[_LINE + AMENDED])


def _newest(connection: "apsw.Connection") -> int:
    return int(sql.value(connection, "SELECT max(message_id) FROM message") or 0)


@lru_cache(maxsize=MAX_TEAMS)
def _doctor(number: int) -> MemberId:
    """The doctor's number as one object: few answer, and rows are many."""
    return MemberId(number)


def _read(
    connection: "apsw.Connection", reader: MessageReader, row: sql.Row, newest: int
) -> Summary:
    line, unsent = row[_LAST], None
    if row[_UNSENT]:
        unsent = outbox_rows.last_unsent(connection, reader.consultation_id, reader.cast)
    last = None if line[0] is None else reader.message(line)
    unanswered = read_unanswered(row[_ASKED])
    return _summary(reader.consultation_id, row, newest, last, unanswered, unsent)


def _summary(  # noqa: PLR0913, PLR0917 - all that a summary is made of, for thousands at once
    room: ConsultationId,
    row: sql.Row,
    newest: int,
    last: Message | None,
    unanswered: tuple[Unanswered, ...],
    last_unsent: Message | None,
) -> Summary:
    # fmt: off
    (
        _, _, unread, mentioned, patient_unread, patient_ms, _, is_unanswered, summed_up,
        follow_up, doctor, mine, doctor_ms, pictures, unsent, failed,
    ) = row[:_READ_TO]
    # fmt: on
    day, sent_ms = json.loads(follow_up) if follow_up else ("", 0)
    # The fields by their places: with names a queue of 1,000 takes two milliseconds more.
    return Summary(
        room,
        last,
        unread,
        patient_ms,
        doctor is not None and row[_ASKED] == NO_UNANSWERED,
        unsent,
        failed,
        last_unsent,
        patient_unread,
        None if doctor is None else _doctor(doctor),
        doctor_ms,
        bool(unsent or mine),
        bool(pictures),
        bool(mentioned),
        unanswered,
        bool(is_unanswered),
        newest,
        bool(summed_up),
        day or "",
        sent_ms,
        read_reminders(room, row[-1]),
    )
