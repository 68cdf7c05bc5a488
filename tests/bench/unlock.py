"""Unlocking, from the code that was typed to a database that answers: CPU time over Argon2id alone.

What a code costs to try is chosen (250 ms at least); everything else is this program's, and is
measured as processor time, so that a busy machine does not count.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from measurement import Row, alternated

from tests.fakes.secrets import MemorySecrets
from workstation.base.paths import Folders
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_cost import choose_cost, derive

CODE, SALT, ROWS = "解锁 123456", bytes(16), 20_000
MAX_RATIO, MAX_MS = 1.2, 500


def rows() -> Iterator[Row]:
    folder = Path(tempfile.mkdtemp(prefix="unlock-bench-"))
    try:
        yield from unlocked(Folders.of_profile(folder).account("https://clinic.test", 1001))
    finally:
        shutil.rmtree(folder)


def unlocked(folders: Folders) -> Iterator[Row]:
    """What unlocking costs beside what the code's own hashes do."""
    cost = choose_cost()
    chain = KeyChain(folders, MemorySecrets(), "account", choose=lambda: cost)
    folders.data.mkdir(parents=True, exist_ok=True)
    key = asyncio.run(chain.set_code(CODE))
    vault = Vault.open(folders.data / VAULT_FILE, key)
    asyncio.run(vault.write(fill))
    code = bytearray(CODE.encode())

    def lock_and_unlock() -> float:
        chain.lock()
        vault.suspend()
        return processor_seconds(lambda: asyncio.run(unlock(chain, vault)))

    ours, floor = alternated(
        lock_and_unlock, lambda: processor_seconds(lambda: derive(code, SALT, cost))
    )
    vault.close()
    yield Row(
        "unlock, code to rows, CPU, over Argon2id alone",
        ours * 1000,
        "ms",
        floor * 1000,
        MAX_RATIO,
    )
    yield Row("  the same, all of it", ours * 1000, "ms", most=MAX_MS)
    yield Row("  of it this program's own", (ours - floor) * 1000, "ms")


async def unlock(chain: KeyChain, vault: Vault) -> None:
    """As the lock screen does it."""
    key = await chain.unlock(CODE)
    await asyncio.to_thread(vault.resume, key)
    await vault.read(preferences.get, "row 1")


def fill(connection: object) -> None:
    """Write as many rows as a doctor's preferences may have."""
    for number in range(ROWS):
        preferences.put(connection, f"row {number}", "x" * 200)


def processor_seconds(action: Callable[[], object]) -> float:
    """What one call cost all threads of this process."""
    begun = time.process_time()
    action()
    return time.process_time() - begun
