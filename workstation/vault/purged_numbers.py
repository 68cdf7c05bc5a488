"""The numbers of purged consultations, in the second sealed file as well.

They lie among the preferences, of which that file has no others: most are true of one database
alone. Where nothing of a damaged database can be read and it is begun anew, a patient who was
purged would come back onto this computer with the next reading of the history. Nothing of a patient
is in a number. Tests: ``tests/vault/rescue/test_recovery.py``.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.changes import Place
from workstation.domain.ids import ConsultationId
from workstation.vault import preferences, sql

if TYPE_CHECKING:
    import apsw

PURGED = "purged."
"""How the names of these preferences begin."""

UNFINISHED = "purged, not to the end"
"""The name of the preference that notes what the next start has to do."""

_PLACE = ("purged", "backup")
_IS_ONE = f"substr({{0}}name, 1, {len(PURGED)}) = '{PURGED}'"


_IS_KEPT_OUT = (
    "SELECT 1 FROM preference WHERE name = ?1 AND NOT EXISTS"
    " (SELECT 1 FROM consultation WHERE consultation_id = ?2 AND place = ?3)"
)


def is_kept_out(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    """Whether a consultation was purged and is not in process: nothing of it comes in again."""
    name = f"{PURGED}{consultation_id}"
    return sql.exists(connection, _IS_KEPT_OUT, (name, consultation_id, Place.IN_PROCESS.value))


def purged_ids(connection: "apsw.Connection") -> frozenset[ConsultationId]:
    """The numbers of consultations that were purged."""
    return frozenset(
        ConsultationId(int(number)) for number in preferences.with_prefix(connection, PURGED)
    )


def unfinished_ids(connection: "apsw.Connection") -> frozenset[ConsultationId] | None:
    """The consultations of purges that may not have come to their end; ``None`` for no purge.

    Copies of the vault may still hold words of a purged patient then.
    """
    numbers = preferences.get(connection, UNFINISHED)
    return None if numbers is None else frozenset(map(ConsultationId, numbers))


def note_unfinished(connection: "apsw.Connection", ids: Iterable[ConsultationId]) -> None:
    """Note that a purge of these has begun, or that a copy was merged that may hold their words."""
    numbers = {*(unfinished_ids(connection) or ()), *ids}
    preferences.put(connection, UNFINISHED, sorted(numbers))


def put_back(connection: "apsw.Connection") -> None:
    """Put back what the attached second file has; one of an earlier build has none."""
    if not sql.exists(connection, "SELECT 1 FROM pragma_table_info(?, ?)", _PLACE):
        return
    lacking = "name NOT IN (SELECT name FROM main.preference)"
    sql.run(
        connection,
        f"INSERT INTO main.preference SELECT name, value FROM backup.purged WHERE {lacking}",
    )


def follow(connection: "apsw.Connection") -> None:
    """Keep the attached second file level with the vault from now on."""
    sql.run(connection, "CREATE TABLE IF NOT EXISTS backup.purged (name PRIMARY KEY, value)")
    synchronise(connection)
    sql.run(
        connection,
        "CREATE TEMP TRIGGER backup_purged AFTER INSERT ON main.preference"
        f" WHEN {_IS_ONE.format('new.')}"
        " BEGIN INSERT OR REPLACE INTO backup.purged VALUES (new.name, new.value); END",
    )


def synchronise(connection: "apsw.Connection") -> None:
    """Bring the second file level with the vault."""
    lacking = "name NOT IN (SELECT name FROM backup.purged)"
    sql.run(
        connection,
        "INSERT INTO backup.purged SELECT name, value FROM main.preference"
        f" WHERE {_IS_ONE.format('')} AND {lacking}",
    )
