"""What colleagues answered since a doctor began to write."""

from typing import TYPE_CHECKING

from workstation.domain.message import Message, SpeakerRole
from workstation.vault import sql
from workstation.vault.drafts import NEWEST
from workstation.vault.messages import VISIBLE
from workstation.vault.reading import COLUMNS, Reader

if TYPE_CHECKING:
    import apsw

MOST = 20

_SINCE = (
    f"SELECT {COLUMNS} FROM message m WHERE m.consultation_id = ?1 AND m.message_id > ?2"
    " AND m.position > coalesce((SELECT position FROM message WHERE message_id = ?2),"
    f" m.position - 1) AND {VISIBLE} ORDER BY m.position DESC LIMIT ?3"
)


def since_begun(connection: "apsw.Connection", consultation_id: int) -> tuple[Message, ...]:
    """As ``since``, for when the draft was begun; without a draft nothing is."""
    row = sql.one(
        connection, "SELECT began FROM draft WHERE consultation_id = ?", (consultation_id,)
    )
    if row is None or row[0] is None:
        return ()
    return since(connection, consultation_id, int(str(row[0])))


def newest(connection: "apsw.Connection", consultation_id: int) -> int:
    """The newest message there is now, by its row; 0 for none."""
    row = sql.one(connection, f"SELECT {NEWEST}", (consultation_id,))
    return int(str(row[0])) if row is not None else 0


def since(connection: "apsw.Connection", consultation_id: int, began: int) -> tuple[Message, ...]:
    """The newest of the colleagues' messages that came after that of ``newest``, oldest first.

    Older messages that the archive brings in late are none of them.
    """
    reader = Reader(connection, consultation_id)
    rows = sql.rows(connection, _SINCE, (consultation_id, began, MOST))
    found = [
        message
        for message in reader.messages(rows)
        if message.speaker.role is SpeakerRole.COLLEAGUE and not message.retracted
    ]
    return tuple(reversed(found))


def note(connection: "apsw.Connection", consultation_id: int) -> None:
    """The doctor has been told of all there is now."""
    sql.run(
        connection,
        f"UPDATE draft SET began = {NEWEST} WHERE consultation_id = ?1",
        (consultation_id,),
    )
