"""How many messages of the outbox are unsent, of a conversation or of all, and how many go out.

One that failed and was changed since is as the change behind it: waiting, or failed itself.

Tests: ``tests/vault/unsent/test_outbox_states.py``.
"""

from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

TO_DECIDE = "state = 'failed' AND origin_id NOT IN (SELECT amends FROM outbox)"
"""Which rows wait for the doctor to decide."""


def count_unsent(connection: "apsw.Connection", consultation_id: ConsultationId) -> tuple[int, int]:
    """How many messages are unsent, and how many of them the doctor has to decide."""
    ((unsent, failed),) = sql.rows(
        connection,
        f"SELECT count(*), count(*) FILTER (WHERE {TO_DECIDE}) FROM outbox"
        " WHERE consultation_id = ?",
        (consultation_id,),
    )
    return int(unsent), int(failed)


def count_all_unsent(connection: "apsw.Connection") -> tuple[int, int]:
    """How many messages of all rooms are unsent, and how many of them the doctor has to decide."""
    ((unsent, failed),) = sql.rows(
        connection, f"SELECT count(*), count(*) FILTER (WHERE {TO_DECIDE}) FROM outbox"
    )
    return int(unsent), int(failed)


def count_by_conversation(connection: "apsw.Connection") -> dict[ConsultationId, int]:
    """How many messages are unsent in each conversation that has any."""
    grouped = "SELECT consultation_id, count(*) FROM outbox GROUP BY consultation_id"
    return {ConsultationId(room): int(count) for room, count in sql.rows(connection, grouped)}


def has_sendable(connection: "apsw.Connection") -> bool:
    """Whether a message waits that goes out by itself, or is under way.

    A withdrawal behind a message that failed waits until that one is found, if it ever is.
    """
    count = sql.value(
        connection,
        "SELECT count(*) FROM outbox WHERE state <> 'failed' AND NOT (retracts AND amends IN"
        " (SELECT origin_id FROM outbox WHERE state = 'failed'))",
    )
    return bool(count)
