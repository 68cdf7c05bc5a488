"""A damaged vault: set aside, never deleted; what the doctor wrote is carried over.

The new database is built beside the damaged one and takes its place last. A kill at any point
leaves either the damaged one or the finished new one to be found by the next start.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base import held_files
from workstation.domain.errors import DiskFull, StorageError
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.conversation.in_doubt import FILE_LOST
from workstation.vault.engine.opening import open_database, rebuilt_path, swap_in_rebuilt
from workstation.vault.faults import translated_faults
from workstation.vault.rescue import named_rows, outbox_backup, revisions
from workstation.vault.rescue.named_rows import Row
from workstation.vault.rescue.own_tables import BACKED_UP, without_numbers
from workstation.vault.rescue.put_back import put_back
from workstation.vault.schema.migrations import migrate
from workstation.vault.unsent import files

if TYPE_CHECKING:
    import apsw

SALVAGED = (*BACKED_UP, "member", "preference")
"""What is carried over; all else comes from the server again."""

_WITHOUT_ROWID = frozenset({"handover_mark", "measurement", "bookmark"})
"""These lie in the order of their keys, which begin with the consultation."""


class Salvage(Value):
    """What to tell the doctor: unsent messages and drafts carried over, and where the rest lies.

    Without ``complete`` there may have been more: neither the backup nor the damaged file could be
    read to its end, and nobody can tell how much that was.
    """

    unsent: int
    drafts: int
    kept_at: Path
    complete: bool = True


def rebuild(path: Path, key: bytes) -> Salvage:
    """Replace a damaged database by a new one with the doctor's own words in it.

    No vault may be open on ``path``. Raises ``DiskFull`` or ``StorageError``; then the damaged
    database stands where it stood.
    """
    building = path.with_name(path.name + ".rebuilding")
    with translated_faults("rebuild"):
        _remove_unfinished(building, path)
        try:
            unsent, drafts, complete = _build(building, path, key)
            held_files.replace(building, rebuilt_path(path))
            _remove(building)
            return Salvage(unsent, drafts, swap_in_rebuilt(path), complete)
        except BaseException:
            with contextlib.suppress(OSError):  # it would keep a full disk full
                _remove_unfinished(building, path)
            raise


def _build(building: Path, path: Path, key: bytes) -> tuple[int, int, bool]:
    """Write the new file: its unsent messages, its drafts, and whether that is all there was."""
    import apsw

    new = open_database(building, key)
    try:
        with translated_faults("rebuild", new):
            migrate(new)
            complete = _carry_over(new, path, key)
            unsent = sql.value(new, "SELECT count(*) FROM outbox")
            drafts = sql.value(new, "SELECT count(*) FROM draft")
            # Closing does the same and says nothing where the disk is too full for it.
            new.wal_checkpoint(None, apsw.SQLITE_CHECKPOINT_TRUNCATE)
    finally:
        new.close()
    return int(unsent), int(drafts), complete


def _remove_unfinished(building: Path, path: Path) -> None:
    """Remove what was built and never moved to its place.

    The finished one stays where there is no database: then it is the only one.
    """
    _remove(building)
    if path.exists():
        held_files.remove(rebuilt_path(path))


def _remove(path: Path) -> None:
    for part in _family(path):
        held_files.remove(part)


def _family(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + end) for end in ("", "-wal", "-shm", ".key-id"))


def _carry_over(new: "apsw.Connection", path: Path, key: bytes) -> bool:
    """Carry over the doctor's words: from the backup, then what else the damaged file has.

    Whether of each table one of the two was read to its end. Of a row that both have, that of the
    backup stays, unless the damaged file has counted more changes.
    """
    backup = outbox_backup.path_beside(path)
    if backup.exists() and outbox_backup.open_or_recreate(new, backup, key):
        complete = _put_back(new)
        new.execute("DETACH DATABASE backup")
    else:
        complete = False
    newest = _is_newest(path, key)
    new.execute("BEGIN IMMEDIATE")
    readable = [_carry_table(new, path, key, table, newest=newest) for table in SALVAGED]
    new.execute("COMMIT")
    return complete or all(readable[: len(BACKED_UP)])


def _put_back(new: "apsw.Connection") -> bool:
    """Put back what the attached backup has; whether it was read to its end, else nothing is."""
    import apsw

    new.execute("BEGIN IMMEDIATE")
    try:
        put_back(new)
    except apsw.CorruptError:
        if new.in_transaction:
            new.execute("ROLLBACK")
        return False
    new.execute("COMMIT")
    return True


def _is_newest(path: Path, key: bytes) -> bool:
    """Whether the damaged file has counted more changes than the backup, as far as they tell."""
    of_damaged = of_backup = 0
    for source in _sources(path, key):  # each has one of the two
        with _damage_passed_over():
            of_backup = max(of_backup, revisions.number_of_backup(source))
        with _damage_passed_over():
            of_damaged = revisions.number(source)
    return of_damaged > of_backup


@contextlib.contextmanager
def _damage_passed_over() -> Iterator[None]:
    """Go on after what cannot be read. A full disk is no damage: that is raised."""
    try:
        with translated_faults("read"):
            yield
    except DiskFull:
        raise
    except StorageError:
        return


def _sources(path: Path, key: bytes) -> Iterator["apsw.Connection"]:
    """The backup, then the damaged file, as far as each opens; closed when it was read.

    Connections of their own: a page that cannot be read may undo what is being written.
    """
    for make in (outbox_backup.open_alone, open_database):
        try:
            source = make(path, key)
        except DiskFull:  # opening writes the index of a log
            raise
        except StorageError:
            continue
        try:
            yield source
        finally:
            source.close()


def _carry_table(
    new: "apsw.Connection", path: Path, key: bytes, table: str, *, newest: bool
) -> bool:
    """Copy every row of the backup and the damaged file; whether one was read to its end.

    Rows of the damaged file take the place of others where it is the ``newest``. How far it has
    counted, which is a preference, does so always: opened beside the backup, the two are compared.
    """
    is_read_to_end = False
    conflict = "REPLACE" if newest or table == "preference" else "IGNORE"
    for source in _sources(path, key):
        is_read_to_end |= _carry_rows(new, source, table, conflict)
    return is_read_to_end


def _carry_rows(
    new: "apsw.Connection", source: "apsw.Connection", table: str, conflict: str
) -> bool:
    """Carry over every row that can be read: from the front until the damage, then from the back.

    Whether there was none.
    """
    place = "consultation_id" if table in _WITHOUT_ROWID else "rowid"
    return any(
        _rows_until_damage(new, source, table, f"{place} {direction}", conflict)
        for direction in ("ASC", "DESC")
    )


def _rows_until_damage(
    new: "apsw.Connection", source: "apsw.Connection", table: str, order: str, conflict: str
) -> bool:
    """Carry rows over until the damage; whether there was none. A full disk is raised."""
    rows = _read_rows(source, table, order)
    while True:
        try:
            row = next(rows, None)
        except DiskFull:
            raise
        except StorageError:
            return False
        if row is None:
            return True
        _insert(new, table, row, conflict)


def _read_rows(source: "apsw.Connection", table: str, order: str) -> Iterator[Row]:
    import apsw

    with translated_faults("read"):
        cursor = source.execute(f"SELECT * FROM {table} ORDER BY {order}")
        try:
            names = [column[0] for column in cursor.get_description()]
        except apsw.ExecutionCompleteError:  # an empty table describes no columns
            return
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def _insert(new: "apsw.Connection", table: str, row: Row, conflict: str) -> None:
    file_id = row.get("file_id")
    if table == "outbox" and file_id and files.describe(new, file_id) is None:
        row = row | {"file_id": None, "state": "failed", "failure": FILE_LOST}
    _put(new, table, without_numbers(table, row), conflict)


def _put(new: "apsw.Connection", table: str, row: Row, conflict: str) -> None:
    import apsw

    try:
        named_rows.put(new, table, row, conflict)
    except (apsw.ConstraintError, apsw.SQLError):  # a row that makes no sense any more
        return
