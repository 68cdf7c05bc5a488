"""Writes to a vault before and after its disk is full: ``filled_btrfs FOLDER``."""

import asyncio
import os
import sys
from pathlib import Path

from tests.full_disk import SmallDisk
from workstation.domain.errors import DiskFull
from workstation.vault import preferences
from workstation.vault.database import Vault


async def main(folder: Path) -> None:
    """End with 0 where each refused write was an error, and nothing that was there is gone."""
    disk, vault = SmallDisk(folder), Vault.open(folder / "vault.db", bytes(32))
    for number in range(50):
        await vault.write(preferences.put, f"before {number}", "x" * 100)
    os.sync()
    disk.fill()
    for number in range(50):
        try:
            await vault.write(preferences.put, f"after {number}", "y" * 5_000)
        except DiskFull:
            sys.stdout.write("refused\n")
        assert len(await vault.read(preferences.with_prefix, "before ")) == 50
        os.sync()  # from now on each page that is mapped needs room again
    vault.close()
    disk.make_room()
    vault = Vault.open(folder / "vault.db", bytes(32))
    assert len(await vault.read(preferences.with_prefix, "before ")) == 50
    await vault.write(preferences.put, "again", 1)
    vault.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
