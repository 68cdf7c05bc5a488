"""The user's settings file, changed key by key, atomically."""

import contextlib
import json
from pathlib import Path
from typing import Any

from workstation import held_files
from workstation.atomic_write import write_atomically
from workstation.config import BY_KEY
from workstation.domain.errors import ConfigurationError, InputError, StorageError
from workstation.settings.resolve import Resolution
from workstation.settings.sources import user_layer


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


def _text(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()


def _keep_broken(path: Path) -> None:
    with contextlib.suppress(OSError):
        held_files.replace(path, path.with_suffix(path.suffix + ".broken"))
