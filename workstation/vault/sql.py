"""Running statements: what comes back, in the shape that is wanted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import apsw

Bindings = Sequence[int | str | bytes | None]
Row = tuple[Any, ...]

_SHAPES = 32, 4, 1
"""Rows that a statement inserts. The library finds a statement by its text, and keeps it for so
many uses of others (``opening.STATEMENTS``): row by row a page of an archive drives all out."""

LIST_PAGES_KIB = 256
"""Of the file while a long list is read from end to end: each page of it serves once."""


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


@contextmanager
def few_pages(connection: "apsw.Connection") -> Iterator[None]:
    """Hold few pages while a long list is read once for all, and none of them afterwards.

    As many as a connection may hold would lie among the values read, and stay when they are free.
    """
    before = connection.pragma("cache_size")
    connection.pragma("cache_size", -LIST_PAGES_KIB)
    try:
        yield
    finally:
        connection.pragma("cache_size", before)
        release_pages(connection)


def release_pages(connection: "apsw.Connection") -> None:
    """Give back what a connection holds of the file."""
    connection.pragma("shrink_memory")


def run(connection: "apsw.Connection", statement: str, bindings: Bindings = ()) -> int:
    """Change rows; returns how many."""
    connection.execute(statement, bindings)
    return connection.changes()


def insert(connection: "apsw.Connection", into: str, new: Sequence[Row]) -> None:
    """Insert rows in few statements; ``into`` names the table and its columns."""
    done = 0
    for shape in _SHAPES:
        while done + shape <= len(new):
            part = new[done : done + shape]
            marks = ", ".join(["(" + ", ".join("?" * len(part[0])) + ")"] * shape)
            connection.execute(f"{into} VALUES {marks}", tuple(chain.from_iterable(part)))
            done += shape
