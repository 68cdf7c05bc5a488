"""A vault that cannot be used: set aside, and taken up again when its key or its program returns.

A folder ``locked-…`` beside the vault holds the database, its log, the outbox backup and, last,
the key's fingerprint. That order makes a kill in the middle visible: the live database is gone, the
fingerprint still stands, and the folder has none yet; the next start moves the rest after it.
What is taken up is merged in one transaction that also notes the folder's name, so a kill before
its renaming to ``taken-…`` brings nothing twice.

A keyring that was emptied, exchanged and put back gives the old key again: then the set-aside
vault is the one that opens, and the one begun meanwhile is set aside until *its* key returns.

A vault that a newer program wrote is set aside, too, when IT goes back a version. Its outbox backup
stays: any version reads the columns that it knows of it, so what was not sent comes along at once,
and the rest is merged when the newer program is back. Nothing but the database moves, in one step,
and the folder has its fingerprint before that, so no kill takes this for a vault without its key.

Tests: ``tests/session/test_set_aside.py`` (a kill at each step), ``test_files_held.py``.
"""

import logging
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base import held_files
from workstation.domain.errors import DatabaseCorrupt, StorageError, WrongKey
from workstation.vault import preferences
from workstation.vault.engine import last_use
from workstation.vault.engine.opening import (
    fingerprint,
    fingerprint_path,
    free_place,
    open_database,
    read_fingerprint,
    rebuilt_path,
)
from workstation.vault.faults import storage_fault, translated_faults
from workstation.vault.key_file_names import KEY_FILES
from workstation.vault.purged_numbers import note_unfinished, purged_ids
from workstation.vault.rescue import local_data, outbox_backup
from workstation.vault.rescue.local_data import LocalData, RestoredCounts
from workstation.vault.rescue.recovery import rebuild
from workstation.vault.schema.migrations import STEPS, migrate

if TYPE_CHECKING:
    import apsw

log = logging.getLogger(__name__)

LOCKED, MERGED = "locked", "taken"
MERGED_PREFERENCE = "aside.taken."


def has_local_data(path: Path) -> bool:
    """Whether anything of an account's words lies on the disk. Raises ``StorageError``."""
    try:
        places = (path, rebuilt_path(path), outbox_backup.path_beside(path))
        return any(place.exists() for place in places)
    except OSError as fault:
        raise storage_fault(fault, "open") from None


def is_opened_by(path: Path, key: bytes) -> bool:
    """Whether the key is this database's. Raises ``StorageError`` where that cannot be told."""
    try:
        open_database(path, key).close()
    except WrongKey:
        return False
    return True


def set_aside(path: Path, *, with_key: bool = False) -> Path:
    """Move a vault that the key does not open out of the way, whole; returns where it is kept.

    ``with_key`` takes the wrapped key along, whose code was lost: before the rest, so that a kill
    leaves a vault without a key, which is one to be set aside. May be begun again after a kill
    (``finish_set_aside``). Raises ``StorageError``.
    """
    try:
        fingerprint_path(path).touch()
        folder = free_place(path.parent, f"{LOCKED}-{secrets.token_hex(3)}")
        folder.mkdir()
        for name in KEY_FILES if with_key else ():
            if path.with_name(name).exists():
                held_files.replace(path.with_name(name), folder / name)
        _move(path, folder)
        last_use.take_along(folder)
    except OSError as fault:
        raise storage_fault(fault, "set aside") from None
    return folder


def set_newer_aside(path: Path, key: bytes) -> bool:
    """Move a database of a newer program out of the way; False where it is none.

    Raises ``StorageError``; the database then stands where it stood.
    """
    connection = open_database(path, key)
    try:
        with translated_faults("set aside"):
            newer = int(connection.pragma("user_version")) > len(STEPS)
    finally:
        connection.close()
    if not newer:
        return False
    try:
        log_file = path.with_name(f"{path.name}-wal")
        if log_file.exists() and log_file.stat().st_size:
            raise StorageError("its log is in use", call="set aside")
        folder = free_place(path.parent, f"{LOCKED}-{secrets.token_hex(3)}")
        folder.mkdir()
        shutil.copyfile(fingerprint_path(path), folder / fingerprint_path(path).name)
        last_use.take_along(folder)
        held_files.replace(path, folder / path.name)
    except OSError as fault:
        raise storage_fault(fault, "set aside") from None
    return True


def finish_set_aside(path: Path) -> None:
    """Complete a setting aside that a kill broke off. Raises ``StorageError``."""
    try:
        if path.exists() or not fingerprint_path(path).exists():
            return
        for folder in _folders(path.parent):
            files = {file.name for file in folder.iterdir()} - {*KEY_FILES}
            if files and fingerprint_path(path).name not in files:
                _move(path, folder)
    except OSError as fault:
        raise storage_fault(fault, "set aside") from None


def find_matching(path: Path, key: bytes) -> list[Path]:
    """The set-aside vaults that this key opens, the oldest first. Raises ``StorageError``."""
    try:
        expected = {fingerprint(key), b""}
        vaults = [(folder, folder / path.name) for folder in _folders(path.parent)]
        return [
            folder
            for folder, vault in vaults
            if fingerprint_path(vault).exists() and read_fingerprint(vault) in expected
        ]
    except OSError as fault:
        raise storage_fault(fault, "open") from None


def reinstate(path: Path, folder: Path) -> None:
    """Make a set-aside vault the live one again, where none is. Raises ``StorageError``.

    A key file that was set aside with it stays there: it may be somebody's only one.
    """
    try:
        held_files.remove(folder / last_use.LAST_USE)
        for name in reversed(_file_names(path)):
            if (folder / name).exists():
                held_files.replace(folder / name, path.with_name(name))
        if not any(folder.iterdir()):
            held_files.remove_folder(folder)
    except OSError as fault:
        raise storage_fault(fault, "open") from None


def merge_matching(path: Path, key: bytes, into: bytes) -> RestoredCounts:
    """Merge what the doctor wrote in set-aside vaults of this key into the live one, once.

    ``into`` is the live one's key. No vault may be open on ``path``, and it must open. One that
    cannot be read or merged now waits for the next start.
    """
    counts = RestoredCounts()
    for folder in find_matching(path, key):
        try:
            with translated_faults("take up"):
                counts += _merge_folder(path, key, folder, into)
        except StorageError as error:
            log.warning("a set-aside vault is not taken up: %s", error)
    return counts


def _merge_folder(path: Path, key: bytes, folder: Path, into: bytes) -> RestoredCounts:
    restored = _merge(path, into, folder.name, _read_local_data(folder / path.name, key))
    held_files.replace(folder, folder.with_name(folder.name.replace(LOCKED, MERGED, 1)))
    return restored


def _merge(path: Path, key: bytes, name: str, words: LocalData) -> RestoredCounts:
    live = open_database(path, key)
    try:
        migrate(live)
        live.pragma("synchronous", "full")
        live.execute("BEGIN IMMEDIATE")
        restored = RestoredCounts()
        if not preferences.get(live, MERGED_PREFERENCE + name, False):
            restored = local_data.merge(live, words, newer=False)
            preferences.put(live, MERGED_PREFERENCE + name, True)
            if purged_ids(live):  # the folder, which stays, may have their words
                note_unfinished(live, ())
        live.execute("COMMIT")
        return restored
    finally:
        live.close()


def _read_local_data(path: Path, key: bytes) -> LocalData:
    """What a set-aside vault holds."""
    try:
        return _open_and_read(path, key)
    except DatabaseCorrupt:
        rebuild(path, key)
        return _open_and_read(path, key)


def _open_and_read(path: Path, key: bytes) -> LocalData:
    connection = open_database(path, key)
    try:
        with translated_faults("take up"):
            migrate(connection)
            _attach_backup(connection, path, key)
            return local_data.read(connection)
    finally:
        connection.close()


def _attach_backup(connection: "apsw.Connection", path: Path, key: bytes) -> None:
    if outbox_backup.path_beside(path).exists():
        outbox_backup.attach(connection, path, key)


def _folders(parent: Path) -> list[Path]:
    folders = [folder for folder in parent.glob(f"{LOCKED}-*") if folder.is_dir()]
    return sorted(folders, key=lambda folder: folder.stat().st_mtime_ns)


def _file_names(path: Path) -> list[str]:
    """The files of a vault: the database first, the key's fingerprint last."""
    own = outbox_backup.path_beside(path).name
    logs = [f"{name}{end}" for name in (path.name, own) for end in ("-wal", "-shm")]
    return [path.name, rebuilt_path(path).name, *logs, own, fingerprint_path(path).name]


def _move(path: Path, folder: Path) -> None:
    for name in _file_names(path):
        place = path.with_name(name)
        if place.exists():
            held_files.replace(place, folder / name)
