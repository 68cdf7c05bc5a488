"""The settings in force, which change while the program runs.

The doctor picks something, and IT's policy file is distributed at any hour. What was signed in to
before may be what a policy now forbids, so the settings are read again every minute and whenever
the doctor comes back to the window.
"""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Callable

from workstation.config import DECLARATIONS, Settings
from workstation.domain.audit import AuditEvent, RecordAudit
from workstation.domain.errors import ConfigurationError, WorkstationError
from workstation.paths import Folders
from workstation.settings.resolve import USER_FILE, Resolution, load
from workstation.settings.save import change_setting
from workstation.ui.settings.appearance import apply_settings

logger = logging.getLogger(__name__)

RELOAD_SECONDS = 60.0


class SettingsReload:
    """Holds ``resolution``; ``on_changed`` is called after the window wears what is new in it.

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
        self.resolution = resolution
        self._folders, self._on_changed, self._record = folders, on_changed, record
        self._due = asyncio.Event()
        self._last_error = ""

    def current(self) -> Settings:
        """The settings in force at this moment."""
        return self.resolution.settings

    def save(self, key: str, value: object) -> WorkstationError | None:
        """Save what the doctor picked; the error if it was not kept."""
        try:
            change_setting(self._folders.config / USER_FILE, self.resolution, key, value)
            self._apply(load(self._folders), by_policy=False)
        except WorkstationError as error:
            return error
        return None

    def request(self) -> None:
        """Read the settings now."""
        self._due.set()

    async def watch(self) -> None:
        """Read them now and then, until cancelled."""
        self._record(AuditEvent.PROGRAM_STARTED, detail=policy_fingerprint(self.resolution))
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), RELOAD_SECONDS)
            self._due.clear()
            await self._reload()

    async def _reload(self) -> None:
        previous = self.resolution
        try:
            now = await asyncio.to_thread(load, self._folders)
        except ConfigurationError as error:
            # Half of a file is seen while somebody saves it; the next start will tell.
            if str(error) != self._last_error:
                logger.warning("the earlier policy stays in force: %s", error)
            self._last_error = str(error)
            return
        self._last_error = ""
        # Something may have been picked meanwhile: then what was read is old.
        if self.resolution is previous and now != previous:
            self._apply(now, by_policy=True)

    def _apply(self, resolution: Resolution, *, by_policy: bool) -> None:
        event = AuditEvent.POLICY_CHANGED if by_policy else AuditEvent.SETTINGS_CHANGED
        for key in changed_keys(self.resolution, resolution):
            self._record(event, detail=key)
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
