"""Whether this computer would take updates from the administrator's repository, and which."""

import asyncio
import datetime as dt
from collections.abc import Sequence

from workstation.base.clock import Clock
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.errors import WorkstationError
from workstation.domain.findings import Finding, Layer, Verdict, degraded, failed, fine, skipped
from workstation.domain.update_errors import UpdateIncomplete
from workstation.domain.updates import UpdateMode
from workstation.domain.value import Value
from workstation.services.updates import (
    RepositoryCheck,
    ThisComputer,
    check_repository,
    open_source,
)
from workstation.support.probing import time_left
from workstation.updates.staging import StagingFolder

DAYS_LEFT = 7


class UpdateProbe(Value):
    """Looks at the repository as the window does; fetches nothing."""

    settings: Settings
    folders: Folders
    clock: Clock

    async def repository(self) -> Sequence[Finding]:
        """Probe the repository; nothing while updates are off. A copy under way is no fault."""
        if UpdateMode(self.settings.update_mode) is UpdateMode.OFF:
            return skipped(Layer.UPDATES, code="updates_off")
        folder = StagingFolder(self.folders.cache)
        computer = ThisComputer.of_this_process()
        try:
            async with open_source(self.settings) as source:
                now_ms = self.clock.now_ms()
                check = await check_repository(
                    source, self.settings, folder.trusted, now_ms, computer
                )
        except UpdateIncomplete as error:
            return [failed(Layer.UPDATES, error, Verdict.SKIPPED)]
        except WorkstationError as error:
            return [failed(Layer.UPDATES, error, Verdict.DEGRADED)]
        return [*self._validity(check, now_ms), await self._approved(check, folder)]

    def _validity(self, check: RepositoryCheck, now_ms: int) -> Sequence[Finding]:
        left = time_left(dt.timedelta(milliseconds=check.repository.expires_ms - now_ms))
        return [degraded(Layer.UPDATES, "expires", **left)] if left["days"] < DAYS_LEFT else []

    async def _approved(self, check: RepositoryCheck, folder: StagingFolder) -> Finding:
        if check.release is None:
            return fine(Layer.UPDATES, "current", ring=self.settings.update_ring)
        target = check.repository.target(check.release)
        staged = await asyncio.to_thread(folder.holds, target)  # it reads all of the package
        code = "staged" if staged else "approved"
        return fine(Layer.UPDATES, code, version=str(check.release.version))
