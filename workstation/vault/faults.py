"""The database's failures in the words of the error tree."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base.atomic_write import try_file
from workstation.base.log import allow_literal
from workstation.base.paths import FULL, WINDOWS_FULL, is_full
from workstation.domain.errors import (
    ContentRefused,
    DatabaseBusy,
    DatabaseCorrupt,
    DiskFull,
    StorageError,
    WrongKey,
)

if TYPE_CHECKING:
    import apsw

NO_ROOM = WINDOWS_FULL if sys.platform == "win32" else FULL

# Steps of errors that are raised as they are, with no library's fault to translate.
allow_literal("open", "read", "migrate", "set aside", "room")


@contextmanager
def translated_faults(
    call: str, connection: "apsw.Connection | None" = None, folder: Path | None = None
) -> Iterator[None]:
    """Raise ``StorageError`` where the database or its files fail (``translate``).

    Texts of rows and paths never enter the error.
    """
    import apsw

    try:
        yield
    except apsw.Error as fault:
        raise translate(fault, call, connection, folder) from None
    except OSError as fault:
        raise storage_fault(fault, call) from None


def storage_fault(fault: OSError, call: str) -> StorageError:
    """The error tree's name for a failure of the file system; paths never enter the error."""
    allow_literal(call)
    return (DiskFull if is_full(fault) else StorageError)(type(fault).__name__, call=call)


def translate(
    fault: "apsw.Error",
    call: str,
    connection: "apsw.Connection | None" = None,
    folder: Path | None = None,
) -> StorageError:
    """The error tree's name for a database failure.

    The library takes a share that is used up for a disk that fails, and so whatever a network's
    disk says of its room at the end alone: the ``connection`` knows the system's own word. Of a
    disk that takes no more files nobody does, as the library tries anew what was refused: whether
    the ``folder`` takes one is tried then. Without it that is the folder of the connection's file.
    ``NotADBError`` becomes ``WrongKey`` here: whether the key or the file is at fault is known
    only to who opened it (``opening.open_database``).
    """
    import apsw

    allow_literal(call)
    kinds: tuple[tuple[type[apsw.Error], type[StorageError]], ...] = (
        (apsw.FullError, DiskFull),
        (apsw.CorruptError, DatabaseCorrupt),
        (apsw.NotADBError, WrongKey),
        (apsw.BusyError, DatabaseBusy),
        (apsw.LockedError, DatabaseBusy),
        (apsw.ConstraintError, ContentRefused),
        (apsw.MismatchError, ContentRefused),
        (apsw.TooBigError, ContentRefused),
    )
    detail = type(fault).__name__
    if _is_of_full_disk(fault, connection, folder):
        return DiskFull(detail, call=call)
    for theirs, ours in kinds:
        if isinstance(fault, theirs):
            return ours(detail, call=call)
    return StorageError(detail, call=call)


def _is_of_full_disk(
    fault: "apsw.Error", connection: "apsw.Connection | None", folder: Path | None
) -> bool:
    """Whether a disk without room made the library fail that calls it a failing disk."""
    import apsw

    if isinstance(fault, apsw.CantOpenError):
        if folder is None and connection is not None and connection.filename:
            folder = Path(connection.filename).parent
        return folder is not None and _takes_no_file(folder)

    if getattr(fault, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE:
        return True  # the log's index did not grow
    if connection is None or not isinstance(fault, apsw.IOError):
        return False
    return connection.system_errno in NO_ROOM


def _takes_no_file(folder: Path) -> bool:
    """Whether there is no room for one more file, whatever room there is for what is in them."""
    try:
        try_file(folder)
    except OSError as fault:
        return is_full(fault)
    return False
