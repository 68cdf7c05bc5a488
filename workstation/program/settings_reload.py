"""The settings in force, which change while the program runs.

The doctor picks something, and IT's policy file is distributed at any hour. What was signed in to
before may be what a policy now forbids, so the settings are read again every minute and whenever
the doctor comes back to the window.

What is picked holds at once, laid over what the disk has, and is saved behind the window: a disk
may take its time, and a virus scanner that holds the file takes three seconds. Saves follow each
other; what is picked meanwhile is saved with the next one, together. What the disk refuses holds no
longer. Tests: tests/program/test_settings_reload.py.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workstation.base.aligned_waits import SETTINGS_AFTER, aligned_wait
from workstation.base.blocking_call import start_call
from workstation.base.event_wait import wait_at_most
from workstation.base.log import allow_literal
from workstation.base.paths import Folders
from workstation.config import DECLARATIONS, Settings
from workstation.domain.audit import AuditEvent, RecordAudit
from workstation.domain.errors import ConfigurationError, WorkstationError
from workstation.domain.policy_errors import PolicyUnusable
from workstation.settings.resolve import USER_FILE, Resolution, load
from workstation.settings.save import change_settings, checked_pick
from workstation.ui.settings.appearance import apply_settings

logger = logging.getLogger(__name__)

RELOAD_SECONDS = 60.0
MAX_SAVE_SECONDS = 8.0
"""So long the program's end waits: for the save under way, and for one of what came after it."""


@dataclass(slots=True)
class _Picks:
    """Values by key that are saved together, and who waits for that."""

    values: dict[str, Any] = field(default_factory=dict)
    outcomes: list["asyncio.Future[None]"] = field(default_factory=list)

    def settle(self, error: WorkstationError | None) -> None:
        for outcome in self.outcomes:
            if outcome.done():
                continue
            if error is None:
                outcome.set_result(None)
            else:
                outcome.set_exception(error)


class SettingsReload:
    """Holds ``resolution``; ``on_changed`` is called once the window shows what is new in it.

    It is told whether that came from outside, such as a policy, and not from the doctor's pick.
    ``record`` audits the keys that changed, not their values; at the start a fingerprint of the
    policy, so that a change between two runs shows, too.
    """

    def __init__(
        self,
        folders: Folders,
        resolution: Resolution,
        on_changed: Callable[[bool], None],
        record: RecordAudit,
    ) -> None:
        self.resolution = self._on_disk = resolution
        self._folders, self._on_changed, self._record = folders, on_changed, record
        self._under_way, self._next = _Picks(), _Picks()
        self._saving: asyncio.Task[None] | None = None
        self._due = asyncio.Event()
        self._last_error = ""

    def current(self) -> Settings:
        """The settings in force at this moment."""
        return self.resolution.settings

    def pick(self, key: str, value: object) -> "asyncio.Future[None]":
        """Apply what the doctor picked now, and save it; done once it is on the disk.

        Nobody need wait for that. It raises ``WorkstationError`` where it cannot be changed or is
        not saved; then what the disk has holds again.
        """
        outcome: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        outcome.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            self._next.values[key] = checked_pick(self.resolution, key, value)
        except WorkstationError as error:
            outcome.set_exception(error)
            return outcome
        self._next.outcomes.append(outcome)
        if self._saving is None:
            self._saving = asyncio.ensure_future(self._save())
        self._apply(self._with_picks(), by_policy=False)
        return outcome

    async def close(self) -> None:
        """Wait until what was picked is saved, at most ``MAX_SAVE_SECONDS``."""
        if (saving := self._saving) is None:
            return
        await asyncio.wait([saving], timeout=MAX_SAVE_SECONDS)
        if saving.cancel():
            logger.warning("the disk did not take what was picked last")

    async def _save(self) -> None:
        """Save what is picked until nothing is left to save."""
        try:
            while self._next.values:
                self._under_way, self._next = self._next, _Picks()
                error = await self._save_under_way()
                ended, self._under_way = self._under_way, _Picks()
                self._apply(self._with_picks(), by_policy=False)
                ended.settle(error)
        finally:
            self._saving = None

    async def _save_under_way(self) -> WorkstationError | None:
        try:
            saved = await self._save_in_thread(self._under_way.values)
        except WorkstationError as error:
            logger.warning("a setting was not saved: %s", error)
            return error
        self._note_on_disk(saved, by_policy=False)
        return None

    def _save_in_thread(self, picks: Mapping[str, Any]) -> "asyncio.Future[Resolution]":
        path, resolution = self._folders.config / USER_FILE, self.resolution

        def save() -> Resolution:
            change_settings(path, resolution, picks)
            return load(self._folders)

        return start_call(save, "settings")

    def _with_picks(self) -> Resolution:
        """The settings on the disk, overlaid with the picks that are not saved yet."""
        return self._on_disk.with_picks(self._under_way.values | self._next.values)

    def request(self) -> None:
        """Read the settings now."""
        self._due.set()

    async def watch(self) -> None:
        """Read the settings now and then, until cancelled."""
        self._record(AuditEvent.PROGRAM_STARTED, detail=policy_fingerprint(self.resolution))
        loop = asyncio.get_running_loop()
        while True:
            seconds = aligned_wait(RELOAD_SECONDS, loop.time(), SETTINGS_AFTER)
            await wait_at_most(self._due, seconds)
            self._due.clear()
            await self._reload()

    async def _reload(self) -> None:
        previous = self._on_disk
        try:
            now = await asyncio.to_thread(load, self._folders)
        except ConfigurationError as error:
            # Half of a file is seen while somebody saves it; the next start will tell.
            if str(error) != self._last_error:
                _log_unusable(error)
            self._last_error = str(error)
            return
        if self._last_error:
            logger.info("the policy can be used again")
        self._last_error = ""
        # Something may have been saved meanwhile: then what was read is old.
        if self._saving is None and self._on_disk is previous and now != previous:
            self._note_on_disk(now, by_policy=True)
            self._apply(now, by_policy=True)

    def _note_on_disk(self, resolution: Resolution, *, by_policy: bool) -> None:
        event = AuditEvent.POLICY_CHANGED if by_policy else AuditEvent.SETTINGS_CHANGED
        for key in changed_keys(self._on_disk, resolution):
            self._record(event, detail=key)
        self._on_disk = resolution

    def _apply(self, resolution: Resolution, *, by_policy: bool) -> None:
        if resolution == self.resolution:
            return
        self.resolution = resolution
        apply_settings(resolution.settings)
        self._on_changed(by_policy)


def changed_keys(before: Resolution, after: Resolution) -> list[str]:
    """The keys whose value or whose source is another one."""
    return [
        declaration.key
        for declaration in DECLARATIONS
        if getattr(before.settings, declaration.name) != getattr(after.settings, declaration.name)
        or before.sources[declaration.key] is not after.sources[declaration.key]
    ]


def policy_fingerprint(resolution: Resolution) -> str:
    """Twelve hexadecimal digits that differ when what the machine's policy sets differs."""
    values = [
        (each.key, repr(getattr(resolution.settings, each.name)))
        for each in DECLARATIONS
        if resolution.sources[each.key].machine
    ]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:12]


def _log_unusable(error: ConfigurationError) -> None:
    """Log what is wrong with a policy, without its path, which may name a user."""
    reason = error.reason if isinstance(error, PolicyUnusable) else ""
    allow_literal(reason)
    logger.warning("the earlier policy stays in force: %s %s", error, reason)
