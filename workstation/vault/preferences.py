"""Small things a doctor has set, kept as JSON under a name."""

import json
from typing import TYPE_CHECKING, Any

from workstation.vault import sql

if TYPE_CHECKING:
    import apsw


def put(connection: "apsw.Connection", name: str, value: Any) -> None:
    """Keep a value that JSON can hold."""
    sql.run(
        connection,
        "INSERT INTO preference (name, value) VALUES (?, ?)"
        " ON CONFLICT DO UPDATE SET value = excluded.value",
        (name, json.dumps(value, ensure_ascii=True)),
    )


def get(connection: "apsw.Connection", name: str, default: Any = None) -> Any:
    """The value kept under a name."""
    found = sql.value(connection, "SELECT value FROM preference WHERE name = ?", (name,))
    return default if found is None else json.loads(found)
