"""The user's settings file, changed key by key, atomically."""

import contextlib
import errno
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from workstation import held_files
from workstation.config import BY_KEY
from workstation.domain.errors import ConfigurationError, DiskFull, InputError, StorageError
from workstation.settings.resolve import Resolution
from workstation.settings.sources import user_layer

_FULL = {errno.ENOSPC, errno.EDQUOT}


def change_setting(path: Path, resolution: Resolution, key: str, value: Any) -> None:
    """Save one setting of the user's, keeping everything else in the file.

    ``value`` is typed, as ``Settings`` holds it. Raises ``ConfigurationError`` for a locked key,
    ``InputError`` for a value its kind does not take, ``DiskFull`` and ``StorageError``, also where
    the file cannot be read; the old file then still stands. A file that was no JSON is kept beside
    the new one as ``*.broken``.
    """
    declaration = BY_KEY[key]
    if resolution.locked(key):
        raise ConfigurationError(f"{key} is set by the administrator")
    raw = declaration.kind.write(value)
    try:
        declaration.kind.read(raw)
    except ValueError:
        raise InputError(key, "malformed") from None
    current = user_layer(path)
    if current.fault == "unreadable":  # for a passing reason, perhaps: it is not begun anew
        raise StorageError(f"cannot read {path.name}")
    if current.fault:
        _keep_broken(path)
    write_atomically(path, _text(dict(current.values) | {key: raw}))


def write_atomically(path: Path, content: bytes) -> None:
    """Put the whole content in place or leave the old file. Raises ``StorageError``."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Shorter than the name it will have: that one may be as long as the disk allows.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".saving-")
    except OSError as error:
        raise _storage_error(error, path) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        held_files.replace(Path(name), path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise _storage_error(error, path) from None


def _storage_error(error: OSError, path: Path) -> StorageError:
    kind = DiskFull if error.errno in _FULL else StorageError
    return kind(f"cannot write {path.name}: {error.strerror}")


def _text(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()


def _keep_broken(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.replace(path.with_suffix(path.suffix + ".broken"))
