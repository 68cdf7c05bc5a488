"""Loads the vault's state when a sign-in begins, to be shown before the network answers."""

import asyncio
from contextlib import suppress

from workstation.domain.changes import Place
from workstation.domain.errors import StorageError
from workstation.store.session_store import SessionStore
from workstation.vault.conversation import consultation_rows, members, outbox_counts, summaries
from workstation.vault.database import Vault
from workstation.vault.doctor import marks, notes
from workstation.vault.lists import consultations
from workstation.vault.search import message_index
from workstation.vault.unsent import drafts

ROWS_AT_ONCE = 1_000
"""Rows of the queue in one turn of the window, some 10 ms of it."""

KEPT_AT_ONCE = 50
"""Summaries made in one transaction: what is written meanwhile waits for some 20 ms of it."""

MOVED_AT_ONCE, MOVE_PAUSE_SECONDS = 200, 0.1
"""A tenth of a processor for the ten minutes that a million messages take."""


MERGED_AT_ONCE = 64
"""Blocks of the index: some 6 ms of the writer. Each step leaves a block that is not full."""


async def load_cached_state(vault: Vault, store: SessionStore) -> int:
    """Load the queue, what is written, marked and noted into the store. Raises ``StorageError``.

    Returns how many summaries of it are not kept for the next start.
    """
    listed, known, missing = await vault.read(summaries.queue)
    store.worklist.load(
        (),
        (),
        await vault.read(drafts.read_all),
        await vault.read(marks.read_all),
        await vault.read(notes.read_all),
    )
    store.names = await vault.read(members.names)
    store.worklist.expect(listed)
    by_id = {summary.consultation_id: summary for summary in known}
    for first in range(0, len(listed), ROWS_AT_ONCE):
        part = listed[first : first + ROWS_AT_ONCE]
        store.worklist.load((), [by_id[consultation_rows.id_of(item)] for item in part], ())
        await asyncio.sleep(0)
    return missing


async def load_remaining(vault: Vault, store: SessionStore, missing: int) -> None:
    """Load what is needed after the queue: the history, which may be long, and deferred work.

    The store may have part of the history by then. A vault that was just migrated has no stored
    summaries, and its search index is of the older version; both are written now, and a failure
    loses nothing. Raises ``StorageError``.
    """
    unsent = await vault.read(outbox_counts.count_by_conversation)
    store.history.load(await vault.read(consultations.in_place, Place.HISTORY), unsent)
    with suppress(StorageError):
        # Whether any is missing is known: to look for them reads all, into 4 MB of a long queue.
        while missing and await vault.absorb(summaries.keep_missing, KEPT_AT_ONCE) == KEPT_AT_ONCE:
            pass
        await _move_index(vault)
        await _merge_index(vault)


async def _move_index(vault: Vault) -> None:
    """Move the search index step by step; what comes in or is searched has its turn between."""
    while True:
        if not await vault.absorb(message_index.move, MOVED_AT_ONCE):
            return
        await asyncio.sleep(MOVE_PAUSE_SECONDS)


async def _merge_index(vault: Vault) -> None:
    """Merge an index that has come into many parts, once in some days."""
    begins = more = await vault.read(message_index.is_scattered)
    while more:
        more = await vault.absorb(message_index.merge, MERGED_AT_ONCE, begins=begins)
        begins = False
        await asyncio.sleep(MOVE_PAUSE_SECONDS)
