"""A profile that knows 500 consultations: its first paint, what idles in memory, and switching.

The program is started anew for each measurement, as a doctor starts it; the floor is a bare
QMainWindow of the same size in a fresh interpreter, in turn with it. The clinic runs in a process
of its own and is not counted.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from desk import Account, Painted, Work, at_desk, in_window, until
from measurement import Row, alternated, in_fresh_process, median, percentile, woken
from PySide6.QtCore import QPoint, Qt
from start import BARE, MEGABYTES, MILLISECONDS, OURS

from workstation.clinic.process import start_clinic
from workstation.domain.connection import Phase
from workstation.domain.keys import KeyKind
from workstation.program.program import Program
from workstation.session.main_window import AHEAD
from workstation.store.timeline import PAGE_ROWS

KNOWN, SWITCHES, OPENED, TIMES = 500, 100, 50, 7
REST_SECONDS, SETTLE_SECONDS = 30, 12
CODE = "解锁 123456"
LATE = ("httpx", "websockets", "keyring", "apsw", "PySide6.QtMultimedia", "cryptography")
LOADED = f"print(sum(name in sys.modules for name in {LATE!r}))"
WHOLE = """
import sys, time
start = time.perf_counter()
import gc
gc.disable()
sys.path[:0] = ["tests/bench", "."]
sys.modules["httpx._main"] = None  # its command line, which the bundle does not ship
import json
from pathlib import Path
from workstation.ui.shell.pyside_loading import load_pyside
load_pyside()
from PySide6.QtWidgets import QApplication
from workstation.program.app import apply_theme, first_window, program_loop
from workstation.base.paths import Folders
application = QApplication([])
application.setQuitOnLastWindowClosed(False)
folders = Folders.of_profile(Path(sys.argv[1]))
window = first_window(application, folders.data)
apply_theme(application, window, folders)
from known import Account, {work}
gc.freeze()  # as the program does
with program_loop(application) as loop:
    work = {work}(window, Path(sys.argv[1]), Account(**json.loads(sys.argv[2])), start)
    print(loop.run_until_complete(work))
"""


def rows() -> Iterator[Row]:
    with profile_of(KNOWN) as (profile, account):
        given = (str(profile), json.dumps(asdict(account)))
        ours, bare = alternated(
            lambda: in_fresh_process(OURS + MILLISECONDS, str(profile)),
            lambda: in_fresh_process(BARE + MILLISECONDS),
            TIMES,
        )
        yield Row("start to first paint, 500 known", ours, "ms", floor=bare, most=1.15)
        late = in_fresh_process(OURS + LOADED, str(profile))
        yield Row("libraries loaded by then that must not be", late, "", most=0)
        ours, bare = alternated(
            lambda: in_fresh_process(WHOLE.format(work="idle_megabytes"), *given),
            lambda: in_fresh_process(BARE + MEGABYTES),
            3,
        )
        yield Row("memory (PSS) signed in and idle, 500 known", ours, "MB", most=90)
        yield Row("  of a bare window", bare, "MB")
        opened = in_fresh_process(WHOLE.format(work="opened_megabytes"), *given)
        yield Row("  the same after 50 consultations were opened", opened, "MB", most=130)
        taken = in_window(lambda: switching(profile, account))
        yield Row("switching consultations, 500 known, p95", percentile(taken, 95), "ms", most=50)
        yield Row("  the same, median", percentile(taken, 50), "ms")
    with profile_of(None) as (profile, account):
        given = (str(profile), json.dumps(asdict(account)))
        yield from start_rows(*given)
        for name, work in (
            ("wake-ups each second at rest", "wakeups_each_second"),
            ("  the same with the caret in the composer", "wakeups_while_writing_rests"),
            ("  the same locked", "wakeups_while_locked"),
        ):
            waking = in_fresh_process(WHOLE.format(work=work), *given)
            yield Row(name, waking, "", most=1)


def start_rows(*given: str, prefix: str = "", **environment: str) -> Iterator[Row]:
    """The whole start, by a profile and an account; ``environment`` is the processes' own."""

    def started(work: str) -> float:
        return in_fresh_process(WHOLE.format(work=work), *given, **environment)

    ours, bare = alternated(
        lambda: started("online_milliseconds"),
        lambda: in_fresh_process(BARE + MILLISECONDS, **environment),
        TIMES,
    )
    name = f"{prefix}start to online, with the REST calls"
    yield Row(name, ours, "ms", floor=bare, most=2)
    taken = median([started("queue_milliseconds") for _ in range(TIMES)])
    yield Row(f"{prefix}start to the queue on the screen", taken, "ms", most=550)
    taken = min(started("busy_milliseconds") for _ in "123")
    yield Row(f"{prefix}CPU from start to 3 s after online", taken, "ms", most=550)


@contextmanager
def profile_of(
    known: int | None, add: Callable[[Path], None] | None = None
) -> Iterator[tuple[Path, Account]]:
    """A profile that has worked once with a clinic of so many consultations, or its usual ones.

    ``add`` puts more into the folder of the clinic, before it opens.
    """
    arguments = ["--no-patients", *([] if known is None else ["--seed-in-process", str(known)])]
    with tempfile.TemporaryDirectory() as folder:
        data, profile = Path(folder) / "clinic", Path(folder) / "profile"
        profile.mkdir()
        if add is not None:
            start_clinic(data, arguments=arguments).stop()
            add(data)
        with start_clinic(data, arguments=arguments) as clinic:
            account = Account.of(clinic)
            in_window(lambda: first_day(profile, account, known or 1))
            yield profile, account


async def first_day(profile: Path, account: Account, known: int) -> None:
    """Work once until everything is known, so that the next start has it on the disk."""
    async with at_desk(profile, account) as work:
        await work.online()
        await until(lambda: len(work.session.store.worklist) >= known)


async def switching(profile: Path, account: Account) -> list[float]:
    """Milliseconds from the click on a row of the queue until the conversation is painted."""
    async with at_desk(profile, account) as work:
        await work.online()
        await quiet(work)
        return [await switch(work, room) for room in some(work, SWITCHES)]


def some(work: Work, count: int) -> list[int]:
    """So many consultations out of all parts of the queue."""
    entries = work.active.queue.list.entries
    keys = (entries.entry(row).key for row in range(entries.rowCount()))
    rooms = [key for key in keys if isinstance(key, int)]
    return rooms[:: max(len(rooms) // count, 1)][:count]


async def switch(work: Work, room: int) -> float:
    """Seconds from the click on a row to the painted conversation."""
    from PySide6.QtTest import QTest  # which no start has

    view, stream = work.active.queue.list, work.active.conversation.view
    index = view.entries.index(view.entries.row(room), 0)
    view.scrollTo(index)
    await asyncio.sleep(0.05)
    page = await work.session.messaging.conversations.newest(room, PAGE_ROWS)
    over = asyncio.Event()
    painted = Painted(stream.viewport())

    def look() -> None:
        if work.active.open_key == room and stream.timeline.rowCount() > len(page.messages):
            over.set()

    painted.watched = look
    place = view.visualRect(index).center()
    start = time.perf_counter()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    async with asyncio.timeout(10):
        await over.wait()
    taken = (painted.at - start) * 1000
    stream.viewport().removeEventFilter(painted)
    painted.deleteLater()
    return taken


async def quiet(work: Work) -> None:
    """Every room has caught up: nothing of the start is left to do."""
    await until(lambda: not work.session.messaging.catch_up.open_requests)
    await asyncio.sleep(1)


async def idle_megabytes(window, profile: Path, account: Account, _start: float) -> float:
    """Memory (PSS) of the program once it is online and at rest."""
    from measurement import pss_megabytes

    async with at_desk(profile, account, window) as work:
        await work.online()
        await quiet(work)
        return pss_megabytes()


async def opened_megabytes(window, profile: Path, account: Account, _start: float) -> float:
    """The same after ``OPENED`` conversations were opened one after another."""
    from measurement import pss_megabytes

    async with at_desk(profile, account, window) as work:
        await work.online()
        await quiet(work)
        for room in some(work, OPENED):
            await switch(work, room)
        return pss_megabytes()


async def busy_milliseconds(window, profile: Path, account: Account, _start: float) -> float:
    """Processor time from the start of the interpreter until three seconds after online."""
    async with at_desk(profile, account, window) as work:
        await work.online()
        await asyncio.sleep(3)
        return time.process_time() * 1000


async def at_rest(work: Work) -> None:
    """Online, and what is loaded and read behind a sign-in is so."""
    await work.online()
    await quiet(work)
    await until(lambda: AHEAD[-1] in sys.modules)
    await asyncio.sleep(SETTLE_SECONDS)


async def wakeups_each_second(window, profile: Path, account: Account, _start: float) -> float:
    """How often a thread of the program at rest is woken, its own looks at the clinic included."""
    async with at_desk(profile, account, window) as work:
        await at_rest(work)
        return await wakeups()


async def wakeups_while_writing_rests(
    window, profile: Path, account: Account, _start: float
) -> float:
    """The same in a conversation, once nothing was typed for a while."""
    async with at_desk(profile, account, window) as work:
        await at_rest(work)
        await work.open_consultation(some(work, 1)[0])
        work.active.composer.editor.setFocus()
        await asyncio.sleep(SETTLE_SECONDS)
        return await wakeups()


async def wakeups_while_locked(window, profile: Path, account: Account, _start: float) -> float:
    """The same behind the lock, its code just asked for."""
    async with at_desk(profile, account, window) as work:
        await at_rest(work)
        await work.session.unlock_code.change("", CODE, KeyKind.CODE)
        await asyncio.sleep(SETTLE_SECONDS)
        work.lock()
        await until(lambda: work.session.is_suspended)
        await asyncio.sleep(SETTLE_SECONDS)
        return await wakeups()


async def wakeups() -> float:
    """Wake-ups each second from now on, over all threads."""
    before = woken()
    await asyncio.sleep(REST_SECONDS)
    return (woken() - before) / REST_SECONDS


async def online_milliseconds(window, profile: Path, account: Account, start: float) -> float:
    """Until the IM session is there and the platform has given the queue."""
    noted = asyncio.get_running_loop().create_future()
    async with at_desk(profile, account, window, begun=lambda it: note_online(it, noted)):
        return (await noted - start) * 1000


async def note_online(program: Program, noted: "asyncio.Future[float]") -> None:
    """Note when the program is online and its queue is read, in seconds of ``perf_counter``."""
    await until(
        lambda: (
            program.session is not None
            and program.session.store.connection.phase is Phase.ONLINE
            and program.session.lists.queue.state.read_ms
        )
    )
    noted.set_result(time.perf_counter())


async def queue_milliseconds(window, profile: Path, account: Account, start: float) -> float:
    """Until the queue's rows are painted."""
    async with at_desk(profile, account, window) as work:
        return (await queue_painted(work) - start) * 1000


async def queue_painted(work: Work) -> float:
    """When the queue's rows are painted, in seconds of ``perf_counter``."""
    over, painted = asyncio.Event(), Painted(work.active.queue.list.viewport())
    painted.watched = over.set
    work.active.queue.list.viewport().update()  # the window may have been painted just now
    await over.wait()
    return painted.at
