"""A process that writes to a vault without end, and says what is committed; made to be killed."""

import asyncio
import sys
from pathlib import Path

from tests.fakes.archive import ROOM, make_arrived
from tests.vault.people import KEY, furnish
from workstation.domain.changes import Draft
from workstation.domain.message import MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.unsent import drafts, outbox


async def write_on(vault: Vault, start: int) -> None:
    """Write, print what is on the disk, and go on until killed."""
    await vault.write(furnish)
    for number in range(start, start + 100_000):
        name = f"{number:06}"
        await asyncio.gather(
            vault.write(outbox.add, ROOM, name, MessageKind.TEXT, f"CANARY{name}", number),
            vault.write(drafts.put, Draft(ROOM, f"CANARY draft {name}"), number),
            vault.absorb(ingest, [make_arrived(name, archive_id=f"a{name}")]),
        )
        print(name, flush=True)  # noqa: T201 - read by the test
        if number % 3 == 0:
            echo = make_arrived(f"CANARY{name}", 1001, origin_id=name, archive_id=f"e{name}")
            await vault.absorb(ingest, [echo])


asyncio.run(write_on(Vault.open(Path(sys.argv[1]), KEY), int(sys.argv[2])))
