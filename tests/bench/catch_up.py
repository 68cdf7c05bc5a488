"""Back from leave: 50,000 messages missed in 200 rooms, through the whole program.

The embedded clinic's IM server hands them over, 100 to a page, from its archive on disk; it runs
in a process of its own on the same machine. The program knew every room, so nothing is left for
later: counted is from its start until the vault holds every message.
"""

import asyncio
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk import Account, Ticks, Work, at_desk, in_window
from measurement import Row, percentile

from workstation.clinic.process import start_clinic

ROOMS, EACH = 200, 250
SEED_ID = re.compile(r"seed-\d+")
BODY = re.compile(r"<body>[^<]*</body>")
PATIENCE = 150
ARGUMENTS = ["--no-patients", "--seed-in-process", str(ROOMS)]


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        data, profile = Path(folder) / "clinic", Path(folder) / "profile"
        profile.mkdir()
        start_clinic(data, arguments=ARGUMENTS).stop()
        begin(data)
        with start_clinic(data, arguments=ARGUMENTS) as clinic:
            account = Account.of(clinic)
            port = clinic.address.rpartition(":")[2]
            in_window(lambda: first_day(profile, account))
        missed, rooms = write(data)
        with start_clinic(data, arguments=[*ARGUMENTS, "--port", port]):
            taken, cpu, gaps, busy, stored = in_window(lambda: back(profile, account, missed))
    assert stored == missed, f"{stored} of {missed} messages"
    yield Row(f"catch-up of {missed:,} messages in {rooms} rooms", taken, "s", most=6)
    yield Row("  CPU of it", cpu, "s")
    yield Row("  gap between ticks, p99", percentile(gaps, 99), "ms")
    yield Row("  gap between ticks, longest", max(gaps), "ms")
    yield Row("  of it work of the window's thread, p99", percentile(busy, 99), "ms")
    yield Row("  of it work of the window's thread, longest", max(busy), "ms", most=50)


def begin(data: Path) -> None:
    """In every room something was said before the doctor came."""
    with sqlite3.connect(data / "clinic.db") as database:
        database.execute(
            "INSERT INTO messages (consultation_id, sender_member_id, kind, text, at)"
            " SELECT consultation_id, creator_member_id, 'text', symptom_content, created"
            " FROM consultations WHERE consultation_id NOT IN"
            " (SELECT consultation_id FROM messages)"
        )
    database.close()


async def first_day(profile: Path, account: Account) -> None:
    """Join every room and catch up with what was said there before."""
    async with at_desk(profile, account) as work:
        await work.online()
        async with asyncio.timeout(PATIENCE):
            while await count(work, "cursor") < ROOMS:  # noqa: ASYNC110 - the vault tells nobody
                await asyncio.sleep(0.1)


def write(data: Path) -> tuple[int, int]:
    """Put the missed messages into the archive of the stopped clinic; how many, in rooms."""
    with sqlite3.connect(data / "im.db") as database:
        rows = database.execute(
            "SELECT room, max(stamp_us), jid, stanza FROM archived_stanzas"
            " WHERE stanza LIKE '%<body>%' AND stanza LIKE '%seed-%' GROUP BY room LIMIT ?",
            (ROOMS,),
        ).fetchall()
        assert len(rows) > ROOMS * 0.9, len(rows)
        # Rooms take turns, as they do in life.
        made = [copy(*row, n) for n in range(EACH) for row in rows]
        rooms = len(rows)
        database.executemany(
            "INSERT INTO archived_stanzas (room, id, stamp_us, jid, stanza) VALUES (?, ?, ?, ?, ?)",
            made,
        )
    database.close()
    return len(made), rooms


def copy(room: str, stamp_us: int, jid: str, stanza: str, number: int) -> tuple[Any, ...]:
    """Another message of the same speaker, a second later than the one before."""
    name = f"missed-{room.partition('@')[0]}-{number}"
    text = BODY.sub(f"<body>还是有点痒，第{number}次记录</body>", SEED_ID.sub(name, stanza))
    return room, f"archive-{name}", stamp_us + (number + 1) * 1_000_000, jid, text


async def back(profile: Path, account: Account, missed: int) -> Any:
    """Seconds, CPU seconds, gaps, work between ticks, and how many messages came."""
    ticks, start, cpu = Ticks(), time.monotonic(), time.process_time()
    async with at_desk(profile, account) as work:
        ticks.start()
        async with asyncio.timeout(PATIENCE):
            while (stored := await came(work)) < missed:  # noqa: ASYNC110 - the vault tells nobody
                await asyncio.sleep(0.25)
        taken, cpu = time.monotonic() - start, time.process_time() - cpu
        return taken, cpu, ticks.stop(), ticks.busy, stored


async def came(work: Work) -> int:
    """How many of the missed messages the vault has by now."""
    return await count(work, "message WHERE origin_id LIKE 'missed-%'")


async def count(work: Work, what: str) -> int:
    """The rows of a table, or of a table under a condition."""

    def read(connection: Any) -> int:
        return connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]  # noqa: S608

    return await work.session.vault.read(read)
