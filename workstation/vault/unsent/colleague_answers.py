"""What colleagues answered since a doctor began to write."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.guards import Moment
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message, SpeakerRole
from workstation.vault import sql
from workstation.vault.conversation.message_line import COLUMNS
from workstation.vault.conversation.message_reader import MessageReader
from workstation.vault.conversation.messages import VISIBLE
from workstation.vault.unsent.drafts import NEWEST_MESSAGE

if TYPE_CHECKING:
    import apsw

MAX_ANSWERS = 20
SKEW_MS = 120_000
"""By how much the room's clock may be behind this one."""

_SINCE = (
    f"SELECT {COLUMNS} FROM message m WHERE m.consultation_id = ?1 AND m.message_id > ?2"
    " AND m.position > coalesce((SELECT position FROM message WHERE message_id = ?2),"
    " m.position - 1) AND (m.unread OR m.at_ms >= ?3)"
    f" AND {VISIBLE} ORDER BY m.position DESC LIMIT ?4"
)


def find_since_draft(
    connection: "apsw.Connection", consultation_id: ConsultationId
) -> tuple[Message, ...]:
    """Find as ``find_since``, for when the draft was begun; without a draft nothing is."""
    row = sql.one(
        connection,
        "SELECT began, coalesce(begun_ms, 0) FROM draft"
        " WHERE consultation_id = ? AND began IS NOT NULL",
        (consultation_id,),
    )
    if row is None:
        return ()
    return find_since(connection, consultation_id, Moment(int(str(row[0])), int(str(row[1]))))


def read_moments(
    connection: "apsw.Connection", consultation_ids: Iterable[ConsultationId], now_ms: int
) -> dict[ConsultationId, Moment]:
    """Moments of now for ``find_since``, for each of these."""
    return {
        room: Moment(int(sql.value(connection, f"SELECT {NEWEST_MESSAGE}", (room,)) or 0), now_ms)
        for room in consultation_ids
    }


def find_since(
    connection: "apsw.Connection", consultation_id: ConsultationId, began: Moment
) -> tuple[Message, ...]:
    """The newest of the colleagues' messages that came after a moment, oldest first.

    Older messages that the archive brings in late are none of them, unless the doctor has not
    seen them.
    """
    reader = MessageReader(connection, consultation_id)
    known_ms = began.at_ms - SKEW_MS
    rows = sql.rows(connection, _SINCE, (consultation_id, began.newest, known_ms, MAX_ANSWERS))
    answers = [
        message
        for message in reader.messages(rows)
        if message.speaker.role is SpeakerRole.COLLEAGUE and not message.retracted
    ]
    return tuple(reversed(answers))


def acknowledge(connection: "apsw.Connection", consultation_id: ConsultationId) -> None:
    """Note that the doctor has been told of all answers that there are now."""
    sql.run(
        connection,
        f"UPDATE draft SET began = {NEWEST_MESSAGE} WHERE consultation_id = ?1",
        (consultation_id,),
    )
