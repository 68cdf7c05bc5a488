"""The whole program at a desk of the bench: its real window, offscreen, and a keyring in a file.

`at_desk` starts the program as a doctor who stayed signed in starts it, `in_window` runs such work
on the window's own loop.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from workstation.base.paths import Folders
from workstation.clinic.process import ClinicProcess
from workstation.domain.connection import Phase
from workstation.program.app import program_loop
from workstation.program.program import Program
from workstation.services.last_sign_in import LAST_FILE
from workstation.session.session import UserSession
from workstation.settings.resolve import load
from workstation.ui.kit.theme import theme
from workstation.ui.settings.appearance import apply_settings
from workstation.ui.shell.window import ShellWindow
from workstation.vault.keys.profile_entries import profile_name
from workstation.vault.keys.secret_service import KeyringState

if TYPE_CHECKING:
    from workstation.ui.queue.page import ActivePage

TICK_MS = 5
PATIENCE = 60.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """Who works, and on which platform; ``im_domain`` where it is not the address's host."""

    address: str
    token: str
    member_id: int
    im_domain: str = ""

    @classmethod
    def of(cls, clinic: ClinicProcess) -> "Account":
        return cls(clinic.address, clinic.token, clinic.member_id)


class FileKeys:
    """A keyring that several starts of the program share."""

    lasting = True

    def __init__(self, path: Path) -> None:
        self._path = path

    async def state(self) -> KeyringState:
        return KeyringState.OPEN

    async def unlock(self) -> None:
        """It is open."""

    def _all(self) -> dict[str, str]:
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    async def read(self, name: str) -> str | None:
        return self._all().get(name)

    async def write(self, name: str, secret: str) -> None:
        self._path.write_text(json.dumps({**self._all(), name: secret}))

    async def remove(self, name: str) -> None:
        self._path.write_text(json.dumps({k: v for k, v in self._all().items() if k != name}))


async def until(true: Callable[[], object]) -> None:
    """Wait until something is true; the window's loop goes on meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - the window has no event for whatever is waited for
            await asyncio.sleep(0.005)


class Work:
    """The program while a doctor works with it."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @property
    def session(self) -> UserSession:
        """The sign-in."""
        assert self.program.session is not None
        return self.program.session

    @property
    def active(self) -> "ActivePage":
        """The page of the work queue."""
        from workstation.ui.queue.page import ActivePage

        assert self.program.main_window is not None
        page = self.program.main_window.frame.page("active")
        assert isinstance(page, ActivePage)
        return page

    async def phase(self, phase: Phase) -> None:
        """Wait until the IM session is in that phase, told by the session itself."""
        reached = asyncio.Event()
        stop = self.session.store.connections.subscribe(lambda _: reached.set())
        async with asyncio.timeout(PATIENCE):
            while self.session.store.connection.phase is not phase:
                reached.clear()
                await reached.wait()
        stop()

    async def online(self) -> None:
        """Wait for the IM session."""
        await self.phase(Phase.ONLINE)

    def lock(self) -> None:
        """Lock the window, which has a code."""
        assert self.program.current is not None
        assert self.program.current.screen_lock is not None
        self.program.current.screen_lock.lock("asked")

    async def open_consultation(self, number: int) -> None:
        """Go to a row of the queue."""
        view = self.active.queue.list
        await until(lambda: view.entries.row(number) >= 0)
        view.setCurrentIndex(view.entries.index(view.entries.row(number), 0))
        await until(lambda: self.active.open_key == number)


def remember(profile: Path, account: Account) -> None:
    """Leave the profile as a sign-in leaves it."""
    folders = Folders.of_profile(profile)
    folders.prepare()
    last = {"server": account.address, "member_id": account.member_id}
    (folders.config / LAST_FILE).write_text(json.dumps(last))
    owner = f"{account.address} {account.member_id} {profile_name(folders.data)}"
    keys = {f"token {owner}": account.token}
    keyring(profile).write_text(json.dumps({**_credentials(profile), **keys}))


def keyring(profile: Path) -> Path:
    """The file that stands for this computer's keyring."""
    return profile / "keyring.json"


def _credentials(profile: Path) -> dict[str, str]:
    return json.loads(keyring(profile).read_text()) if keyring(profile).exists() else {}


def new_program(window: ShellWindow, profile: Path, im_domain: str = "") -> Program:
    """The program on that profile, not running yet."""
    folders = Folders.of_profile(profile)
    resolution = load(folders)
    resolution = replace(resolution, settings=replace(resolution.settings, im_domain=im_domain))
    apply_settings(resolution.settings)
    return Program(window, folders, resolution, keys=FileKeys(keyring(profile)))


@asynccontextmanager
async def at_desk(
    profile: Path,
    account: Account,
    window: ShellWindow | None = None,
    begun: Callable[[Program], Coroutine[Any, Any, None]] | None = None,
) -> AsyncIterator[Work]:
    """The program signed in, its queue known; ended in order. ``begun`` works beside its start."""
    remember(profile, account)
    window = window or ShellWindow()
    window.show()
    program = new_program(window, profile, account.im_domain)
    running = asyncio.ensure_future(program.run())
    beside = asyncio.ensure_future(begun(program)) if begun is not None else None
    try:
        await until(lambda: program.main_window is not None and len(program.session.store.worklist))
        yield Work(program)
    finally:
        window.closing.emit()
        await running
        if beside is not None:
            await beside
        window.deleteLater()


def in_window(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run work on the loop of a window, as the program does."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    theme.install(app)
    with program_loop(app) as loop:
        return loop.run_until_complete(work())


class Painted(QObject):
    """Notes when a widget has been painted: ``at`` on the performance clock, ``done`` after it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.at = 0.0
        self.watched: Callable[[], object] = lambda: None
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            # The next event after this one comes when all of the window is painted.
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.at = time.perf_counter()
        self.watched()


class Ticks:
    """Gaps in milliseconds between the ticks of a five-millisecond timer of the window.

    ``busy`` is how much of each gap the window's thread worked: the rest is the machine's.
    """

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.busy: list[float] = []
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._before = self._worked = 0.0

    def start(self) -> None:
        self.gaps, self.busy = [], []
        self._before, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> list[float]:
        """The last gap counts although no tick ended it; a second ``stop`` adds nothing."""
        if self._timer.isActive():
            self._tick()
            self._timer.stop()
        return self.gaps

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._before) * 1000)
        self.busy.append((worked - self._worked) * 1000)
        self._before, self._worked = now, worked
