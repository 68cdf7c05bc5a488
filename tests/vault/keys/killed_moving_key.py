"""Changes how a key is wrapped, once for each of its steps, and is killed before that step.

Each time on a copy of the same computer, in a fork of this process; prints how many there were.
"""

import asyncio
import itertools
import os
import shutil
import sys
from pathlib import Path

import cryptography.hazmat.primitives.ciphers.aead
import cryptography.hazmat.primitives.kdf.argon2  # noqa: F401 - once, before the forks

from tests.fakes.secrets import FileSecrets
from tests.fakes.sudden_end import DIED, steps_until_death
from workstation.base.paths import Folders
from workstation.domain.keys import KeyKind
from workstation.vault.keys import key_cost
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_cost import KeyCost

TEMPLATE, ACCOUNT, OLD, NEW, KIND = sys.argv[1:]
key_cost.MIN_MEMORY_KIB = 64


def count_steps(last: int) -> None:
    """Have every change of a file or of the keyring be a step; before ``last`` all ends."""
    counted = steps_until_death(last)
    for name in ("replace", "unlink", "touch", "mkdir"):
        setattr(Path, name, counted(getattr(Path, name)))
    os.fsync = counted(os.fsync)
    FileSecrets.write = counted(FileSecrets.write)
    FileSecrets.remove = counted(FileSecrets.remove)


async def move(root: Path, step: int) -> None:
    """From the code ``OLD`` (none where empty) to the code ``NEW`` (none) of kind ``KIND``."""
    folders = Folders.of_profile(root).account("server", 1001)
    keyring = FileSecrets(root / "keyring.json")
    chain = KeyChain(folders, keyring, ACCOUNT, choose=lambda: KeyCost(64, 1))
    if OLD:
        await chain.unlock(OLD)
    count_steps(step)
    if KIND == "aside":
        await chain.set_aside()
    elif NEW:
        await chain.set_code(NEW, KeyKind(KIND))
    else:
        await chain.move_to_keyring()


def killed_at(step: int) -> bool:
    """Whether the move came to that step."""
    root = Path(TEMPLATE).parent / str(step)
    shutil.copytree(TEMPLATE, root)
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(move(root, step))
        except BaseException:
            os._exit(1)
            raise
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in {0, DIED}:
        sys.exit(f"step {step} ended with {status}")
    return status != 0


print(next(step for step in itertools.count() if not killed_at(step)))  # noqa: T201
