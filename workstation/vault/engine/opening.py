"""Opening the encrypted file, and telling apart why it does not open.

ChaCha20-Poly1305 per page with a raw 32-byte key (SQLite3 Multiple Ciphers). A damaged first page
and a foreign key look the same to the database ("not a database"), so a keyed fingerprint stands
beside the file: when it fits the key, the file is damaged; when it does not, the key is another.
"""

import hmac
import os
import threading
from functools import cache
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base import held_files
from workstation.domain.errors import DatabaseCorrupt, FolderNotWritable, StorageError, WrongKey
from workstation.vault.engine import last_use
from workstation.vault.engine.file_locks import has_locks
from workstation.vault.faults import storage_fault, translate, translated_faults

if TYPE_CHECKING:
    import apsw

VAULT_FILE = "vault.db"
"""The database of an account in its folder; the files that belong to it lie beside it."""

KEY_BYTES = 32
PLAIN_HEADER = b"SQLite format 3\x00"
MIN_SQLITE_VERSION = (3, 51, 3)
"""Below it the WAL-reset race can corrupt a database that two connections use."""

MAX_FINGERPRINT_BYTES = 64
"""More than one has."""

BUSY_MS = 2_000
STATEMENTS = 512
"""How many uses of others a prepared statement is kept for, the most that the library takes. The
vault has some 200 statements, and with the 100 of its own choice every seventh was prepared anew;
costs 40 KB. A few pages of an archive are more uses than that."""

PAGES_KIB = 4_000
"""Of the file that a connection holds in memory, deciphered; there are two, and a day fills both.

Four times as much saved nothing that could be measured: 50,000 messages caught up with in 200 rooms
by pages of 100, 4,000 one by one, searches and pages among 150,000. It cost 15 MB."""

MAX_WAL_BYTES = 16 * 1024 * 1024

MAX_PATH_BYTES = 512
"""Of a file that SQLite opens on Linux: 170 Chinese characters. Windows takes longer ones."""
_TOO_LONG = f"its path is longer than {MAX_PATH_BYTES} bytes"

_PREPARING = threading.Lock()


def open_database(path: Path, key: bytes) -> "apsw.Connection":
    """Open or create the encrypted database at ``path``.

    Raises ``WrongKey``, ``DatabaseCorrupt``, ``DiskFull``, ``DatabaseBusy`` or ``StorageError``;
    none of them has changed the file. A key of another length than 32 bytes is a defect:
    ``ValueError``.
    """
    import apsw

    require_version(apsw.sqlite_lib_version())
    _prepare_library()
    if len(key) != KEY_BYTES:
        raise ValueError("a vault key has 32 bytes")
    with translated_faults("open"):
        if not path.exists() and rebuilt_path(path).exists():
            swap_in_rebuilt(path)
        if path.exists() and path.stat().st_size:
            assert_encrypted(path)
    try:
        connection = _connect(path, key)
    except UnicodeEncodeError:  # a home of the days of GBK; the library knows UTF-8 alone
        raise FolderNotWritable("its name is not UTF-8", call="open") from None
    except apsw.Error as fault:
        raise _refusal(fault, path, key) from None
    _write_fingerprint(path, key)
    return connection


def _refusal(fault: "apsw.Error", path: Path, key: bytes) -> StorageError:
    """The reason why the library did not open the file, as far as it shows from the outside."""
    import apsw

    if isinstance(fault, apsw.NotADBError):
        return _diagnose(path, key)
    if isinstance(fault, apsw.CantOpenError) and len(os.fsencode(path)) > MAX_PATH_BYTES:
        return FolderNotWritable(_TOO_LONG, call="open")
    if isinstance(fault, apsw.BusyError) and not has_locks(path.parent):
        return StorageError("no file locks", call="open")
    return translate(fault, "open", folder=path.parent)


def open_memory() -> "apsw.Connection":
    """A database that ends with the process: for computers without a place for the key."""
    import apsw

    require_version(apsw.sqlite_lib_version())
    _prepare_library()
    connection = apsw.Connection(":memory:", statementcachesize=STATEMENTS)
    _keep_plans(connection)
    connection.pragma("foreign_keys", 1)
    return connection


def _keep_plans(connection: "apsw.Connection") -> None:
    """Let a statement keep its plan whatever is bound to it (SQLite's QPSG).

    Where an index is on an expression or over a part of the rows, the library else looks at the
    values to see whether it serves, and so prepares the statement anew for each use: for a summary
    that was 95 % of its cost. A statement must say itself then what makes such an index serve.
    """
    import apsw

    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)


def _prepare_library() -> None:
    with _PREPARING:
        _stop_counting_memory()


@cache
def _stop_counting_memory() -> None:
    """Let the library allocate without a count of it, for which each allocation takes a lock twice.

    Nobody asks for the count, and it was a twenty-fifth of what an archive page costs. That can be
    said before the first connection alone; beside one that is open the library is left as it is.
    """
    import apsw

    if not apsw.connections():
        apsw.shutdown()
        apsw.config(apsw.SQLITE_CONFIG_MEMSTATUS, 0)
        apsw.initialize()


def library_version() -> str:
    """The version of the database library."""
    import apsw

    return apsw.sqlite_lib_version()


def require_version(version: str) -> None:
    """Raise ``StorageError`` below the version whose write-ahead log is safe."""
    numbers = tuple(int(part) for part in version.split(".")[:3])
    if numbers < MIN_SQLITE_VERSION:
        raise StorageError(f"SQLite {version} is older than 3.51.3")


def fingerprint_path(path: Path) -> Path:
    """Where the key's fingerprint stands: beside the database."""
    return path.with_name(path.name + ".key-id")


def read_fingerprint(path: Path) -> bytes:
    """What stands there; blocking. Raises ``OSError``."""
    return held_files.read(fingerprint_path(path), MAX_FINGERPRINT_BYTES)


def fingerprint(key: bytes) -> bytes:
    """A value that tells keys apart and says nothing about them (keyed BLAKE2b)."""
    return blake2b(b"vault key", key=key, digest_size=16, person=b"workstation").digest()


def rebuilt_path(path: Path) -> Path:
    """Where a database that replaces a damaged one waits for its place."""
    return path.with_name(path.name + ".rebuilt")


def swap_in_rebuilt(path: Path) -> Path:
    """Set a damaged database aside with its log, and put the rebuilt one in its place.

    Returns the folder where the damaged one is kept. May be begun again after a kill. The log goes
    before the new file comes: it is not the log of that one.
    """
    kept_at = free_place(path.parent, "damaged")
    kept_at.mkdir()
    last_use.take_along(kept_at)
    for end in ("", "-wal", "-shm"):
        old = path.with_name(path.name + end)
        if old.exists():
            held_files.replace(old, kept_at / old.name)
    held_files.replace(rebuilt_path(path), path)
    return kept_at


def free_place(folder: Path, name: str) -> Path:
    """A name with a number that nothing in the folder has."""
    return next(place for number in count(1) if not (place := folder / f"{name}-{number}").exists())


def assert_encrypted(path: Path) -> None:
    """Raise ``StorageError`` where a database stands on the disk in the clear."""
    if held_files.read(path, len(PLAIN_HEADER)) == PLAIN_HEADER:
        raise StorageError("the database on disk is not encrypted")


def _connect(path: Path, key: bytes) -> "apsw.Connection":
    import apsw

    connection = apsw.Connection(os.fspath(path), statementcachesize=STATEMENTS)
    try:
        connection.set_busy_timeout(BUSY_MS)
        _keep_plans(connection)
        connection.pragma("cipher", "chacha20")
        connection.execute(f'PRAGMA key = "raw:{key.hex()}"')
        connection.pragma("user_version")
        enable_wal(connection)
        connection.pragma("journal_size_limit", MAX_WAL_BYTES)
        connection.pragma("foreign_keys", 1)
        connection.pragma("cache_size", -PAGES_KIB)
    except apsw.IOError as fault:
        failure = translate(fault, "open", connection)
        connection.close()
        raise failure from None
    except BaseException:
        connection.close()
        raise
    return connection


def enable_wal(connection: "apsw.Connection", schema: str = "main") -> None:
    """Put a database into write-ahead mode.

    A new file gets there through a rollback journal. That its removal is on the disk before
    anything else is, only the level "extra" sees to: a journal that came back after a power loss
    would undo the file's first page, and with it all that stands in the log behind it
    (``tests/power``). Who writes chooses the level of each transaction after that.
    """
    connection.pragma("synchronous", "extra", schema=schema)
    connection.pragma("journal_mode", "wal", schema=schema)
    connection.pragma("synchronous", "full", schema=schema)


def _write_fingerprint(path: Path, key: bytes) -> None:
    """Write the fingerprint of the key that opened the file, whatever stood there."""
    expected, place = fingerprint(key), fingerprint_path(path)
    try:
        if not place.exists() or read_fingerprint(path) != expected:
            place.write_bytes(expected)
    except OSError as fault:
        raise storage_fault(fault, "open") from None


def _diagnose(path: Path, key: bytes) -> StorageError:
    """The error for a file that does not open: key or file? Doubt is never called damage."""
    try:
        stored = read_fingerprint(path)
    except OSError:
        return WrongKey(call="open")
    if hmac.compare_digest(stored, fingerprint(key)):
        return DatabaseCorrupt("first page", call="open")
    return WrongKey(call="open")
