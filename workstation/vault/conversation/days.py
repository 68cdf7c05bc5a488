"""When something was said in a conversation, or anywhere by this doctor."""

from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId
from workstation.vault import sql
from workstation.vault.conversation import members
from workstation.vault.conversation.messages import VISIBLE

if TYPE_CHECKING:
    import apsw

QUARTER_MS = 15 * 60 * 1000
"""Days begin on a quarter of an hour in every time zone."""


def first_since(
    connection: "apsw.Connection", consultation_id: ConsultationId, at_ms: int
) -> int | None:
    """The place of the first message of that moment or later."""
    position = sql.value(
        connection,
        "SELECT position FROM message INDEXED BY message_order"
        f" WHERE consultation_id = ? AND at_ms >= ? AND {VISIBLE} ORDER BY position LIMIT 1",
        (consultation_id, at_ms),
    )
    return None if position is None else int(position)


def answered_since(connection: "apsw.Connection", at_ms: int) -> tuple[ConsultationId, ...]:
    """The consultations in which this doctor wrote at that moment or later."""
    rows = sql.rows(
        connection,
        "SELECT DISTINCT consultation_id FROM message m INDEXED BY message_time"
        f" WHERE at_ms >= ? AND member_id = ? AND {VISIBLE} ORDER BY consultation_id",
        (at_ms, members.me(connection)),
    )
    return tuple(ConsultationId(number) for (number,) in rows)


def spoken_at(
    connection: "apsw.Connection", consultation_id: ConsultationId, from_ms: int, until_ms: int
) -> tuple[int, ...]:
    """When each quarter of an hour with a message began; ``until_ms`` is excluded."""
    rows = sql.rows(
        connection,
        "SELECT DISTINCT at_ms / ? FROM message INDEXED BY message_time"
        f" WHERE at_ms >= ? AND at_ms < ? AND consultation_id = ? AND {VISIBLE} ORDER BY 1",
        (QUARTER_MS, from_ms, until_ms, consultation_id),
    )
    return tuple(int(quarter) * QUARTER_MS for (quarter,) in rows)
