"""The first opening of a page after the sign-in: CPU of the window's thread until it is painted.

Each in a fresh process, after the start has come to rest.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from desk import Account, Painted, Work, at_desk, until
from known import WHOLE, profile_of, quiet
from measurement import Row, in_fresh_process, median
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

TIMES = 5
REST_SECONDS = 6.0
GOAL_MS = 100
PAGES = ("settings", "profile", "history")


def rows() -> Iterator[Row]:
    with profile_of(None) as (profile, account):
        given = (str(profile), json.dumps(asdict(account)))
        for name in (*PAGES, "conversation"):
            code = WHOLE.replace("from known import Account", "from opening import Account")
            taken = [in_fresh_process(code.format(work=f"{name}_ms"), *given) for _ in range(TIMES)]
            yield Row(f"first opening of {name}, CPU", median(taken), "ms", most=GOAL_MS)


async def settings_ms(window, profile: Path, account: Account, _start: float) -> float:
    """Of the page of that name."""
    return await page_ms(window, profile, account, "settings")


async def profile_ms(window, profile: Path, account: Account, _start: float) -> float:
    """Of the page of that name."""
    return await page_ms(window, profile, account, "profile")


async def history_ms(window, profile: Path, account: Account, _start: float) -> float:
    """Of the page of that name."""
    return await page_ms(window, profile, account, "history")


async def conversation_ms(window, profile: Path, account: Account, _start: float) -> float:
    """Of the first row of the queue, its messages included."""
    async with at_desk(profile, account, window) as work:
        await rest(work)
        view, stream = work.active.queue.list, work.active.conversation.view
        index = view.entries.index(1, 0)

        def is_painted() -> bool:
            return stream.timeline.rowCount() > 1

        taken: list[float] = []

        def note() -> None:
            if stream.timeline.rowCount() > 1:
                taken.append(time.thread_time() - start)

        Painted(stream.viewport()).watched = note
        start = time.thread_time()
        view.setCurrentIndex(index)
        await until(lambda: taken)
        return taken[0] * 1000


async def page_ms(window, profile: Path, account: Account, name: str) -> float:
    """Of a page of the rail."""
    async with at_desk(profile, account, window) as work:
        await rest(work)
        frame = work.program.main_window.frame
        taken = asyncio.get_running_loop().create_future()

        def show() -> None:
            start = time.thread_time()
            frame.show_page(name)
            QApplication.processEvents()  # which lays it out and paints it
            taken.set_result((time.thread_time() - start) * 1000)

        # Outside of a task: the events may run another one, which is not possible within one.
        QTimer.singleShot(0, show)
        return await taken


async def rest(work: Work) -> None:
    """What is made ready after a sign-in is ready."""
    await work.online()
    await quiet(work)
    await asyncio.sleep(REST_SECONDS)
