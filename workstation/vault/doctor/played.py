"""Which voices the doctor has heard: a mark on each message, so that its dot goes for good."""

from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.domain.row_key import RowKey, message_id_of
from workstation.vault import sql
from workstation.vault.conversation.message_line import COLUMNS
from workstation.vault.conversation.message_reader import MessageReader
from workstation.vault.conversation.messages import VISIBLE

if TYPE_CHECKING:
    import apsw

_BELOW_ALL = -(1 << 63)


def mark(connection: "apsw.Connection", consultation_id: ConsultationId, key: RowKey) -> Changes:
    """Mark a message as heard by the doctor; no change for an own or an unknown one."""
    number = message_id_of(key)
    marked = sql.run(
        connection,
        "INSERT OR IGNORE INTO played (message_id)"
        " SELECT message_id FROM message WHERE message_id = ? AND consultation_id = ?",
        (number, consultation_id),
    )
    if number is None or not marked:
        return Changes()
    return Changes(messages=tuple(MessageReader(connection, consultation_id).by_number([number])))


def next_unplayed(
    connection: "apsw.Connection", consultation_id: ConsultationId, after: int | None
) -> Message | None:
    """The first voice behind ``after`` that the doctor has not heard; of all, where it is None."""
    reader = MessageReader(connection, consultation_id)
    rows = sql.rows(
        connection,
        f"SELECT {COLUMNS} FROM message m WHERE consultation_id = ? AND {VISIBLE}"
        " AND position > ? AND kind = 'voice'"
        " AND NOT EXISTS (SELECT 1 FROM played p WHERE p.message_id = m.message_id)"
        " ORDER BY position",
        (consultation_id, _BELOW_ALL if after is None else after),
    )
    return next((line for line in reader.messages(rows) if not line.played), None)
