"""The longest work of the window's thread without a pause, in each part of a doctor's day.

Longer than 50 ms is felt. What is measured is the thread's own processor time between two ticks of
the window, so a busy machine counts less; each part in a fresh process, the best of three, since
what a machine adds is never the program's.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

from desk import Account, Ticks, Work, at_desk
from known import WHOLE, profile_of
from measurement import Row, in_fresh_process
from opening import PAGES, rest

TIMES = 3
GOAL_MS = 50
SETTLE_SECONDS = 1.0
OPENED = 15
WORDS = ("发", "烧", "a")
PARTS = ("sign_in", "conversations", "pages", "search", "sign_out")


def rows() -> Iterator[Row]:
    with profile_of(None) as (profile, account):
        given = (str(profile), json.dumps(asdict(account)))
        for name in PARTS:
            code = WHOLE.replace("from known import Account", "from stalls import Account")
            taken = [in_fresh_process(code.format(work=name), *given) for _ in range(TIMES)]
            yield Row(f"longest work of the window, {name}", min(taken), "ms", most=GOAL_MS)


async def sign_in(window, profile: Path, account: Account, _start: float) -> float:
    """From the start of the program until three seconds after online."""
    ticks = Ticks()
    ticks.start()
    async with at_desk(profile, account, window) as work:
        await work.online()
        await asyncio.sleep(3 * SETTLE_SECONDS)
        ticks.stop()
    return max(ticks.busy)


async def conversations(window, profile: Path, account: Account, _start: float) -> float:
    """The first consultations of the queue, one after the other."""
    async with watched(window, profile, account) as (work, ticks):
        for each in work.session.store.worklist.consultation_ids()[:OPENED]:
            await work.open_consultation(each)
            await asyncio.sleep(SETTLE_SECONDS / 2)
        ticks.stop()
    return max(ticks.busy)


async def pages(window, profile: Path, account: Account, _start: float) -> float:
    """Each page of the rail, opened first and again."""
    async with watched(window, profile, account) as (work, ticks):
        for name in (*PAGES, "active", *PAGES):
            work._program.desk.frame.show_page(name)
            await asyncio.sleep(SETTLE_SECONDS)
        ticks.stop()
    return max(ticks.busy)


async def search(window, profile: Path, account: Account, _start: float) -> float:
    """The palette, opened and typed into."""
    async with watched(window, profile, account) as (work, ticks):
        palette = work._program.desk.palette
        palette.open("")
        for word in WORDS:
            palette.palette.field.edit.insert(word)
            await asyncio.sleep(SETTLE_SECONDS)
        ticks.stop()
    return max(ticks.busy)


async def sign_out(window, profile: Path, account: Account, _start: float) -> float:
    """From the closing of the window until everything is let go of."""
    async with watched(window, profile, account) as (_, ticks):
        pass
    ticks.stop()
    return max(ticks.busy)


@asynccontextmanager
async def watched(window, profile: Path, account: Account) -> AsyncIterator[tuple[Work, Ticks]]:
    """The program at rest after a sign-in, and the window's ticks from then on."""
    ticks = Ticks()
    async with at_desk(profile, account, window) as work:
        await rest(work)
        ticks.start()
        yield work, ticks
