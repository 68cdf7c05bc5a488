"""Running statements: what comes back, in the shape that is wanted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import apsw

Bindings = Sequence[int | str | bytes | None]
Row = tuple[Any, ...]


def rows(connection: "apsw.Connection", statement: str, bindings: Bindings = ()) -> list[Row]:
    """All rows."""
    return connection.execute(statement, bindings).fetchall()


def one(connection: "apsw.Connection", statement: str, bindings: Bindings = ()) -> Row | None:
    """The first row, ``None`` where there is none."""
    return connection.execute(statement, bindings).fetchone()


def value(connection: "apsw.Connection", statement: str, bindings: Bindings = ()) -> Any:
    """The first column of the first row, ``None`` where there is none or where it is NULL."""
    row = connection.execute(statement, bindings).fetchone()
    return None if row is None else row[0]


def exists(connection: "apsw.Connection", query: str, bindings: Bindings = ()) -> bool:
    """Whether a query has any row at all."""
    return bool(value(connection, f"SELECT EXISTS ({query})", bindings))


def release_pages(connection: "apsw.Connection") -> None:
    """Give back what a connection holds of the file: a long list fills it, read once for all."""
    connection.pragma("shrink_memory")


def run(connection: "apsw.Connection", statement: str, bindings: Bindings = ()) -> int:
    """Change rows; returns how many."""
    connection.execute(statement, bindings)
    return connection.changes()
