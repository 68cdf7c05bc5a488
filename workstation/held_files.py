"""Replacing and removing files that another program holds open for a moment.

Windows refuses both while anybody has the file open without sharing its deletion: a virus scanner
that looks at what was just written, a backup, an indexer. They let go within moments, so the step
is tried again for a bounded time. Linux knows no such refusal; nothing is ever waited for there.
"""

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO, cast

MAX_SECONDS = 3.0
PAUSE_SECONDS = 0.05
# ERROR_ACCESS_DENIED (what replacing an open file is answered with), ERROR_SHARING_VIOLATION and
# ERROR_LOCK_VIOLATION of winerror.h.
_HELD = {5, 32, 33}


def replace(source: Path, target: Path) -> None:
    """Put `source` in the place of `target`; blocking. Raises OSError as ``Path.replace`` does."""
    _try_again(lambda: source.replace(target))


def remove(path: Path) -> None:
    """Remove the file if it is there; blocking. Raises OSError as ``Path.unlink`` does."""
    _try_again(lambda: path.unlink(missing_ok=True))


def file_of(handle: int, mode: str) -> BinaryIO:
    """The file of a handle of the system's. Raises as ``os.fdopen``.

    The handle is closed then: what stays open can be neither replaced nor removed.
    """
    try:
        return cast("BinaryIO", os.fdopen(handle, mode))
    except BaseException:
        os.close(handle)
        raise


def _try_again(step: Callable[[], object]) -> None:
    until = monotonic() + MAX_SECONDS
    while True:
        try:
            step()
        except OSError as error:
            if getattr(error, "winerror", 0) not in _HELD or monotonic() >= until:
                raise
        else:
            return
        sleep(PAUSE_SECONDS)
