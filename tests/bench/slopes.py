"""What grows: a start with each thousand of cached messages, and the slowest of many sends.

The start is everything between the key and a queue on the desk with a conversation's newest page,
on the processor's clock, so that a busy machine does not count. A send is from Enter to a bubble
that says queued: committed with full syncing, on a database that others' messages fill meanwhile.
Its floor is a bare write of a page and its sync, of the same machine in the same run.
"""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measurement import Row, median, percentile, seconds
from vault import KEY, furnish, message, read

from workstation.session.cached_state import load_cached_state
from workstation.store.session_store import SessionStore
from workstation.store.timeline import PAGE_ROWS
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox

ROOMS, FEW, MANY = 40, 2_000, 22_000
BATCH, STARTS, SENDS = 200, 9, 1_500
PAGE_BYTES = 4096
MAX_START_MS, MAX_SEND_RATIO = 0.5, 8.0
"""A send waits for the batch before it, its own commit, and the second copy's: syncs of each."""


def rows() -> Iterator[Row]:
    folder = Path(tempfile.mkdtemp(prefix="slopes-bench-"))
    try:
        few, many = (start_of(folder / f"{count}.db", count) for count in (FEW, MANY))
        thousands = (MANY - FEW) / 1000
        yield Row(f"start on {FEW:,} cached messages, CPU", few * 1000, "ms")
        name = "  more of it per 1,000 cached messages"
        yield Row(name, max(0.0, many - few) * 1000 / thousands, "ms", most=MAX_START_MS)
        yield from sends(folder / f"{MANY}.db", folder / "bare")
    finally:
        shutil.rmtree(folder)


def start_of(path: Path, count: int) -> float:
    """Processor seconds from the key to the queue and a page; the database is made first."""
    vault = Vault.open(path, KEY)
    asyncio.run(vault.write(furnish, ROOMS))
    each = count // ROOMS
    for room in range(ROOMS):
        for first in range(0, each, BATCH):
            batch = [message(room, n) for n in range(first, min(first + BATCH, each))]
            asyncio.run(vault.absorb(ingest, batch))
    vault.close()

    def once() -> float:
        begun = time.process_time()
        opened = Vault.open(path, KEY)
        asyncio.run(load_cached_state(opened, SessionStore()))
        read(opened, timelines.newest, 0, PAGE_ROWS)
        taken = time.process_time() - begun
        opened.close()
        return taken

    return median([once() for _ in range(STARTS)])


def sends(path: Path, bare: Path) -> Iterator[Row]:
    """So many texts, one after the other, while messages of others come in."""
    vault = Vault.open(path, KEY)
    taken = asyncio.run(_send_all(vault))
    vault.close()
    page = os.urandom(PAGE_BYTES)
    with bare.open("wb", buffering=0) as file:

        def write_and_sync() -> None:
            file.write(page)
            os.fsync(file.fileno())

        floor = seconds(write_and_sync, times=SENDS)
    for name, percent in (("p50", 50), ("p99.8", 99.8)):
        ours, least = percentile(taken, percent), percentile(floor, percent)
        most = MAX_SEND_RATIO if percent == 50 else None
        yield Row(f"send, Enter to committed, {name}", ours * 1000, "ms", least * 1000, most)


async def _send_all(vault: Vault) -> list[float]:
    taken = []
    for number in range(SENDS):
        begun = time.perf_counter()
        coming = asyncio.ensure_future(
            vault.absorb(ingest, [message(number % ROOMS, MANY + number)])
        )
        await vault.write(outbox.send_draft, number % ROOMS, {}, f"own-{number}", "好的", number)
        taken.append(time.perf_counter() - begun)
        await coming
    return taken
