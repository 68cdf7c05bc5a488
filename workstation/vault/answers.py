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
    f"SELECT {COLUMNS} FROM draft d JOIN message m USING (consultation_id)"
    " WHERE d.consultation_id = ?1 AND m.message_id > d.began AND m.position >"
    " coalesce((SELECT position FROM message WHERE message_id = d.began), m.position - 1)"
    f" AND {VISIBLE} ORDER BY m.position DESC LIMIT ?2"
)


def since_begun(connection: "apsw.Connection", consultation_id: int) -> tuple[Message, ...]:
    """The newest of the colleagues' messages that came after the draft was begun, oldest first.

    Older messages that the archive brings in late are none of them.
    """
    reader = Reader(connection, consultation_id)
    rows = sql.rows(connection, _SINCE, (consultation_id, MOST))
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
