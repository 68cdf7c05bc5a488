"""After a power loss the file holds a beginning of what was written, and all that was promised."""

import asyncio
import shutil

from tests.fakes.archive import ROOM, make_arrived
from tests.vault.people import KEY, furnish
from workstation.domain.message import MessageKind
from workstation.vault.archive import cursors
from workstation.vault.archive.cursors import Cursor
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.engine.opening import open_database
from workstation.vault.lists import timelines
from workstation.vault.rescue import health
from workstation.vault.unsent import outbox

FRAME = 4096 + 24
FULL, NORMAL = 2, 1
"""What SQLite calls a sync at each commit, and one at each checkpoint."""


def live_on(connection, number):
    """A message and the cursor that says it is known: one transaction, as pages do it."""
    ingest(connection, [make_arrived(f"{number}", archive_id=f"a{number:03}")])
    place = timelines.newest(connection, ROOM, 1).messages[0].position
    cursors.put(connection, ROOM, Cursor(f"a{number:03}", place, number))


async def write(path, sizes):
    """Own and others' messages in turn; notes how long the log is when each own one is promised."""
    vault = Vault.open(path, KEY)
    await vault.write(furnish)
    for number in range(12):
        await vault.write(outbox.add, ROOM, f"{number:02}", MessageKind.TEXT, "x", number)
        sizes.append(log_of(path).stat().st_size)
        await vault.absorb(live_on, number)
    frozen = path.parent / "frozen"
    frozen.mkdir()
    for file in (path, log_of(path)):
        shutil.copy(file, frozen / file.name)
    vault.close()
    return frozen


def log_of(path):
    return path.with_name(path.name + "-wal")


def test_a_log_cut_anywhere_leaves_a_beginning_without_holes(tmp_path):
    sizes = []
    frozen = asyncio.run(write(tmp_path / "vault.db", sizes))
    whole = log_of(frozen / "vault.db").read_bytes()
    promised_by_cut = {}
    for cut in range(sizes[0], len(whole) + 1, FRAME * 5 // 2):
        folder = tmp_path / f"cut{cut}"
        folder.mkdir()
        shutil.copy(frozen / "vault.db", folder)
        log_of(folder / "vault.db").write_bytes(whole[:cut])
        promised_by_cut[cut] = what_is_left(folder / "vault.db", sum(s <= cut for s in sizes))
    assert max(promised_by_cut.values()) == 12
    assert min(promised_by_cut.values()) < 12


def what_is_left(path, promised):
    connection = open_database(path, KEY)
    health.examine(connection)
    unsent = [entry.origin_id for entry in outbox.entries(connection)]
    texts = [line.text for line in timelines.newest(connection, ROOM, 99).messages]
    cursor = cursors.get(connection, ROOM)
    connection.close()
    assert unsent == [f"{n:02}" for n in range(len(unsent))]
    assert texts == [f"{n}" for n in range(len(texts))]
    assert len(unsent) >= promised
    assert len(texts) in {len(unsent), len(unsent) - 1}
    assert (cursor and cursor.archive_id) == (f"a{len(texts) - 1:03}" if texts else None)
    return promised


def test_a_doctors_words_are_synced_and_the_servers_may_follow_later(tmp_path):
    vault = Vault.open(tmp_path / "vault.db", KEY)
    levels = asyncio.run(levels_seen(vault))
    vault.close()
    assert levels == [FULL, NORMAL]


async def levels_seen(vault):
    def level(connection):
        return int(connection.pragma("synchronous"))

    return [await vault.write(level), await vault.absorb(level)]
