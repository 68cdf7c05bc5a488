"""Whole rows of a table with their columns by name, carried from one database into another."""

from typing import TYPE_CHECKING, Any

from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

Row = dict[str, Any]


def read(
    connection: "apsw.Connection", table: str, clause: str = "", *values: int
) -> tuple[Row, ...]:
    """The rows of a table that ``clause`` picks and orders."""
    names = [
        name for (name,) in sql.rows(connection, "SELECT name FROM pragma_table_info(?)", (table,))
    ]
    rows = sql.rows(connection, f"SELECT {', '.join(names)} FROM {table} {clause}", values)
    return tuple(dict(zip(names, row, strict=True)) for row in rows)


def put(connection: "apsw.Connection", table: str, row: Row, conflict: str = "IGNORE") -> None:
    """Add a row; ``conflict`` says what becomes of one that is there: IGNORE, REPLACE, ABORT."""
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    statement = f"INSERT OR {conflict} INTO {table} ({columns}) VALUES ({marks})"
    sql.run(connection, statement, tuple(row.values()))
