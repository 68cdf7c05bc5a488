"""The user's settings file: what was picked is put into it, atomically."""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workstation.base import held_files
from workstation.base.atomic_write import write_atomically
from workstation.config import BY_KEY
from workstation.domain.errors import ConfigurationError, InputError, StorageError
from workstation.settings.resolve import Resolution
from workstation.settings.sources import user_layer


def checked_pick(resolution: Resolution, key: str, value: Any) -> Any:
    """The picked value as it will be read again; ``value`` is typed, as ``Settings`` holds it.

    Raises ``ConfigurationError`` for a locked key, ``InputError`` for a value its kind does not
    take.
    """
    kind = BY_KEY[key].kind
    if resolution.locked(key):
        raise ConfigurationError(f"{key} is set by the administrator")
    try:
        return kind.read(kind.write(value))
    except ValueError:
        raise InputError(key, "malformed") from None


def change_settings(path: Path, resolution: Resolution, picks: Mapping[str, Any]) -> None:
    """Save settings of the user's by their keys, keeping everything else in the file; blocking.

    Raises as ``checked_pick``, and ``DiskFull`` and ``StorageError``, also where the file
    cannot be read; the old file then still stands. A file that was no JSON is kept beside the new
    one as ``*.broken``.
    """
    for key, value in picks.items():
        checked_pick(resolution, key, value)
    current = user_layer(path)
    if current.fault == "unreadable":  # for a passing reason, perhaps: it is not begun anew
        raise StorageError(f"cannot read {path.name}")
    if current.fault:
        _keep_broken(path)
    raw = {key: BY_KEY[key].kind.write(value) for key, value in picks.items()}
    write_atomically(path, _text(dict(current.values) | raw))


def _text(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()


def _keep_broken(path: Path) -> None:
    with contextlib.suppress(OSError):
        held_files.replace(path, path.with_suffix(path.suffix + ".broken"))
