"""Looking whether an account's database is whole, without changing it."""

from pathlib import Path

from workstation.domain.errors import DatabaseCorrupt
from workstation.vault.faults import translated
from workstation.vault.opening import open_database


def check(path: Path, key: bytes) -> int:
    """The size in bytes of a database that opens and is whole.

    Raises ``WrongKey``, ``DatabaseCorrupt``, ``DatabaseBusy`` or ``StorageError``. Blocking.
    """
    connection = open_database(path, key)
    try:
        with translated("check"):
            answers = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
    finally:
        connection.close()
    if answers != ["ok"]:
        raise DatabaseCorrupt("quick check")
    return path.stat().st_size
