"""What the second sealed file has of a doctor's words and the database has not, put back into it.

Of a row that both have, the file wins that has counted more changes (``revisions``). Where nobody
knows which is newer, no words of either go: they are joined, and the doctor sees both.

Tests: ``tests/vault/rescue/test_newer_words.py``, ``test_lost_tries.py``, ``test_recovery.py``.
"""

import json
from typing import TYPE_CHECKING, Any

from workstation.vault import purged_numbers, sql
from workstation.vault.doctor import notes
from workstation.vault.doctor.text_merge import merge_texts
from workstation.vault.rescue import revisions
from workstation.vault.rescue.own_tables import BACKED_UP, column_without_number, shared_columns
from workstation.vault.unsent import closing

if TYPE_CHECKING:
    import apsw

Row = dict[str, Any]

_UNCONFIRMED = (
    "NOT EXISTS (SELECT 1 FROM main.message m WHERE m.consultation_id = b.consultation_id"
    " AND m.origin_id = b.origin_id)"
    " AND NOT EXISTS (SELECT 1 FROM main.outbox o WHERE o.origin_id = b.origin_id)"
)
_FREE_PLACE = "iif(b.entry_id IN (SELECT entry_id FROM main.outbox), NULL, b.entry_id)"
"""A message whose place another one has comes last."""

_GONE = "entry_id NOT IN (SELECT entry_id FROM backup.outbox)"


def put_back(connection: "apsw.Connection") -> set[int]:
    """Take over what only the attached second file has, or has newer; run it in a transaction.

    Returns the rows of the outbox about which the doctor must decide: those that came back, and
    those that went out of the newer file without a try to send them, as far as the older one knows.
    """
    lead = revisions.lead(connection)
    before = _entry_ids(connection)
    for table, row_key in BACKED_UP.items():
        names = shared_columns(connection, table)
        if not names:
            continue
        if lead < 0 and table != "file":
            _take_newer(connection, table, row_key, names)
        elif not lead:
            _join_texts(connection, table, row_key, names)
        _take_lacking(connection, table, row_key, names)
    purged_numbers.put_back(connection)
    came_back = _entry_ids(connection) - before
    outdated = came_back if lead >= 0 else _entry_ids(connection, f"attempts = 0 AND {_GONE}")
    _count_lost_tries(connection, outdated)
    came_back |= outdated
    revisions.catch_up(connection)
    return came_back


def _count_lost_tries(connection: "apsw.Connection", outdated: set[int]) -> None:
    """Count a lost try for rows of the older file: perhaps they were sent, and rooms have them."""
    for entry_id in outdated:
        sql.run(
            connection,
            "UPDATE main.outbox SET attempts = max(attempts, 1) WHERE entry_id = ?",
            (entry_id,),
        )


def _entry_ids(connection: "apsw.Connection", condition: str = "TRUE") -> set[int]:
    rows = sql.rows(connection, f"SELECT entry_id FROM main.outbox WHERE {condition}")
    return {int(entry_id) for (entry_id,) in rows}


def _take_lacking(
    connection: "apsw.Connection", table: str, row_key: str, names: list[str]
) -> None:
    lacking = f"({row_key}) NOT IN (SELECT {row_key} FROM main.{table})"
    values = {name: column_without_number(table, name) for name in names}
    if table == "outbox":
        lacking = _UNCONFIRMED
        values["entry_id"] = _FREE_PLACE
    # An insertion of no rows writes, too (the next id), and a full disk would not open by it.
    if sql.exists(connection, f"SELECT 1 FROM backup.{table} b WHERE {lacking}"):
        connection.execute(
            f"INSERT OR IGNORE INTO main.{table} ({', '.join(values)})"
            f" SELECT {', '.join(values.values())} FROM backup.{table} b WHERE {lacking}"
        )


def _take_newer(connection: "apsw.Connection", table: str, row_key: str, names: list[str]) -> None:
    """Take from the second file the rows that both have; files never change under their id."""
    if table == "outbox":  # a correction may have its message's place by now
        connection.execute(
            f"DELETE FROM main.outbox WHERE {_GONE}"
            " AND origin_id IN (SELECT origin_id FROM backup.outbox)"
        )
    values = ", ".join(f"{name} = {column_without_number(table, name)}" for name in names)
    connection.execute(
        f"UPDATE OR IGNORE main.{table} AS m SET {values} FROM backup.{table} b"
        f" WHERE {_differs(row_key, names)}"
    )


def _differs(row_key: str, names: list[str]) -> str:
    keys = row_key.split(", ")
    others = [name for name in names if name not in keys]
    same = " AND ".join(f"m.{name} = b.{name}" for name in keys)
    return f"{same} AND ({_listed('m', others)}) IS NOT ({_listed('b', others)})"


def _listed(alias: str, names: list[str]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


def _join_texts(connection: "apsw.Connection", table: str, row_key: str, names: list[str]) -> None:
    """Join the texts of drafts, summaries and notes that both have: none is lost."""
    if table not in {"draft", "closing_summary", "patient_note"}:
        return
    rows = sql.rows(
        connection,
        f"SELECT {_listed('b', names)}, {_listed('m', names)} FROM main.{table} m, backup.{table} b"
        f" WHERE {_differs(row_key, names)}",
    )
    for row in rows:
        theirs = dict(zip(names, row[: len(names)], strict=True))
        ours = dict(zip(names, row[len(names) :], strict=True))
        if table == "patient_note":
            notes.merge(connection, theirs, newer=False)
            continue
        join = _join_drafts if table == "draft" else closing.merge_rows
        _update(connection, table, row_key, join(theirs, ours))


def _join_drafts(theirs: Row, ours: Row) -> Row:
    text = merge_texts(theirs["text"], ours["text"])
    names = dict.fromkeys((*json.loads(theirs["files"]), *json.loads(ours["files"])))
    return ours | {"text": text, "files": json.dumps(list(names))}


def _update(connection: "apsw.Connection", table: str, row_key: str, row: Row) -> None:
    values = ", ".join(f"{name} = ?" for name in row)
    sql.run(
        connection,
        f"UPDATE main.{table} SET {values} WHERE {row_key} = ?",
        (*row.values(), row[row_key]),
    )
