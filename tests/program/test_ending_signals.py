"""A closed terminal, Ctrl+C and the end of a session: as closing the window, not in between."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.fresh import said_by
from tests.ui.waiting import until
from workstation.base.ending_signals import ENDING, watched_ending_signals
from workstation.ui.kit.strings import tr

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other ways")

PROGRAM = """
import os, signal, sys
from pathlib import Path
from workstation.program import app, program

async def first(self, *_):
    os.kill(os.getpid(), signal.SIGTERM)
    await self.parts.closing.wait()

program.Program._first_account = first
print(app.run_window(profile=Path(sys.argv[1]), demo=False))
"""
STOPPED = """
import sys
from pathlib import Path
from workstation.program import app, program

async def first(self, *_):
    raise LookupError

program.Program._first_account = first
app.run_window(profile=Path(sys.argv[1]), demo=False)
"""
NO_DISPLAY = """
import asyncio, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workstation.program import app, program

async def first(self, *_):
    application = QApplication.instance()
    self.gone = QTimer(application, interval=0)
    self.gone.timeout.connect(application.exit)
    self.gone.start()
    await self.parts.closing.wait()
    async with asyncio.timeout(60):
        await asyncio.to_thread(print, "saved", flush=True)

program.Program._first_account = first
print(app.run_window(profile=Path(sys.argv[1]), demo=False))
"""


@pytest.fixture(autouse=True)
def nothing_ignored() -> Iterator[None]:
    """As in a terminal: what a shell starts in the background ignores Ctrl+C, and hands that on."""
    before = {
        number: signal.signal(number, signal.SIG_DFL)
        for number in (getattr(signal, name) for name in ENDING)
    }
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_program_that_is_to_end_ends_in_order(tmp_path: Path) -> None:
    assert said_by(PROGRAM, str(tmp_path)) == ["0"]


def test_a_display_that_goes_away_lets_it_end_in_order(tmp_path: Path) -> None:
    """Qt leaves its loop then, and each further one; what is written is saved all the same."""
    command = [sys.executable, "-c", NO_DISPLAY, str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)  # noqa: S603
    assert done.stderr == f"python -m workstation: {tr('stopped.display')}\n"
    assert done.stdout == "saved\n2\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_page_that_says_why_nothing_goes_on_ends_at_once(tmp_path: Path, number: int) -> None:
    command = [sys.executable, "-c", STOPPED, str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:  # noqa: S603
        try:
            assert program.stderr is not None
            assert program.stderr.readline().startswith("python -m workstation: ")
            program.send_signal(number)
            assert program.wait(60) == -number
        finally:
            program.kill()


@pytest.fixture
def ways(qloop: asyncio.AbstractEventLoop) -> Iterator[list[str]]:
    """What the signals had the program do."""
    ways: list[str] = []
    append = ways.append
    with watched_ending_signals(qloop, lambda: append("close"), lambda: append("end")):
        yield ways


@pytest.mark.parametrize("name", ENDING)
async def test_the_first_signal_closes_and_the_next_one_asks_nobody(ways, name):
    for expected in (["close"], ["close", "end"], ["close", "end", "end"]):
        os.kill(os.getpid(), getattr(signal, name))
        await until(lambda expected=expected: ways == expected)


async def test_what_nohup_has_ignored_stays_ignored(qloop):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with watched_ending_signals(qloop, list, list):
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
