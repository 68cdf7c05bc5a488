"""Vaults that nobody opens any more go after the policy's days, too, by the age of their files.

A vault of another doctor of this system account, and a copy that was set aside as damaged or for
want of its key, cannot be looked into. What is in them is at least as old as the last write; once
that is older than the days, so is every word, and the whole goes (``vault.removal.erasure``).

Files bear this computer's time, which may be years behind. So each sign-in leaves a file that bears
the platform's, and what is set aside takes that along (``last_use``). A computer that was years
ahead once leaves times that are to come, and nothing of it would ever be old: such a file counts as
written now.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from workstation.base import held_files
from workstation.base.clock import DAY_MS
from workstation.base.paths import Folders
from workstation.domain.errors import NotErased
from workstation.vault.removal import erasure

GIVEN_UP = ("damaged*", "taken-*", "outbox-backup-damaged*", "lifeboat-damaged*")
"""Copies beside a vault: see ``recovery``, ``locked_vaults``, ``outbox_backup``.

The last is the name that the first versions had for the one before it."""

SET_ASIDE = (*GIVEN_UP, "locked-*", "*.unusable*")
"""With those that may be taken up again: see ``locked_vaults``, ``key_file``."""


def erase_aged(own: Folders, before_ms: int, now_ms: int) -> int:
    """Erase what was last written before that, the vault of ``own`` excepted; how many. Blocks.

    ``own`` are the folders of one account, ``before_ms`` and ``now_ms`` milliseconds since the Unix
    epoch by the platform's time. Raises ``NotErased`` where something stays.
    """
    root = Folders(own.config, own.data.parent.parent, own.cache.parent.parent, own.logs)
    if root.accounts_data != own.data.parent:  # no account's: what lies beside it is not ours
        return 0
    aged, steps = [], list[Callable[[], object]]()
    for account in _folders(root.accounts_data):
        if account != own.data:
            end_future(account, now_ms)
            if _is_aged(account, before_ms):
                aged.append(partial(erasure.rename, account, keep_name=True))
                continue
        copies = [copy for pattern in SET_ASIDE for copy in account.glob(pattern)]
        for copy in copies:
            end_future(copy, now_ms)
        aged += [partial(erasure.rename, copy) for copy in copies if _is_aged(copy, before_ms)]
    for cache in _folders(root.accounts_cache):
        end_future(cache, now_ms)  # those of ``own`` go by these times as well (``media.cache``)
        if cache != own.cache:
            steps.append(partial(_remove_aged_files, cache, before_ms))
    if aged:
        steps.append(partial(erasure.finish, root))
    # Another program may hold something for days, and all else goes.
    erasure.try_all([*aged, *steps])
    return len(aged)


def erase_copies(own: Folders) -> None:
    """Erase the copies of an account's vault that have nothing more to give. Blocks.

    A vault whose key is missing stays: it may have words that were not sent. Raises ``NotErased``
    where something stays; all else is gone then.
    """
    copies = [copy for pattern in GIVEN_UP for copy in own.data.glob(pattern)]
    erasure.try_all([partial(_erase, copy) for copy in copies])


def _erase(copy: Path) -> None:
    erasure.remove_tree(erasure.rename(copy))


def end_future(path: Path, now_ms: int) -> None:
    """Give files with a time to come this time; a day ahead is a clock that goes wrong."""
    for file in _files(path):
        with contextlib.suppress(OSError):
            if file.stat().st_mtime_ns // 1_000_000 > now_ms + DAY_MS:
                os.utime(file, ns=(now_ms * 1_000_000,) * 2)


def _is_aged(path: Path, before_ms: int) -> bool:
    """Whether every file of it was last written before; one that cannot be read is not known."""
    try:
        times = [file.stat().st_mtime_ns // 1_000_000 for file in _files(path)]
        return max(times, default=path.stat().st_mtime_ns // 1_000_000) < before_ms
    except OSError:
        return False


def _remove_aged_files(folder: Path, before_ms: int) -> None:
    failures = []
    for file in _files(folder):
        try:
            if file.stat().st_mtime_ns // 1_000_000 < before_ms:
                held_files.remove(file)
        except OSError as error:
            failures.append(error)
    if failures:
        raise NotErased(type(failures[0]).__name__)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for place, _, names in os.walk(path):
        yield from (Path(place, name) for name in names)


def _folders(parent: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return [
            folder
            for folder in parent.iterdir()
            if folder.is_dir() and not folder.name.startswith(erasure.PREFIX)
        ]
    return []
