"""Moves what is in memory to a vault on the disk, and is killed before the given row."""

import asyncio
import itertools
import sys
from pathlib import Path
from typing import Any

from tests.fakes.sudden_end import die
from tests.session.storages import ROOM
from tests.vault.people import furnish
from workstation.domain.changes import Draft
from workstation.domain.message import MessageKind
from workstation.session.disk_retry import move
from workstation.vault.database import Vault
from workstation.vault.rescue import named_rows
from workstation.vault.unsent import drafts, outbox

PATH, KEY, STEP = sys.argv[1:]
steps, put = itertools.count(), named_rows.put


def step(*args: Any) -> None:
    """Write one row, unless it is the one at which this process is to be killed."""
    if next(steps) == int(STEP):
        die()
    put(*args)


async def run() -> None:
    """Move a vault in memory to the disk, up to the kill."""
    memory, disk = Vault.in_memory(), Vault.open(Path(PATH), bytes.fromhex(KEY))
    await memory.write(furnish)
    for text in ("two", "three"):
        await memory.write(outbox.add, ROOM, text, MessageKind.TEXT, text, 1)
    await memory.write(drafts.put, Draft(ROOM, "today", 5), 1)
    named_rows.put = step
    await move(memory, disk)
    memory.close()
    disk.close()


asyncio.run(run())
