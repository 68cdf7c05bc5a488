"""Finding messages among very many, and what the index for it takes on the disk.

The texts are made of words by chance, as often as words are used (Zipf), of the characters of GB
2312's first level: pairs of all kinds, as in what people write, where a handful of words said again
and again would make an index small and a search trivial. Figures are the processor time of the
thread that searches, since other work on the machine says nothing of it.
"""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import apsw
from measurement import Row, median, percentile
from vault import KEY, furnish

from workstation.session.cached_state import MERGED_AT_ONCE
from workstation.vault.engine.opening import open_database
from workstation.vault.search import message_index, search

MESSAGES, ROOMS, AT_ONCE = 300_000, 1_000, 100
WORDS, CLAUSES, SEARCHES = 30_000, 60_000, 150
SINGLE = 0.15
"""The part of the searches that are for a single character."""


def rows() -> Iterator[Row]:
    folder = Path(tempfile.mkdtemp(prefix="search-bench-"))
    connection = open_database(folder / "vault.db", KEY)
    try:
        furnish(connection, ROOMS)
        texts_size = fill(connection)
        scattered = index_size(connection) / texts_size
        merge(connection)
        growth = index_size(connection) / texts_size
        chance = random.Random(3)  # noqa: S311 - to repeat a run
        texts = connection.execute(
            "SELECT text FROM message WHERE message_id % ? = 1", (MESSAGES // SEARCHES,)
        ).fetchall()
        taken = [cpu_milliseconds(connection, some_words(text, chance)) for (text,) in texts]
        yield Row(f"search {MESSAGES:,} messages, p95, CPU", percentile(taken, 95), "ms", most=50)
        yield Row("  the same, median", median(taken), "ms")
        yield Row("  index, to the bytes of the texts", growth, "", most=0.6)
        yield Row("  the same before its parts are merged", scattered, "")
    finally:
        connection.close()
        shutil.rmtree(folder)


def cpu_milliseconds(connection: apsw.Connection, words: str) -> float:
    """What one search takes of a processor."""
    start = time.thread_time()
    search.search_all(connection, words)
    return (time.thread_time() - start) * 1000


def some_words(text: str, chance: random.Random) -> str:
    """What somebody might type to find this message."""
    length = 1 if chance.random() < SINGLE else chance.randint(2, 4)
    begin = chance.randrange(max(len(text) - length, 1))
    return text[begin : begin + length]


def merge(connection: apsw.Connection) -> None:
    """Bring the index into one part, as the program does behind the queue."""
    begins = more = True
    while more:
        more = message_index.merge(connection, MERGED_AT_ONCE, begins=begins)
        begins = False


def index_size(connection: apsw.Connection) -> int:
    """Bytes of the index's pages."""
    (size,) = connection.execute(
        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'message_index%'"
    ).fetchone()
    return int(size)


def fill(connection: apsw.Connection) -> int:
    """Put in all messages, as they come; bytes of their texts."""
    size = 0
    for begin in range(0, MESSAGES, AT_ONCE):
        batch = [next(TEXTS) for _ in range(AT_ONCE)]
        size += sum(len(text.encode()) for text in batch)
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO message (message_id, consultation_id, position, member_id, origin_id,"
            " at_ms, kind, text) VALUES (?, ?, ?, ?, ?, ?, 'text', ?)",
            (
                (n, n % ROOMS, n, 100_000 + n % ROOMS, f"o{n}", n * 1_000, text)
                for n, text in enumerate(batch, begin + 1)
            ),
        )
        message_index.add(connection, enumerate(batch, begin + 1))
        connection.execute("COMMIT")
    return size


def make_texts() -> Iterator[str]:
    """Messages of one to three clauses, without end."""
    chance = random.Random(1)  # noqa: S311 - to repeat a run
    characters = [
        bytes((row, cell)).decode("gb2312")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFA)
    ]
    chance.shuffle(characters)
    by_use = list(accumulate(1 / (place + 20) for place in range(len(characters))))
    words = [
        "".join(chance.choices(characters, cum_weights=by_use, k=chance.choice((1, 2, 2, 2, 3))))
        for _ in range(WORDS)
    ]
    words_by_use = list(accumulate(1 / (place + 5) for place in range(WORDS)))
    clauses = [
        "".join(chance.choices(words, cum_weights=words_by_use, k=chance.randint(2, 7)))
        for _ in range(CLAUSES)
    ]
    clauses_by_use = list(accumulate(1 / (place + 200) for place in range(CLAUSES)))
    while True:
        count = chance.choice((1, 1, 2, 2, 3))
        yield "，".join(chance.choices(clauses, cum_weights=clauses_by_use, k=count))


TEXTS = make_texts()
