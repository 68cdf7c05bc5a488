"""Small things a doctor has set, kept as JSON under a name."""

import json
from typing import TYPE_CHECKING, Any

from workstation.vault import sql

if TYPE_CHECKING:
    import apsw


def put(connection: "apsw.Connection", name: str, value: Any) -> None:
    """Store a value that JSON can hold."""
    sql.run(
        connection,
        "INSERT INTO preference (name, value) VALUES (?, ?)"
        " ON CONFLICT DO UPDATE SET value = excluded.value",
        (name, json.dumps(value, ensure_ascii=True)),
    )


def remove(connection: "apsw.Connection", name: str) -> None:
    """Remove what is stored under a name."""
    sql.run(connection, "DELETE FROM preference WHERE name = ?", (name,))


def remove_value(connection: "apsw.Connection", name: str, value: Any) -> None:
    """Remove what is stored under a name, unless it is another value by now."""
    if get(connection, name) == value:
        remove(connection, name)


def with_prefix(connection: "apsw.Connection", prefix: str) -> dict[str, Any]:
    """All values whose names begin so, by what follows in the name."""
    rows = sql.rows(
        connection,
        "SELECT substr(name, length(?1) + 1), value FROM preference"
        " WHERE substr(name, 1, length(?1)) = ?1",
        (prefix,),
    )
    return {str(name): json.loads(value) for name, value in rows}


def get(connection: "apsw.Connection", name: str, default: Any = None) -> Any:
    """The value kept under a name; ``default`` where none is."""
    text = sql.value(connection, "SELECT value FROM preference WHERE name = ?", (name,))
    return default if text is None else json.loads(text)
