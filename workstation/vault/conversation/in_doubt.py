"""Messages of the outbox of which nobody knows whether their rooms have them.

Such a message failed for want of knowledge, not because it was refused: its room may show it to
everybody. So it stays until its echo ends the doubt, or the doctor decides.

Tests: ``tests/vault/unsent/test_unproven.py``, ``tests/services/test_unproven_changes.py``.
"""

from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId, OriginId
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

UNPROVEN = "unproven"
"""The failure of a message that may be in a part of the archive that cannot be read."""

RESTORED = "restored"
"""That of one restored from the second file: what became of it was lost with the database."""

FILE_LOST = "file_lost"
"""That of one whose file was on damaged pages; the message itself may have gone out before."""

IN_DOUBT = frozenset({UNPROVEN, RESTORED, FILE_LOST})
_NAMES = ", ".join(f"'{failure}'" for failure in sorted(IN_DOUBT))
IS_IN_DOUBT = f"state = 'failed' AND failure IN ({_NAMES}) AND attempts > 0 AND amends = ''"
"""Of which rows nobody knows whether their rooms have them (``OutboxEntry.is_unproven``)."""


def withdrawn_in_doubt(
    connection: "apsw.Connection", consultation_id: ConsultationId
) -> list[OriginId]:
    """Messages that were withdrawn while nobody knew whether the room has them, nor knows now.

    They may be anywhere in its archive.
    """
    rows = sql.rows(
        connection,
        f"SELECT origin_id FROM outbox m WHERE consultation_id = ? AND {IS_IN_DOUBT}"
        " AND EXISTS (SELECT 1 FROM outbox w WHERE w.amends = m.origin_id AND w.retracts)",
        (consultation_id,),
    )
    return [OriginId(name) for (name,) in rows]
