"""What a run had in memory alone moves into the vault on the disk, in one transaction.

A vault that was only just made takes every row as it is. One that stood there takes the doctor's
own words behind its own (``local_data``), and the server tells the rest again.
"""

from typing import TYPE_CHECKING

from workstation.vault import sql
from workstation.vault.rescue import local_data, named_rows
from workstation.vault.rescue.local_data import LocalData
from workstation.vault.rescue.named_rows import Row
from workstation.vault.schema.unread_counts import count_all
from workstation.vault.search.message_index import index_everything

if TYPE_CHECKING:
    import apsw

Everything = dict[str, tuple[Row, ...]]
"""All rows of all tables."""


def is_empty(connection: "apsw.Connection") -> bool:
    """Whether a database was only just made."""
    return not any(
        sql.value(connection, f"SELECT count(*) FROM {table}")
        for table in (
            "consultation",
            "message",
            "outbox",
            "draft",
            "preference",
            "quick_reply",
            "patient_note",
        )
    )


def read_everything(connection: "apsw.Connection") -> Everything:
    """All rows of all tables, for ``put_everything``, which makes index and counts anew."""
    names = sql.rows(
        connection,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT IN ('index_move', 'unread_count')",
    )
    return {str(name): named_rows.read(connection, str(name)) for (name,) in sorted(names)}


def put_everything(connection: "apsw.Connection", rows: Everything) -> None:
    """Fill an unwritten database with what another of the same version holds."""
    connection.pragma("defer_foreign_keys", 1)
    for table, content in rows.items():
        for row in content:
            named_rows.put(connection, table, row, "ABORT")
    index_everything(connection)
    count_all(connection)


def write(connection: "apsw.Connection", data: LocalData | Everything) -> None:
    """Put words where they last: all rows into a new vault, else behind what stands in it."""
    if isinstance(data, LocalData):
        local_data.merge(connection, data, newer=True)
    else:
        put_everything(connection, data)


def try_write(connection: "apsw.Connection", data: LocalData | Everything) -> None:
    """Raise what ``write`` would now; nothing of it is there afterwards."""
    connection.execute("SAVEPOINT trying")
    write(connection, data)
    connection.execute("ROLLBACK TO trying; RELEASE trying")
