"""The file with the wrapped key, beside the vault: twice, as the key lies nowhere else.

A new file is proven before an old one goes: written as ``….new``, synced, read back and opened by
the caller's ``prove``; only then it takes the first place, and after that the copy's. A kill leaves
the old pair, or the new file with the old copy, which only counts where the first cannot be used;
the next unlocking makes them level (``mend``).
"""

import contextlib
from collections.abc import Callable
from pathlib import Path

from workstation.base import held_files
from workstation.base.atomic_write import sync_folder, write_atomically
from workstation.domain.keys import KeyFileUnusable
from workstation.vault.engine.opening import free_place
from workstation.vault.faults import storage_fault
from workstation.vault.key_file_names import KEY_FILE, KEY_FILE_COPY, NEW_KEY_FILE
from workstation.vault.keys.wrapped_key import MAX_BYTES, WrappedKey, decode


def read(folder: Path, account: str) -> WrappedKey | None:
    """The wrapped key of an account; ``None`` where there is no such file. Blocking.

    The copy serves where the first is gone or damaged; one of a newer version never is passed over.
    Raises ``KeyFileUnusable``, and ``StorageError`` where the disk does not let it be read.
    """
    error: KeyFileUnusable | None = None
    for name in (KEY_FILE, KEY_FILE_COPY):
        content = _content(folder / name)
        if content is None:
            continue
        try:
            return decode(content, account)
        except KeyFileUnusable as unusable:
            if unusable.reason == "newer":
                raise
            error = error or unusable
    if error is not None:
        raise error
    return None


def replace(
    folder: Path, wrapped: WrappedKey, account: str, prove: Callable[[WrappedKey], object]
) -> None:
    """Put a wrapped key in place once ``prove`` has opened what was read back. Blocking.

    Raises ``StorageError`` and whatever ``prove`` raises; then the old one still stands.
    """
    new = folder / NEW_KEY_FILE
    write_atomically(new, wrapped.encode())
    try:
        prove(decode(_content(new) or b"", account))
        held_files.replace(new, _vacated(folder / KEY_FILE, account))
        sync_folder(folder)
    except OSError as fault:
        raise storage_fault(fault, "key file") from None
    finally:
        with contextlib.suppress(OSError):
            held_files.remove(new)
    mend(folder, wrapped, account)


def mend(folder: Path, wrapped: WrappedKey, account: str) -> None:
    """Write this to both files. Blocking. Raises ``StorageError``.

    One that cannot be used may be another doctor's only one: it is kept under another name.
    """
    content = wrapped.encode()
    try:
        for name in (KEY_FILE, KEY_FILE_COPY):
            if _content(folder / name) != content:
                write_atomically(_vacated(folder / name, account), content)
        held_files.remove(folder / NEW_KEY_FILE)
        sync_folder(folder)
    except OSError as fault:
        raise storage_fault(fault, "key file") from None


def remove(folder: Path) -> None:
    """Remove both files: another place has the key. Blocking. Raises ``StorageError``."""
    try:
        for name in (NEW_KEY_FILE, KEY_FILE, KEY_FILE_COPY):
            held_files.remove(folder / name)
        sync_folder(folder)
    except OSError as fault:
        raise storage_fault(fault, "key file") from None


def _vacated(place: Path, account: str) -> Path:
    """A place to be written to; what stands there and cannot be used is kept under another name."""
    stored = _content(place)
    if stored is not None and not _is_usable(stored, account):
        held_files.replace(place, free_place(place.parent, f"{place.name}.unusable"))
    return place


def _is_usable(content: bytes, account: str) -> bool:
    try:
        decode(content, account)
    except KeyFileUnusable:
        return False
    return True


def _content(path: Path) -> bytes | None:
    try:
        return held_files.read(path, MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise storage_fault(fault, "key file") from None
