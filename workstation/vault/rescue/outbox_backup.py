"""A second, small encrypted database with the doctor's own texts, which no server can restore.

Triggers of the writing connection copy each change of outbox, drafts, summaries, notes, quick
replies, marks and files into it, in the same transaction, and the ids of purged consultations. When
the vault is opened and lacks rows of the backup, or has older ones (a lost write-ahead log, a
damaged file), they are put back (``put_back``).

Its key is derived from the vault's and differs from it: pages are authenticated one by one, so that
under the same key a page of one file would be accepted in the other.
"""

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base import held_files
from workstation.domain.errors import StorageError
from workstation.vault import purged_numbers, sql
from workstation.vault.conversation.in_doubt import RESTORED
from workstation.vault.engine.opening import enable_wal, free_place, open_memory
from workstation.vault.faults import translated_faults
from workstation.vault.rescue import revisions
from workstation.vault.rescue.own_tables import BACKED_UP, columns_of
from workstation.vault.rescue.put_back import put_back

if TYPE_CHECKING:
    import apsw

KEY_BYTES = 32


def path_beside(database: Path) -> Path:
    """Where the backup of a database lies: in its folder."""
    return database.with_name(database.name + ".own")


def backup_key(key: bytes) -> bytes:
    """The backup's key of 32 bytes, derived from the vault's (keyed BLAKE2b, RFC 7693)."""
    return blake2b(b"own words", key=key, digest_size=KEY_BYTES).digest()


def attach(connection: "apsw.Connection", path: Path, key: bytes) -> int:
    """Attach the backup, put back what the vault lacks, and keep both in step from now on.

    Returns how many messages were restored. A damaged backup is set aside: the vault has it all.
    """
    import apsw

    open_or_recreate(connection, path_beside(path), key)
    try:
        return _restore_and_synchronise(connection)
    except apsw.CorruptError:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if _is_sound(connection):
            raise
    connection.execute("DETACH DATABASE backup")
    _set_aside(path_beside(path))
    _attach_file(connection, path_beside(path), backup_key(key))
    return _restore_and_synchronise(connection)


def open_alone(path: Path, key: bytes) -> "apsw.Connection":
    """A connection that has the backup's tables and no other. Raises ``StorageError``."""
    backup = path_beside(path)
    if not backup.exists():
        raise StorageError("no backup", call="open")
    connection = open_memory()
    try:
        with translated_faults("open", folder=path.parent):
            _attach_file(connection, backup, backup_key(key))
    except StorageError:
        connection.close()
        raise
    return connection


def set_aside_unless_sound(path: Path, key: bytes) -> None:
    """Set aside a backup that has an unreadable page, so that a new one is created.

    No vault may be open on ``path``. Raises ``StorageError``, or what the file system raises.
    """
    connection = open_memory()
    try:
        with translated_faults("open", connection, path.parent):
            open_or_recreate(connection, path_beside(path), key)
            is_sound = _is_sound(connection)
    finally:
        connection.close()
    if not is_sound:
        _set_aside(path_beside(path))


def _is_sound(connection: "apsw.Connection") -> bool:
    """Whether every page of the attached backup reads."""
    import apsw

    try:
        return bool(sql.value(connection, "PRAGMA backup.quick_check(1)") == "ok")
    except apsw.Error:
        return False


def _restore_and_synchronise(connection: "apsw.Connection") -> int:
    connection.execute("BEGIN IMMEDIATE")
    came_back = put_back(connection)
    for entry_id in came_back:
        connection.execute(
            "UPDATE main.outbox SET state = 'failed', failure = ? WHERE entry_id = ?",
            (RESTORED, entry_id),
        )
    for table, row_key in BACKED_UP.items():
        _synchronise_table(connection, table, row_key)
        _add_triggers(connection, table, row_key)
    purged_numbers.follow(connection)
    revisions.follow(connection)
    connection.execute("COMMIT")
    return len(came_back)


def synchronise(connection: "apsw.Connection") -> None:
    """Bring the backup up to date with the vault, after a transaction that only the vault took."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for table, row_key in BACKED_UP.items():
            _synchronise_table(connection, table, row_key)
        purged_numbers.synchronise(connection)
        revisions.synchronise(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def open_or_recreate(connection: "apsw.Connection", path: Path, key: bytes) -> bool:
    """Attach a backup; one that cannot be read is set aside and a new one created.

    Whether the existing file was used.
    """
    if _try_attach_file(connection, path, backup_key(key)):
        return True
    _set_aside(path)
    _attach_file(connection, path, backup_key(key))
    return False


def _set_aside(path: Path) -> None:
    """Move the backup with its log, which would be replayed into a new file under the same key."""
    aside = free_place(path.parent, "outbox-backup-damaged")
    for part in _family(path):
        if part.exists():
            end = part.name.removeprefix(path.name)
            held_files.replace(part, aside.with_name(aside.name + end))


def _family(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + end) for end in ("", "-wal", "-shm"))


def _try_attach_file(connection: "apsw.Connection", path: Path, key: bytes) -> bool:
    import apsw

    try:
        _attach_file(connection, path, key)
    except (apsw.NotADBError, apsw.CorruptError):
        if "backup" in connection.db_names():
            connection.execute("DETACH DATABASE backup")
        return False
    return True


def _attach_file(connection: "apsw.Connection", path: Path, key: bytes) -> None:
    connection.execute(f'ATTACH DATABASE ? AS backup KEY "raw:{key.hex()}"', (str(path),))
    enable_wal(connection, "backup")
    for table in BACKED_UP:
        if columns_of(connection, "backup", table):
            sql.value(connection, f"SELECT count(*) FROM backup.{table}")


def _synchronise_table(connection: "apsw.Connection", table: str, row_key: str) -> None:
    """Bring a table of the backup up to date; files never change under their id."""
    columns = columns_of(connection, "main", table)
    if columns_of(connection, "backup", table) != columns:
        connection.execute(f"DROP TABLE IF EXISTS backup.{table}")
        _create(connection, table, columns, row_key)
    compared = row_key if table == "file" else "*"
    same = f"SELECT {compared} FROM main.{table} INTERSECT SELECT {compared} FROM backup.{table}"
    connection.execute(
        f"DELETE FROM backup.{table} WHERE ({row_key}) NOT IN (SELECT {row_key} FROM ({same}))"
    )
    connection.execute(
        f"INSERT INTO backup.{table} SELECT * FROM main.{table} WHERE ({row_key}) NOT IN"
        f" (SELECT {row_key} FROM backup.{table})"
    )


def _create(connection: "apsw.Connection", table: str, columns: list[str], row_key: str) -> None:
    listed = ", ".join(columns)
    connection.execute(f"CREATE TABLE backup.{table} ({listed}, PRIMARY KEY ({row_key}))")


def _add_triggers(connection: "apsw.Connection", table: str, row_key: str) -> None:
    values = ", ".join(f"new.{column}" for column in columns_of(connection, "main", table))
    put = f"INSERT OR REPLACE INTO backup.{table} VALUES ({values})"
    old = ", ".join(f"old.{name}" for name in row_key.split(", "))
    take = f"DELETE FROM backup.{table} WHERE ({row_key}) = ({old})"
    for event, action in (("INSERT", put), ("DELETE", take), ("UPDATE", f"{take}; {put}")):
        connection.execute(
            f"CREATE TEMP TRIGGER backup_{table}_{event} AFTER {event} ON main.{table}"
            f" BEGIN {action}; {revisions.COUNT_BOTH}; END"
        )
