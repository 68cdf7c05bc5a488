"""What the vault costs: against the same database in the clear, and for a working day's numbers."""

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import apsw
from measurement import Row, alternated, median, percentile, seconds

from workstation.domain.changes import Place
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.events import Arrived
from workstation.domain.message import MessageKind
from workstation.domain.people import Member, Team
from workstation.store.timeline import PAGE_ROWS
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members, summaries
from workstation.vault.database import Vault
from workstation.vault.engine.job import Job
from workstation.vault.engine.job_batch import run_batch
from workstation.vault.engine.opening import PAGES_KIB, open_database
from workstation.vault.lists import consultations, timelines
from workstation.vault.schema.migrations import migrate
from workstation.vault.search import search

KEY = bytes(range(32))
BURST, SLICE = 2_000, 50
UNREAD = 50_000
ROOMS, EACH = 200, 250
WORDS = "手臂 皮疹 三天 很痒 药膏 发红 复诊 饭后 一天两次 没有发热 夜里 加重 照片 好多了".split()


def rows() -> Iterator[Row]:
    folder = Path(tempfile.mkdtemp(prefix="vault-bench-"))
    try:
        yield from against_plain(folder)
        yield from a_burst(folder)
        yield from beside_much_unread(folder)
        yield from a_large_store(folder)
    finally:
        shutil.rmtree(folder)


def against_plain(folder: Path) -> Iterator[Row]:
    """The encrypted database beside one in the clear, turn by turn."""
    sealed, plain = open_database(folder / "sealed.db", KEY), in_the_clear(folder / "plain.db")
    for connection in (sealed, plain):
        furnish(connection, ROOMS)
    batches = iter(range(10_000))
    ours, floor = alternated(
        lambda: once(lambda: fill(sealed, next(batches))),
        lambda: once(lambda: fill(plain, next(batches))),
        times=15,
    )
    name = "ingest 500 messages, encrypted against plain"
    yield Row(name, ours * 1000, "ms", floor * 1000, 1.6)
    ours, floor = alternated(
        lambda: once(lambda: scan(sealed)), lambda: once(lambda: scan(plain)), times=9
    )
    name = "read every message, encrypted against plain"
    yield Row(name, ours * 1000, "ms", floor * 1000, 1.6)
    sealed.close()
    plain.close()


def a_burst(folder: Path) -> Iterator[Row]:
    """Messages as a flood brings them: in slices, each a transaction."""

    async def take() -> None:
        for start in range(0, BURST, SLICE):
            await vault.absorb(ingest, [message(0, n) for n in range(start, start + SLICE)])

    vault = Vault.open(folder / "burst.db", KEY)
    asyncio.run(vault.write(furnish, 1))
    (taken,) = seconds(lambda: asyncio.run(take()), times=1)
    yield Row("ingest a burst of 2,000 in slices of 50", taken * 1000, "ms", most=600)
    vault.close()


def beside_much_unread(folder: Path) -> Iterator[Row]:
    """The same in a conversation in which much is unread, beside one in which nothing is."""
    connection = open_database(folder / "unread.db", KEY)
    furnish(connection, 2)
    for start in range(0, UNREAD, 500):
        take_slice(connection, [message(1, n) for n in range(start, start + 500)])
    starts = iter(range(UNREAD, 10 * UNREAD, BURST))

    def take(room: int) -> float:
        begun, start = time.process_time(), next(starts)
        for first in range(start, start + BURST, SLICE):
            take_slice(connection, [message(room, n) for n in range(first, first + SLICE)])
        taken = time.process_time() - begun
        connection.execute("UPDATE message SET unread = 0 WHERE consultation_id = 0")
        return taken

    much, none = alternated(lambda: take(1), lambda: take(0), times=5)
    name = "ingest 2,000 beside 50,000 unread, against none"
    yield Row(name, much * 1000, "ms", none * 1000, 1.3)
    connection.close()


def take_slice(connection: apsw.Connection, events: list[Arrived]) -> None:
    """Take events in one transaction."""
    job = Job(lambda inside: ingest(inside, events), writes=True, durable=False)
    run_batch(connection, [job])
    job.future.result()


def a_large_store(folder: Path) -> Iterator[Row]:
    """What reading costs once there are ``ROOMS`` times ``EACH`` messages."""
    path = folder / "large.db"
    vault = Vault.open(path, KEY)
    asyncio.run(vault.write(furnish, ROOMS))

    def fill_all() -> None:
        for room in range(ROOMS):
            batch = [message(room, n) for n in range(EACH)]
            for start in range(0, EACH, SLICE):
                asyncio.run(vault.absorb(ingest, batch[start : start + SLICE]))

    (taken,) = seconds(fill_all, times=1)
    yield Row("ingest 50,000 messages in 200 rooms", taken, "s", most=30)
    pick = random.Random(7)  # noqa: S311
    taken_each = seconds(
        lambda: read(vault, timelines.newest, pick.randrange(ROOMS), PAGE_ROWS), times=200
    )
    yield Row("newest page of a room, p95", percentile(taken_each, 95) * 1000, "ms", most=20)
    taken_each = seconds(lambda: read(vault, search.search_all, pick.choice(WORDS)), times=60)
    yield Row("search 50,000 messages, p95", percentile(taken_each, 95) * 1000, "ms", most=200)
    (taken,) = seconds(lambda: read(vault, summaries.queue), times=1)
    yield Row("the queue of 200 rooms, read at start", taken * 1000, "ms", most=200)
    vault.close()
    opened = seconds(lambda: Vault.open(path, KEY).close(), times=9)
    yield Row("open and close the store", median(opened) * 1000, "ms", most=50)


def once(action: Callable[[], object]) -> float:
    """Seconds that one run takes."""
    return seconds(action, times=1)[0]


def read(vault: Vault, function: Callable[..., object], *args: object) -> object:
    """A read of the vault, waited for."""
    return asyncio.run(vault.read(function, *args))


def in_the_clear(path: Path) -> apsw.Connection:
    """A database with the vault's settings but no encryption."""
    connection = apsw.Connection(str(path))
    with suppress(apsw.Error):
        connection.pragma("journal_mode", "wal")
    connection.pragma("cache_size", -PAGES_KIB)
    connection.pragma("foreign_keys", 1)
    return connection


def furnish(connection: apsw.Connection, rooms: int) -> None:
    """The tables, this doctor, and ``rooms`` consultations in process."""
    if not connection.in_transaction:
        migrate(connection)
    members.set_me(connection, 1001, "李医生")
    values = [consultation(number) for number in range(rooms)]
    consultations.replace_list(connection, Place.IN_PROCESS, values)


def consultation(number: int) -> Consultation:
    """A consultation of a patient of its own."""
    patient = Member(100_000 + number, f"病人{number}")
    symptom = Symptom(SymptomKind.TEXT, "手臂起疹三天")
    team = Team(5, "皮肤科")
    return Consultation(number, patient, patient, team, symptom, "", (1001, 1002), (), number)


def fill(connection: apsw.Connection, batch: int) -> None:
    """Take 500 messages into one room, in one transaction."""
    take_slice(connection, [message(batch % ROOMS, batch * 1000 + n) for n in range(500)])


def message(room: int, number: int) -> Arrived:
    """A message of eight words, the same for the same numbers."""
    words = random.Random(number).choices(WORDS, k=8)  # noqa: S311
    who = 1001 if number % 4 == 0 else 100_000 + room
    name = f"{room}-{number}"
    text = "，".join(words)
    return Arrived(room, who, f"o{name}", f"a{name}", number, MessageKind.TEXT, text)


def scan(connection: apsw.Connection) -> int:
    """Read every text with cold pages; the characters there are."""
    connection.pragma("shrink_memory")
    return sum(len(text) for (text,) in connection.execute("SELECT text FROM message"))
