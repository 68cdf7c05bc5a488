"""Writing a whole file or leaving the old one: nothing half-written stands there."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from workstation import held_files
from workstation.domain.errors import DiskFull, StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT}


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
