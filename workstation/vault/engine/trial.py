"""Whether a folder can carry the encrypted store, which asks more of it than a file does.

The store locks parts of its file, maps its log's index into shared memory and waits until the disk
has what it was given. A home on a share may take files all day and know one of these not at all
(NFS without its service of locks, SMB and FUSE by their options): each doctor works in memory then.
"""

import os
import secrets
import shutil
from pathlib import Path

from workstation.vault.engine.opening import KEY_BYTES, VAULT_FILE, open_database
from workstation.vault.faults import translated_faults

TRIAL_PREFIX = ".check-"
"""How the names of all begin that a check tries to write in the data folder."""


def try_store(folder: Path) -> None:
    """Make a store below a folder that is there, write into it, and take it away again.

    Raises ``StorageError``. Blocking, for some seconds where a share is slow.
    """
    place = folder / f"{TRIAL_PREFIX}store-{os.getpid()}"
    with translated_faults("try"):
        place.mkdir(mode=0o700, exist_ok=True)
    try:
        connection = open_database(place / VAULT_FILE, secrets.token_bytes(KEY_BYTES))
        try:
            with translated_faults("try", connection):
                connection.execute("CREATE TABLE trial (number INTEGER)")
                connection.execute("INSERT INTO trial VALUES (1)")
        finally:
            connection.close()
    finally:
        shutil.rmtree(place, ignore_errors=True)
