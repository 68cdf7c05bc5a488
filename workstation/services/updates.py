"""Checks for updates while the window runs, announces and downloads them; never installs them.

Only packages that the administrator signed are used (``updates.verification``); the policy decides
which version a computer should have (``domain.updates``). All of it happens in the background: a
failed check is logged and repeated hours later, and a download continues where it stopped. The
first check is delayed by a random part of a quarter of an hour: many computers start at once.

The library for it is loaded, in a thread, only where the policy switches updates on.
"""

import asyncio
import datetime as dt
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from workstation import __version__
from workstation.base.clock import Clock
from workstation.base.event_wait import wait_at_most
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.errors import WorkstationError
from workstation.domain.quiet_hours import QuietHours
from workstation.domain.update_errors import UpdateRefused
from workstation.domain.updates import (
    PackageKind,
    ProgramVersion,
    Release,
    UpdateMode,
    UpdateState,
    UpdateWish,
    approved_release,
)
from workstation.domain.value import Value
from workstation.services.access import network_of
from workstation.store.feed import Feed
from workstation.updates.installed_package import installed_kind
from workstation.updates.repository_source import FolderSource, RepositorySource, WebSource
from workstation.updates.staging import PackageFetch, StagingFolder
from workstation.updates.trust_store import TrustStore
from workstation.web.opening import open_wire

if TYPE_CHECKING:
    from workstation.updates.verification import VerifiedRepository

logger = logging.getLogger(__name__)

FIRST_SECONDS = 15 * 60.0
CHECK_SECONDS = 4 * 3600.0
FETCH_SECONDS = 10 * 60.0
"""Until the next try to go on fetching."""

TRANSFER_SECONDS = 10.0
"""So long after a piece of the doctor's own upload the line is the doctor's."""


class ThisComputer(Value):
    """What is installed here."""

    version: ProgramVersion
    kind: PackageKind

    @classmethod
    def of_this_process(cls) -> "ThisComputer":
        """This computer, with the version and the package of the program that runs."""
        return cls(ProgramVersion.parse(__version__), installed_kind())


class RepositoryCheck(Value):
    """One check of the repository; ``release`` is None where this computer needs nothing."""

    repository: "VerifiedRepository"
    release: Release | None


def update_wish(settings: Settings) -> UpdateWish:
    """The policy's choice of version."""
    target = settings.update_target_version
    return UpdateWish(
        settings.update_ring,
        ProgramVersion.parse(target) if target else None,
        settings.update_allow_back,
    )


@asynccontextmanager
async def open_source(settings: Settings) -> AsyncIterator[RepositorySource]:
    """The policy's repository. Raises ``UpdateRefused`` where it names none."""
    place = settings.update_repository
    if not place:
        raise UpdateRefused("no_repository")
    if not place.startswith(("http:", "https:")):
        yield FolderSource(Path(place))
        return
    wire = await open_wire(network_of(settings))
    try:
        yield WebSource(wire, ApiBase.parse(place))
    finally:
        await wire.aclose()


async def check_repository(
    source: RepositorySource,
    settings: Settings,
    trusted: Path,
    now_ms: int,
    computer: ThisComputer,
) -> RepositoryCheck:
    """Verify a repository and choose; ``trusted`` is the folder of what was verified before.

    Raises ``UpdateError``, ``NetworkError``, ``AnswerError``, ``StorageError``.
    """
    repository = await verify_source(source, settings, trusted, now_ms)
    return RepositoryCheck(repository, release_for(repository, settings, computer))


async def verify_source(
    source: RepositorySource, settings: Settings, trusted: Path, now_ms: int
) -> "VerifiedRepository":
    """Verify a repository, and remember what it proves. Raises as ``check_repository``."""
    verification = await asyncio.to_thread(import_module, "workstation.updates.verification")
    store = TrustStore(trusted, settings.update_root)
    repository: VerifiedRepository = await verification.verify_repository(
        source, store, settings.update_root, now_ms
    )
    await store.forget_others()
    return repository


def release_for(
    repository: "VerifiedRepository", settings: Settings, computer: ThisComputer
) -> Release | None:
    """What a computer needs of a verified repository. Raises ``UpdateRefused``."""
    wish = update_wish(settings)
    return approved_release(repository.releases, computer.kind, computer.version, wish)


class Updates:
    """Looks for approved versions while the program runs, and fetches them.

    ``feed`` publishes each change of ``state``, which is shown to the doctor.
    """

    def __init__(  # noqa: PLR0913 - the clock's parts are arguments
        self,
        current: Callable[[], Settings],
        cache: Path,
        clock: Clock,
        computer: ThisComputer | None = None,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.state: UpdateState | None = None
        self.feed: Feed[UpdateState | None] = Feed()
        self._current, self._clock, self._draw = current, clock, draw
        self._computer = computer or ThisComputer.of_this_process()
        self._folder = StagingFolder(cache)
        self._fetch = PackageFetch(self._folder, clock, self._may_fetch, sleep)
        self._due = asyncio.Event()
        self._last_transfer = -TRANSFER_SECONDS

    @property
    def mode(self) -> UpdateMode:
        """How far the policy lets updates go."""
        return UpdateMode(self._current().update_mode)

    def check_soon(self) -> None:
        """Check again soon: the policy may be another."""
        self._due.set()

    def note_transfer(self) -> None:
        """Note that the doctor is sending something."""
        self._last_transfer = self._clock.monotonic()

    async def run(self) -> None:
        """Look for versions now and then, until cancelled."""
        if self.mode is not UpdateMode.OFF:
            await self._pause(FIRST_SECONDS * self._draw())
        while True:
            await self._pause(await self.check())

    async def check(self) -> float | None:
        """Check once, and fetch if that is wished for; the seconds until the next time.

        ``None`` while updates are off.
        """
        if self.mode is UpdateMode.OFF:
            await asyncio.to_thread(self._folder.clear)
            self._show(None)
            return None
        try:
            whole = await self._check()
        except WorkstationError as error:
            logger.warning("no update: %s", error)
            if isinstance(error, UpdateRefused):  # any other only keeps what was seen from going on
                self._show(None)
            whole = True
        except Exception:
            logger.exception("checking for updates broke")
            whole = True
        return CHECK_SECONDS * (0.75 + self._draw() / 2) if whole else FETCH_SECONDS

    async def _check(self) -> bool:
        settings = self._current()
        await asyncio.to_thread(self._folder.prepare)
        if self.mode is not UpdateMode.STAGE:
            await self._drop_staged()
        async with open_source(settings) as source:
            repository = await verify_source(
                source, settings, self._folder.trusted, self._clock.now_ms()
            )
            release = await self._release_for(repository, settings)
            if release is None:
                self._show(None)
                return True
            state = UpdateState(release.version, newer=release.version > self._computer.version)
            self._show(state)
            if self.mode is not UpdateMode.STAGE:
                return True
            staged = await self._fetch.stage(source, repository, release)
        self._show(replace(state, staged=staged))
        return staged

    async def _drop_staged(self) -> None:
        """Drop what is staged, as the policy wants none, also while the repository is away."""
        await asyncio.to_thread(self._folder.keep_only, None)
        if self.state is not None:
            self._show(replace(self.state, staged=False))

    async def _release_for(
        self, repository: "VerifiedRepository", settings: Settings
    ) -> Release | None:
        """What this computer needs; where that is nothing, no package stays.

        The earlier proof of one that is not approved any more would be good for weeks to come, and
        the installing step, which has no network, would believe it, also in another account. So the
        newest proof takes its place.
        """
        release = None
        try:
            release = release_for(repository, settings, self._computer)
        finally:
            if release is None:
                await asyncio.to_thread(self._folder.keep_only, None)
                if self.mode is UpdateMode.STAGE:
                    await asyncio.to_thread(self._folder.write_documents, repository)
        return release

    def _may_fetch(self) -> bool:
        """Whether the policy's hours allow fetching now, and the doctor sends nothing."""
        hours = QuietHours.parse(self._current().update_hours)
        local = dt.datetime.fromtimestamp(self._clock.now_ms() / 1000).astimezone()
        in_hours = hours is None or hours.hold(local.hour * 60 + local.minute)
        quiet = self._clock.monotonic() - self._last_transfer >= TRANSFER_SECONDS
        return in_hours and quiet and self.mode is UpdateMode.STAGE

    def _show(self, state: UpdateState | None) -> None:
        if state != self.state:
            self.state = state
            self.feed.publish(state)

    async def _pause(self, seconds: float | None) -> None:
        await wait_at_most(self._due, seconds)
        self._due.clear()
