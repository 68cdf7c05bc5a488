"""The demo's one account, and the many of versions before.

The embedded clinic listens on a port that may change. An account named after its address was a
new one at every start: drafts were gone, folders and keyring entries piled up. So the demo's
account has a name of its own. What earlier starts left is found by trying: a folder's name is a
hash of address and doctor, and there are no more addresses than ports.
"""

import asyncio
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

from workstation.domain.errors import KeyringUnavailable
from workstation.paths import Folders
from workstation.vault.keys import Keys

log = logging.getLogger(__name__)

SERVER = "demo"
"""Stands for the clinic's address in the names of folders and of secrets."""
_PORTS = range(1024, 65536)


async def clear_earlier(folders: Folders, keys: Keys, member_id: int) -> int:
    """Remove what earlier starts of the demo left; how many accounts that were.

    A folder stays as long as the keyring does not let its key go, to be tried again.
    """
    if not keys.lasting:
        return 0
    count = 0
    for server, account in await asyncio.to_thread(_earlier, folders, member_id):
        try:
            for kind in ("database", "token"):
                await keys.remove(f"{kind} {server} {member_id}")
        except KeyringUnavailable as error:
            log.warning("an earlier account of the demo stays: %s", error)
            continue
        for folder in (account.data, account.cache):
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        count += 1
    if count:
        log.info("cleared %d earlier accounts of the demo", count)
    return count


def _earlier(folders: Folders, member_id: int) -> list[tuple[str, Folders]]:
    own = folders.account(SERVER, member_id).data
    there = set(_folders_in(own.parent)) - {own.name}
    if not there:
        return []
    addresses = (f"http://127.0.0.1:{port}" for port in _PORTS)
    accounts = ((address, folders.account(address, member_id)) for address in addresses)
    return [(address, account) for address, account in accounts if account.data.name in there]


def _folders_in(folder: Path) -> Iterator[str]:
    try:
        yield from (path.name for path in folder.iterdir() if path.is_dir())
    except OSError:
        return
