"""``python -m tests.random_use --seed 1 --steps 450``: the window under a doctor who does anything.

The demo's clinic over real HTTP and WebSocket, the network disturbed at times. Exit status 1 where
the program met an error that it has no sentence for, where the keyboard was for longer than a
moment on what nobody sees, where an answer is in a room that it was not written in or in its own
twice, or where the doctor is not online again at the end. The longest turns are
printed, too.

    make random-use SEED=3 OPTIONS="--language en --theme dark --text-size 200"
"""

import argparse
import asyncio
import contextlib
import faulthandler
import logging
import random
import re
import sqlite3
import sys
import tempfile
import traceback
from collections import Counter
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.bench.desk import Account, at_desk, in_window
from tests.journeys.conftest import Work
from tests.journeys.locking import protect
from tests.random_use.doctor import RandomDoctor
from tests.soak.gaps import Gaps
from workstation.clinic.process import ClinicProcess, start_clinic
from workstation.domain.connection import Phase
from workstation.domain.errors import WorkstationError
from workstation.ui.conversation import links
from workstation.ui.settings.appearance import apply_settings
from workstation.ui.shell.window import ShellWindow
from workstation.vault.keys import key_cost

MOMENT_SECONDS = 1.0
REST_SECONDS = 60.0
STUCK_SECONDS = 120.0
"""Where nothing is done for so long, the tracebacks of all threads are printed, and it ends."""
ORIGIN = re.compile(r"<origin-id[^>]*\bid=['\"]([^'\"]+)")


class Defects(logging.Handler):
    """Errors in the log, but those of the program's own tree, which the doctor reads."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one, with where it came from."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, WorkstationError):
            self.lines.append(record.getMessage())
            if error is not None:
                self.lines += traceback.format_exception(error)


class RandomUse:
    """``wrong`` is what broke a promise."""

    def __init__(self, options: argparse.Namespace, clinic: ClinicProcess, data: Path) -> None:
        self._options, self._clinic, self._data = options, clinic, data
        self._busiest = 0.0, ""
        self.wrong: list[str] = []

    async def run(self) -> None:
        """Do what chance wants, come to rest, and look at what the rooms have."""
        window, defects, chance = ShellWindow(), Defects(), random.Random(self._options.seed)  # noqa: S311
        logging.getLogger().addHandler(defects)
        async with at_desk(self._data / "profile", Account.of(self._clinic), window) as at:
            work = Work(at._program, window, self._clinic)
            doctor = RandomDoctor(work, chance)
            await protect(work)
            self._dress(work)
            gaps = Gaps()
            try:
                for _ in range(self._options.steps):
                    faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
                    await doctor.come_back()
                    await doctor.act()
                    await self._look_for_keyboard(work, doctor)
                    self._busiest = max(self._busiest, (gaps.busy, doctor.last[-1]))
                await self._rest(work, doctor)
            except Exception:  # noqa: BLE001 - whatever comes out of an event is a finding
                self.wrong.append(traceback.format_exc())
            finally:
                closing = asyncio.ensure_future(_close(work, doctor))
        closing.cancel()
        QApplication.clipboard().clear()  # what is there in the end crashes Qt's offscreen platform
        faulthandler.cancel_dump_traceback_later()
        self.wrong += defects.lines
        self._compare(doctor)
        self._tell(doctor, gaps)

    def _dress(self, work: Work) -> None:
        options = self._options
        settings = replace(
            work.program.parts.settings(),
            language=options.language,
            theme=options.theme,
            text_size=options.text_size,
        )
        apply_settings(settings)

    async def _look_for_keyboard(self, work: Work, doctor: RandomDoctor) -> None:
        """What a code is checked against, or what closes, may take a moment."""
        if _is_keyboard_unseen(work):
            await asyncio.sleep(MOMENT_SECONDS)
            if _is_keyboard_unseen(work):
                focused, acts = QApplication.focusWidget(), list(doctor.last)[-6:]
                self.wrong.append(f"the keyboard is in {focused}, after {acts}")

    async def _rest(self, work: Work, doctor: RandomDoctor) -> None:
        doctor.calm()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REST_SECONDS):
                while not _is_online(work):
                    await doctor.come_back()
                    await asyncio.sleep(0.1)
                return
        self.wrong.append(f"not online again: {work.state}")

    def _compare(self, doctor: RandomDoctor) -> None:
        with contextlib.closing(sqlite3.connect(self._data / "clinic" / "im.db")) as database:
            stanzas = database.execute("SELECT room, stanza FROM archived_stanzas").fetchall()
        for number, answer in doctor.answers:
            rooms = {room for room, stanza in stanzas if answer in stanza}
            if not all(room.startswith(f"consult-{number}@") for room in rooms):
                self.wrong.append(f"{answer} was written in {number} and is in {rooms}")
        origins = Counter(
            (room, each) for room, stanza in stanzas for each in ORIGIN.findall(stanza)
        )
        self.wrong += [f"{each} is there {n} times" for each, n in origins.items() if n > 1]

    def _tell(self, doctor: RandomDoctor, gaps: Gaps) -> None:
        lines = [
            f"seed {self._options.seed}: {len(doctor.answers)} answers, {dict(doctor.acts)}",
            f"worst gap {gaps.worst:.0f} ms, most own work in one {gaps.busy:.0f} ms",
            f"  at {self._busiest[1]}, or shortly before it,",
            f"  {gaps.over_100} with more than 100 ms of it",
        ]
        if self.wrong:
            lines += ["WRONG", *self.wrong, "the last acts:", *doctor.last]
        print("\n".join(lines))  # noqa: T201


def _is_keyboard_unseen(work: Work) -> bool:
    focused = QApplication.focusWidget()
    return work.window.isActiveWindow() and (focused is None or not focused.isVisible())


def _is_online(work: Work) -> bool:
    return (
        work.program.desk is not None
        and not work.window.is_covered
        and work.session.store.connection.phase is Phase.ONLINE
    )


async def _close(work: Work, doctor: RandomDoctor) -> None:
    """Ask the program to end until it does: it may ask, too, and is answered by chance."""
    while True:
        doctor.answer_dialogs()
        work.window.closing.emit()
        await asyncio.sleep(0.1)


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="tests.random_use",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--steps", type=int, default=450)
    asked.add_argument("--language", choices=["zh", "en"], default="zh")
    asked.add_argument("--theme", choices=["light", "dark"], default="light")
    asked.add_argument("--text-size", type=int, default=100)
    options = asked.parse_args()
    key_cost.MIN_MEMORY_KIB = 64  # a code that costs next to nothing to try
    links.QDesktopServices.openUrl = lambda _url: True  # type: ignore[assignment]  # no browser
    with tempfile.TemporaryDirectory(prefix="random-use-") as folder:
        data = Path(folder) / "clinic"
        data.mkdir()
        with start_clinic(data, arguments=["--no-patients"]) as clinic:
            use = RandomUse(options, clinic, Path(folder))
            in_window(use.run)
    return bool(use.wrong)


if __name__ == "__main__":
    sys.exit(main())
