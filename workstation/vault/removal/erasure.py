"""What is to leave this computer for good: an account's folders, or a vault that was set aside.

One step decides: the folder gets another name, ``erasing-…``, under which nothing looks for a
vault. Before that step all of it is there, after it none is: whatever a kill leaves under such a
name is neither damaged nor locked, and the next start removes it. An account's folder is given the
name of its secrets first, so that the keyring can be made to forget them even then.

The key goes before what it opens, so that what a disk keeps of removed files stays sealed.
Tests: ``tests/vault/removal/test_erasure.py`` (killed before each step).
"""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from workstation.base import held_files
from workstation.base.atomic_write import sync_folder, write_atomically
from workstation.base.paths import Folders
from workstation.domain.errors import NotErased, StorageError
from workstation.vault.key_file_names import KEY_FILES, SEALED_TOKEN

PREFIX = "erasing-"
_ACCOUNT = "account"
MAX_ACCOUNT_BYTES = 4096


def begin(folders: Folders, account: str) -> None:
    """Decide that an account's folders are gone. Blocks; raises ``NotErased``: all is there still.

    ``account`` is the name of its secrets. No file of it may be open.
    """
    if not folders.data.exists():
        remove_tree(folders.cache)
        return
    # On a full disk without it: the keyring then keeps a key that opens nothing.
    with contextlib.suppress(StorageError):
        write_atomically(folders.data / _ACCOUNT, account.encode())
    rename(folders.data, keep_name=True)


def rename(folder: Path, *, keep_name: bool = False) -> Path:
    """Give a folder or a file a name under which it is no vault. Raises ``NotErased``.

    ``keep_name`` leaves its own name at the end.
    """
    end = folder.name if keep_name else ""
    begun = folder.with_name(f"{PREFIX}{secrets.token_hex(3)}{end}")
    try:
        held_files.replace(folder, begun)
        sync_folder(folder.parent)
    except OSError as error:
        raise NotErased(type(error).__name__) from None
    return begun


def begun_accounts(root: Folders) -> tuple[str, ...]:
    """The names of the secrets of accounts whose erasure was begun. Blocks."""
    accounts = []
    for folder in _begun(root.accounts_data):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            accounts.append(held_files.read(folder / _ACCOUNT, MAX_ACCOUNT_BYTES).decode())
    return tuple(accounts)


def finish(root: Folders) -> None:
    """Remove all whose erasure was begun, their files in the cache as well. Blocks.

    Raises ``NotErased`` where something stays; all else is gone then, and the next call goes on
    with it.
    """
    accounts, folders = list(_begun(root.accounts_data)), _folders_in(root.accounts_data)
    try_all(
        [
            *(partial(_finish_account, root, account) for account in accounts),
            *(partial(remove_tree, begun) for folder in folders for begun in _begun(folder)),
        ]
    )


def try_all(steps: Sequence[Callable[[], object]]) -> None:
    """Take each step, also after one that failed. Blocks; raises the first ``NotErased``."""
    failures = []
    for step in steps:
        try:
            step()
        except NotErased as error:
            failures.append(error)
    if failures:
        raise failures[0]


def _finish_account(root: Folders, begun: Path) -> None:
    """Remove keys and words, then the files in the cache, of which the folder's name tells.

    So that one stays to the last, and the name of the secrets in it.
    """
    parts = sorted(_entries(begun), key=lambda part: _turn(part.name))
    steps = [partial(remove_tree, part) for part in parts if part.name != _ACCOUNT]
    if name := begun.name.removeprefix(PREFIX)[6:]:
        steps.append(partial(remove_tree, root.accounts_cache / name))
    try_all(steps)
    remove_tree(begun)


def remove_tree(path: Path) -> None:
    """Remove a file, or a folder with all in it; a link goes, not what it leads to. Blocks.

    Raises ``NotErased`` where something stays; all else is gone then.
    """
    failure: OSError | None = None
    for entry in _bottom_up(path):
        try:
            if entry.is_dir() and not entry.is_symlink():
                # With something left in it, it stays, and is not waited for.
                (entry.rmdir if failure else partial(held_files.remove_folder, entry))()
            else:
                held_files.remove(entry)
        except FileNotFoundError:
            continue
        except OSError as error:
            failure = failure or error
    if failure is not None:
        raise NotErased(type(failure).__name__)


def _bottom_up(path: Path) -> Iterator[Path]:
    """Keys first, the name of the secrets last, folders after what is in them."""
    if path.is_symlink() or path.is_file():
        yield path
        return
    for place, folders, files in os.walk(path, topdown=False):
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in sorted([*files, *links], key=_turn):
            yield Path(place, name)
        yield Path(place)


def _turn(name: str) -> int:
    return 0 if name in {*KEY_FILES, SEALED_TOKEN} else 2 if name == _ACCOUNT else 1


def _begun(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from folder.glob(f"{PREFIX}*")


def _entries(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return [*folder.iterdir()]
    return []


def _folders_in(folder: Path) -> list[Path]:
    return [entry for entry in _entries(folder) if entry.is_dir()]
