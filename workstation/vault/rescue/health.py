"""Looking whether an account's database is whole, without changing it and without its content."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.domain.errors import DatabaseCorrupt, NewerDatabase
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.engine.opening import open_database
from workstation.vault.faults import translated_faults
from workstation.vault.schema.migrations import STEPS

if TYPE_CHECKING:
    import apsw


class Health(Value):
    """What can be told of a database that is whole: sizes in bytes, and rows by table."""

    schema: int
    size: int
    rows: Mapping[str, int]


def check(path: Path, key: bytes) -> Health:
    """The health of a closed database, or of one that another process has open.

    Raises ``WrongKey``, ``DatabaseCorrupt``, ``DatabaseBusy`` or ``StorageError``. Blocking.
    """
    connection = open_database(path, key)
    try:
        with translated_faults("check"):
            return examine(connection)
    finally:
        connection.close()


def check_every_entry(path: Path, key: bytes) -> None:
    """Look at a closed database as ``check`` does, and whether its indexes say what its tables say.

    Takes half as long again. Raises what ``check`` raises. Blocking.
    """
    connection = open_database(path, key)
    try:
        with translated_faults("check"):
            if sql.rows(connection, "PRAGMA integrity_check(1)") != [("ok",)]:
                raise DatabaseCorrupt("integrity check")
    finally:
        connection.close()


def check_for_this_program(path: Path, key: bytes) -> Health:
    """Check as ``check``. Raises ``NewerDatabase`` for one that this version would set aside."""
    health = check(path, key)
    if health.schema > len(STEPS):
        raise NewerDatabase(f"version {health.schema}")
    return health


def examine(connection: "apsw.Connection") -> Health:
    """The health of an open database. Raises ``DatabaseCorrupt``."""
    if sql.rows(connection, "PRAGMA quick_check(1)") != [("ok",)]:
        raise DatabaseCorrupt("quick check")
    return Health(
        schema=_read_number(connection, "user_version"),
        size=size(connection),
        rows={name: _count(connection, name) for name in _tables(connection)},
    )


def size(connection: "apsw.Connection") -> int:
    """The database's size in bytes, its log left out."""
    return _read_number(connection, "page_size") * _read_number(connection, "page_count")


def _tables(connection: "apsw.Connection") -> list[str]:
    listed = "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
    names = (str(name) for (name,) in sql.rows(connection, f"{listed} ORDER BY name"))
    return [name for name in names if not name.startswith("sqlite_")]


def _count(connection: "apsw.Connection", table: str) -> int:
    return int(sql.value(connection, f"SELECT count(*) FROM {table}"))


def _read_number(connection: "apsw.Connection", pragma: str) -> int:
    return int(sql.value(connection, f"PRAGMA {pragma}"))
