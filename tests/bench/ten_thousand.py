"""Ten thousand consultations in process, with 200,000 messages: how soon their queue is there.

A hospital's team that never closes anything has as many. The clinic names them all, the messages
lie on the disk. Beside it what the queue of 1,000 costs to be read, on the processor's clock.
"""

import asyncio
import gc
import json
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from desk import Account, Ticks, at_desk, in_window, until
from known import WHOLE, profile_of, queue_painted
from measurement import Row, in_fresh_process, median, pss_megabytes
from vault import KEY, SLICE, WORDS, furnish, message

from workstation.domain.consultation import Consultation
from workstation.domain.events import Arrived
from workstation.domain.message import MessageKind
from workstation.session.cached_state import load_cached_state
from workstation.store.session_store import SessionStore
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.database import Vault

KNOWN, FEWER, EACH, TIMES = 10_000, 1_000, 20, 5
BEGAN_MS, MINUTE_MS = 1_790_000_000_000, 60_000
AT_ONCE = 10
FIGURES = (
    ("start to the queue, 10,000 in process", "queue_clock", "ms", 800),
    ("  CPU of it", "queue_cpu", "ms", None),
    ("  longest work of the window up to then", "queue_longest_turn", "ms", 50),
    ("  memory (PSS) then", "queue_megabytes", "MB", 120),
)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        taken = reading(Path(folder) / "queue.db")
        yield Row("reading the queue of 1,000 at the start, CPU", taken * 1000, "ms", most=20)
    with profile_of(KNOWN) as (profile, account):
        in_window(lambda: say_everywhere(profile, account))
        given = (str(profile), json.dumps(asdict(account)))
        for name, work, unit, most in FIGURES:
            code = WHOLE.replace("from known import Account", "from ten_thousand import Account")
            run = code.format(work=work), *given
            values = [in_fresh_process(*run) for _ in range(TIMES)]
            yield Row(name, median(values), unit, most=most)


def reading(path: Path) -> float:
    """Processor seconds from an open database to the queue on the desk."""
    asyncio.run(fill(path))
    gc.disable()  # as the program does while it starts

    def once() -> float:
        vault, begun = Vault.open(path, KEY), time.process_time()
        asyncio.run(load_cached_state(vault, SessionStore()))
        taken = time.process_time() - begun
        vault.close()
        return taken

    values = [once() for _ in range(TIMES)]
    gc.enable()
    return median(values)


async def fill(path: Path) -> None:
    """A queue of ``FEWER``, its summaries kept as the run before leaves them."""
    vault = Vault.open(path, KEY)
    await vault.write(furnish, FEWER)
    for room in range(FEWER):
        await vault.absorb(ingest, [message(room, number) for number in range(EACH)])
    while await vault.absorb(summaries.keep_missing, SLICE):
        pass
    vault.close()


async def say_everywhere(profile: Path, account: Account) -> None:
    """Store ``EACH`` messages in every consultation."""
    async with at_desk(profile, account) as work:
        worklist = work.session.store.worklist
        await until(lambda: len(worklist) >= KNOWN)
        numbers = worklist.consultation_ids()
        known = [row.consultation for row in map(worklist.row, numbers) if row is not None]
        for first in range(0, KNOWN, AT_ONCE):
            batch = [arrived for each in known[first : first + AT_ONCE] for arrived in words(each)]
            await work.session.vault.absorb(ingest, batch)


def words(consultation: Consultation) -> Iterator[Arrived]:
    """What was said in one: every fourth by the first doctor, the others by the patient."""
    number = consultation.consultation_id
    pick = random.Random(number)  # noqa: S311
    for index in range(EACH):
        doctor, patient = consultation.doctor_ids[0], consultation.creator.member_id
        text = "，".join(pick.choices(WORDS, k=8))
        yield Arrived(
            number,
            patient if index % 4 else doctor,
            f"o{number}-{index}",
            f"a{number}-{index}",
            BEGAN_MS + index * MINUTE_MS,
            MessageKind.TEXT,
            text,
        )


async def queue_clock(window, profile: Path, account: Account, start: float) -> float:
    """Until the queue's rows are painted, in milliseconds from the start."""
    async with at_desk(profile, account, window) as work:
        return (await queue_painted(work) - start) * 1000


async def queue_cpu(window, profile: Path, account: Account, _start: float) -> float:
    """Processor time in milliseconds until the queue's rows are painted."""
    async with at_desk(profile, account, window) as work:
        await queue_painted(work)
        return time.process_time() * 1000


async def queue_longest_turn(window, profile: Path, account: Account, _start: float) -> float:
    """The longest work of the window, in milliseconds, until the queue's rows are painted."""
    ticks = Ticks()
    ticks.start()
    async with at_desk(profile, account, window) as work:
        await queue_painted(work)
        ticks.stop()
        return max(ticks.busy)


async def queue_megabytes(window, profile: Path, account: Account, _start: float) -> float:
    """Memory (PSS) when the queue's rows are painted."""
    async with at_desk(profile, account, window) as work:
        await queue_painted(work)
        return pss_megabytes()
