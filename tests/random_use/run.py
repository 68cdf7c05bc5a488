"""``python -m tests.random_use.run FOLDER``: the program from one start to its end, or to a kill.

Started by the day (``day.py``), again after each end, until all steps are done; what happens is in
the journal.
"""

import argparse
import asyncio
import contextlib
import faulthandler
import logging
import random
import sys
import traceback
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from tests.bench.desk import FileKeys, in_window
from tests.journeys.conftest import Work
from tests.journeys.locking import protect
from tests.random_use import hands, tokens
from tests.random_use.diagnosis import FocusTrail, describe, describe_tasks, describe_window
from tests.random_use.doctor import RandomDoctor
from tests.random_use.journal import Journal
from tests.random_use.leftovers import SignInsOfARun, left_in_process, words_in_sight
from tests.random_use.others import go_on_here
from tests.random_use.sight import noting_sight
from tests.random_use.surroundings import Place
from tests.random_use.throwing import noting_throws, watching_hands
from tests.random_use.turns import Turns
from tests.random_use.vaults import read_archive
from tests.soak.gaps import Gaps
from workstation.base.log import OWN
from workstation.base.paths import Folders
from workstation.config.settings import LANGUAGE, TEXT_SIZE, THEME
from workstation.devices import recorder
from workstation.domain.connection import Phase
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.message import Delivery
from workstation.program.program import Program
from workstation.settings.resolve import USER_FILE, load
from workstation.settings.save import change_settings
from workstation.ui.conversation import links
from workstation.ui.kit.widgets.label import Label
from workstation.ui.settings.appearance import apply_settings
from workstation.ui.shell.window import ShellWindow
from workstation.ui.sign_in.code_page import EnterCodePage, SetCodePage
from workstation.ui.sign_in.page import SignInPage
from workstation.vault.conversation import outbox_rows
from workstation.vault.keys import key_cost

if TYPE_CHECKING:
    import apsw

MOMENT_SECONDS = 1.0
REST_SECONDS = 150.0
"""A room that forgot who is in it is asked once in a minute or two."""
UNCAUGHT = "unhandled", "unraisable"
"""How the log calls what came to the hooks of Python (``workstation.base.log``)."""
STUCK_SECONDS = 120.0
READ_SECONDS = 10.0
"""Where nothing is done for so long, the tracebacks of all threads are printed, and it ends."""


class Defects(logging.Handler):
    """Errors in the log, but those of the program's own tree, which the doctor reads.

    One of these that nobody has caught was read by nobody.
    """

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.ERROR)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Note one, with where it came from."""
        error = record.exc_info[1] if record.exc_info else None
        caught = record.name.startswith(OWN) and not record.getMessage().startswith(UNCAUGHT)
        if not isinstance(error, WorkstationError) or not caught:
            lines = [] if error is None else traceback.format_exception(error)
            self._journal.note("wrong", text="".join([record.getMessage(), "\n", *lines]))


class Run:
    """``begin`` starts the program; ``go_on`` works with it until the steps are done."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options, self._place = options, Place(options.folder)
        self._journal = Journal(self._place.journal)
        self._steps_before = self._journal.count("act")
        chance = random.Random(f"{options.seed} {self._steps_before}")  # noqa: S311
        self._window = ShellWindow()
        folders = Folders.of_profile(self._place.profile)
        folders = replace(folders, trial_policy=self._place.policy)
        if not self._steps_before:
            _pick_looks(options, folders)
        resolution = load(folders)
        apply_settings(resolution.settings)
        keys = FileKeys(self._place.keyring)
        program = Program(self._window, folders, resolution, keys=keys)
        self._work = Work(program, self._window, self._place.clinic())
        self._doctor = RandomDoctor(self._place, self._work, chance, self._journal)
        self._trail, self._sign_ins = FocusTrail(), SignInsOfARun(self._work)
        recorder.Recorder = self._doctor.other_work.make_microphone  # type: ignore[assignment, misc]

    async def run(self) -> None:
        """Do what chance wants, and, where that is all, come to rest."""
        logging.getLogger().addHandler(Defects(self._journal))
        warnings.simplefilter("always", RuntimeWarning)
        warnings.showwarning = self._on_warning
        self._window.show()
        self._running = asyncio.ensure_future(self._work.program.run())
        gaps = Gaps()
        hands.around_event = watching_hands(self._journal, self._work)
        with (
            noting_sight(self._journal, lambda: not self._window.is_covered),
            noting_throws(self._journal, self._work, self._doctor.forms.risked),
        ):
            try:
                with Turns(self._journal, lambda: list(self._doctor.last)):
                    await self._work_on()
            except Exception:  # noqa: BLE001 - whatever comes out of an event is a finding
                self._journal.note("wrong", text=traceback.format_exc())
            await self._close()
        QApplication.clipboard().clear()  # what is there in the end crashes Qt's offscreen platform
        self._journal.note("ended", gap=gaps.worst, busy=gaps.busy, over_100=gaps.over_100)

    async def _work_on(self) -> None:
        if not self._steps_before:
            await self._begin()
        for _ in range(self._options.steps - self._steps_before):
            faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
            await self._doctor.sign_ins.come_back()
            await self._doctor.act()
            self._sign_ins.note()
            await self._look_for_keyboard()
            self._look_for_words()
            if self._running.done():
                return
        await self._rest()
        if self._running.done():
            return  # asked to end before, or by an answer given here: the next run comes to rest
        session = self._work.program.session
        self._journal.note("rested", durable=session is not None and session.store.is_durable)

    def _on_warning(self, message: object, *_: object) -> None:
        """A coroutine that nobody awaits, above all."""
        self._journal.note("wrong", text=str(message))

    async def _begin(self) -> None:
        """The first sign-in, and a code, without which no window is locked."""
        self._doctor.sign_ins.is_resting = True
        async with asyncio.timeout(REST_SECONDS):
            while self._work.program.main_window is None or not self._work.session.store.worklist:
                await self._doctor.sign_ins.come_back()
                await asyncio.sleep(0.05)
        await protect(self._work)
        self._doctor.sign_ins.is_resting = False

    async def _look_for_keyboard(self) -> None:
        """What a code is checked against, or what closes, may take a moment."""
        if self._is_keyboard_unseen():
            await asyncio.sleep(MOMENT_SECONDS)
            if self._is_keyboard_unseen():
                focused, acts = QApplication.focusWidget(), list(self._doctor.last)[-6:]
                text = f"the keyboard is in {describe(focused)}, after {acts}"
                self._note_wrong(f"{text}, by {self._trail}")

    def _look_for_words(self) -> None:
        """No patient's behind the lock, or before anybody is signed in."""
        window, sign_in = self._work.window, self._work.page_at_sight(SignInPage)
        if (window.is_covered or sign_in is not None) and (words := words_in_sight()):
            self._note_wrong(f"{sorted(words)} can be read, after {list(self._doctor.last)[-6:]}")

    def _note_wrong(self, text: str) -> None:
        """With what the window and the program were at."""
        self._journal.note("wrong", text=f"{text}; {describe_window(self._work)}")

    def _is_keyboard_unseen(self) -> bool:
        pages = map(self._work.page_at_sight, (SignInPage, EnterCodePage, SetCodePage))
        at_work = self._work.program.main_window is not None
        if not at_work and not any(page and not page.submit.busy for page in pages):
            return False  # nothing is to be had by keys yet
        focused = QApplication.focusWidget()
        # Offscreen a hidden window may be the active one; once it is shown, its page enters itself.
        is_in_front = self._window.isVisible() and self._window.isActiveWindow()
        return is_in_front and (focused is None or not focused.isVisible())

    async def _rest(self) -> None:
        """Nothing is wrong any more: the doctor of the day comes online, and what waits goes."""
        await self._doctor.surroundings.calm()
        self._doctor.sign_ins.is_resting = True
        waits_for = "anything"
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REST_SECONDS):
                while not self._running.done() and (waits_for := await self._waits_for()):
                    faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
                    await self._doctor.sign_ins.come_back()
                    self._doctor.answer_dialogs()
                    go_on_here(self._work)
                    await asyncio.sleep(0.1)
                return
        labels = [each.text() for each in self._window.findChildren(Label) if each.isVisible()]
        acts = list(self._doctor.last)[-6:]
        text = f"not at rest, for {waits_for}: {self._work.state}, {labels[:20]}, after {acts}"
        self._note_wrong(f"{text}, in {describe_tasks()}")

    async def _waits_for(self) -> str:
        """What is not at rest yet; the sign-in may end, or the window lock itself, meanwhile."""
        try:
            async with asyncio.timeout(READ_SECONDS):
                return await self._read_waits()
        except (StorageError, TimeoutError) as error:
            return f"the database: {error!r}"

    async def _read_waits(self) -> str:
        """By kind, the consultations that something of is still to come or to go."""
        is_at_work = self._work.program.main_window is not None and not self._window.is_covered
        if not is_at_work or not self._doctor.sign_ins.is_own:
            return "the doctor of the day"
        session = self._work.session
        if session.store.connection.phase is not Phase.ONLINE:
            return "the connection"
        listed = set(session.store.worklist.consultation_ids())
        entries = await session.vault.read(outbox_rows.entries)
        visits = session.messaging.outbox.visits
        stored = await session.vault.read(_read_questions)
        unsent = {each.consultation_id for each in entries if each.state is not Delivery.FAILED}
        lacking = {
            stanza.room
            for stanza in read_archive(self._place.clinic_data)
            if tokens.questions(" ".join(stanza.tokens)) - stored
        }
        unread = {number for number in listed if visits.caught_up(number) is None}
        rooms = {"unsent": unsent & listed, "archives": unread, "questions": lacking & listed}
        return ", ".join(f"{kind} of {sorted(rooms)}" for kind, rooms in rooms.items() if rooms)

    async def _close(self) -> None:
        """Ask the program to end until it does: it may ask, too, and is answered by chance."""
        while not self._running.done():
            self._doctor.answer_dialogs()
            self._window.closing.emit()
            await asyncio.sleep(0.1)
        await self._running
        faulthandler.cancel_dump_traceback_later()
        for text in [*await self._sign_ins.left(), *left_in_process(self._place.disk.folder)]:
            self._journal.note("wrong", text=f"left after the end: {text}")


def _read_questions(connection: "apsw.Connection") -> set[str]:
    """What patients wrote, as far as the store has it."""
    rows = connection.execute("SELECT text FROM message").fetchall()
    return set().union(*(tokens.questions(str(text)) for (text,) in rows))


def _pick_looks(options: argparse.Namespace, folders: Folders) -> None:
    """As a doctor of earlier days has left them."""
    folders.prepare()
    looks = {
        LANGUAGE: options.language,
        THEME: options.theme,
        TEXT_SIZE: options.text_size,
    }
    change_settings(folders.config / USER_FILE, load(folders), looks)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What a day and its runs are given."""
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=450)
    parser.add_argument("--language", choices=["zh", "en"], default="zh")
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--text-size", type=int, default=100)


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.random_use.run", description=__doc__)
    parser.add_argument("folder", type=Path)
    add_options(parser)
    options = parser.parse_args()
    faulthandler.enable()
    key_cost.MIN_MEMORY_KIB = 64  # a code that costs next to nothing to try
    links.QDesktopServices.openUrl = lambda _url: True  # type: ignore[assignment]  # no browser

    async def run() -> None:
        await Run(options).run()

    in_window(run)


if __name__ == "__main__":
    sys.exit(main())
