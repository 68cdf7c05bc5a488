"""The whole program, offscreen, against the embedded clinic over real HTTP and WebSocket."""

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.fakes.secrets import SafeKeys
from tests.journeys.loaded_clinic import loaded_clinic
from tests.journeys.window_writes import no_writes  # noqa: F401  for every journey
from tests.ui.composer.fakes import Microphone
from tests.ui.waiting import until
from workstation.base.paths import Folders
from workstation.clinic import process
from workstation.clinic.process import ClinicProcess, start_clinic
from workstation.config import Settings
from workstation.domain import backoff
from workstation.domain.connection import Phase
from workstation.program.program import Program
from workstation.settings import resolve
from workstation.settings.resolve import load
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.ui.kit.theme import theme
from workstation.ui.main_window.main_window import MainWindow
from workstation.ui.queue.page import ActivePage
from workstation.ui.settings.appearance import apply_settings
from workstation.ui.shell.window import ShellWindow
from workstation.ui.sign_in.page import SignInPage
from workstation.vault.engine.opening import open_database
from workstation.vault.keys import key_cost

Page = TypeVar("Page", bound=QWidget)

OUR_OWN = re.compile(r"[a-z_]+")  # states and kinds, such as in_process


class Workplace:
    """One doctor's PC: folders and keyring last over several starts of the program."""

    def __init__(self, folder: Path, clinic: ClinicProcess) -> None:
        self.clinic = clinic
        self.folders = Folders.of_profile(folder)
        self.keys = SafeKeys()

    @asynccontextmanager
    async def open(self, *, sign_in: bool = True) -> AsyncIterator["Work"]:
        """Start the program and end it in order."""
        resolution = load(self.folders)
        apply_settings(resolution.settings)
        window = ShellWindow()
        window.show()
        program = Program(window, self.folders, resolution, keys=self.keys)
        running = asyncio.ensure_future(program.run())
        work = Work(program, window, self.clinic)
        try:
            if sign_in:
                await work.sign_in()
            yield work
        except BaseException as failure:
            failure.add_note(work.state)
            raise
        finally:
            window.closing.emit()
            try:
                await running
            finally:
                window.deleteLater()


class Work:
    """The program while it runs, and the doctor's hands."""

    def __init__(self, program: Program, window: ShellWindow, clinic: ClinicProcess) -> None:
        self.program, self.window, self.clinic = program, window, clinic

    @property
    def main_window(self) -> MainWindow:
        """What a signed-in doctor works with."""
        assert self.program.main_window is not None
        return self.program.main_window

    @property
    def session(self):
        """The sign-in behind it."""
        assert self.program.session is not None
        return self.program.session

    @property
    def active(self) -> ActivePage:
        """The page of the work queue."""
        page = self.main_window.frame.page("active")
        assert isinstance(page, ActivePage)
        return page

    @property
    def state(self) -> str:
        """What a failed test wants to know."""
        if self.program.main_window is None or self.program.session is None:
            return "nobody is signed in"
        composer, messaging = self.active.composer, self.session.messaging
        catch_up, outbox = messaging.catch_up, messaging.outbox
        messages = [(one.kind.value, one.delivery.value) for one in self.messages()]
        return (
            f"{self.session.store.connection}; messages {messages[-6:]}; composer: text"
            f" {bool(composer.text)}, {len(composer.tray.urls)} pictures, asks"
            f" {composer.confirmation.text!r}; archives: failed {set(catch_up.failed)},"
            f" open {len(catch_up.open_requests)}; visits {vars(outbox.visits)},"
            f" held back {outbox._held_back}"
        )

    def page_at_sight(self, kind: type[Page]) -> Page | None:
        """The page of this kind that the window shows.

        One that was left, and that Qt has not deleted yet, is still a child and not to be seen.
        """
        pages = self.window.findChildren(kind)
        return next((page for page in pages if page.isVisibleTo(self.window)), None)

    async def sign_in(self) -> None:
        """Come in, and wait for the queue."""
        await self.come_in()
        await until(lambda: len(self.session.store.worklist) > 0, "the queue is read")

    async def come_in(self) -> None:
        """Type address and token."""
        await until(lambda: self.page_at_sight(SignInPage) or self.program.main_window)
        page = self.page_at_sight(SignInPage)
        if page is not None and self.program.main_window is None:
            page.submitted.emit(self.clinic.address, self.clinic.token, True)
        await until(lambda: self.program.main_window is not None, "signed in")

    async def online(self) -> None:
        """Wait for the IM session."""
        await until(lambda: self.session.store.connection.phase is Phase.ONLINE, "online")

    async def caught_up(self, number: int) -> None:
        """Wait for what was said meanwhile: an answer that comes behind a draft is asked about."""
        visits = self.session.messaging.outbox.visits
        await until(lambda: visits.caught_up(number) is not None, "its archive is read")

    async def all_caught_up(self) -> None:
        """Wait for what was said meanwhile in every room: until then rows move about."""
        for number in self.session.store.worklist.consultation_ids():
            await self.caught_up(number)

    async def open_consultation(self, number: int) -> None:
        """Click a row of the queue."""
        view = self.active.queue.list
        await until(lambda: view.entries.row(number) >= 0)
        view.setCurrentIndex(view.entries.index(view.entries.row(number), 0))
        await until(lambda: self.active.open_key == number)

    def messages(self) -> list:
        """The messages on the screen."""
        rows = self.active.conversation.view.timeline
        entries = [rows.entry(row) for row in range(rows.rowCount())]
        return [entry.message for entry in entries if hasattr(entry, "message")]

    def texts(self) -> list[str]:
        """Their words."""
        return [message.text for message in self.messages()]

    def write(self, text: str) -> None:
        """Write in the composer."""
        self.active.composer.editor.insertPlainText(text)

    def press_enter(self) -> None:
        """Send."""
        QTest.keyClick(self.active.composer.editor, Qt.Key.Key_Return)

    async def say(self, text: str) -> None:
        """Write and send it, and wait until it stands in the conversation."""
        self.write(text)
        self.press_enter()
        await until(lambda: text in self.texts(), f"{text} is shown")


@pytest.fixture(autouse=True)
def frozen_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pytest has collected stays frozen.

    The program freezes what it built and hands it back when it ends. Here that would hand back all
    tests and modules as well, and each end of a program goes over everything there is: half of
    what a journey costs. ``tests/ui/shell/test_garbage_collection.py`` tries the freezing.
    """
    monkeypatch.setattr(
        "workstation.program.session_run.freeze_built_objects", contextlib.nullcontext
    )


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that failed is tried again as often as ever, and ten times as soon."""
    monkeypatch.setattr(backoff, "READ", replace(backoff.READ, first_seconds=0.05))


@pytest.fixture(scope="session")
def drawn_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What clinics drew; a picture follows from its name alone, in every journey."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="session")
def clinic_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The command that is the clinic, without the arguments."""
    if not hasattr(os, "fork"):
        yield process._program()
        return
    with loaded_clinic(tmp_path_factory.mktemp("loaded")) as command:
        yield command


@pytest.fixture
def clinic(
    tmp_path: Path, drawn_pictures: Path, clinic_program: list[str]
) -> Iterator[ClinicProcess]:
    """The demo's clinic, whose patients say nothing by themselves."""
    data = tmp_path / "clinic"
    data.mkdir()
    if sys.platform != "win32":  # where a link needs a right of its own
        (data / "media").symlink_to(drawn_pictures)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "_program", lambda: clinic_program)
        running = start_clinic(data, arguments=["--no-patients"])
    with running:
        yield running


@pytest.fixture
def workplace(
    tmp_path: Path,
    clinic: ClinicProcess,
    qloop: object,  # noqa: ARG001
    qapp: QApplication,
) -> Iterator[Workplace]:
    """A doctor's PC on which the program was never started; what it took on ends with the test."""
    qapp.setQuitOnLastWindowClosed(False)  # closing the window ends the program, not the loop
    theme.install(qapp)
    yield Workplace(tmp_path / "profile", clinic)
    apply_settings(Settings())
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def cheap_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code that costs next to nothing to try, and nothing to choose the cost of."""
    monkeypatch.setattr(key_cost, "MIN_MEMORY_KIB", 64)
    monkeypatch.setattr(key_cost, "_measure", lambda _cost: 1.0)


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the administrator's file holds; change it as he would."""
    values: dict[str, object] = {}
    monkeypatch.setattr(
        resolve,
        "policy_file_layer",
        lambda _path: SettingsLayer(SettingsSource.POLICY_FILE, dict(values)),
    )
    return values


def words_in(path, key: bytes) -> set[str]:
    """Every text of the database that could only be somebody's."""
    connection = open_database(path, key)
    try:
        tables = connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table'")
        rows = [
            value
            for (name,) in tables.fetchall()
            for row in connection.execute(f"SELECT * FROM {name}")  # noqa: S608
            for value in row
        ]
    finally:
        connection.close()
    texts = [value for value in rows if isinstance(value, str) and not OUR_OWN.fullmatch(value)]
    return {text for text in texts if len(text) > 7 or any(ord(letter) > 127 for letter in text)}


@pytest.fixture
def microphones(monkeypatch) -> list[Microphone]:
    """Those that the program has made."""
    made: list[Microphone] = []

    def make(progress):
        made.append(Microphone(progress))
        return made[-1]

    monkeypatch.setattr("workstation.devices.recorder.Recorder", make)
    return made
