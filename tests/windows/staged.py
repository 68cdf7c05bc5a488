"""What IT approved, lying staged in the account of a doctor under Wine: for the installing step."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.fakes.update_repository import Administrator
from tests.packaging.wine import Wine
from tests.windows.doctor import require
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.domain.updates import PackageKind, ProgramVersion
from workstation.services.updates import ThisComputer, Updates

POLICY = r"HKLM\Software\Policies\DoctorWorkstation"
RING = "all"


@contextmanager
def staged(
    wine: Wine, cache: Path, place: Path, package: Path, versions: tuple[str, str]
) -> Iterator[None]:
    """Sign a repository, roll its root out, and stage as the program does; then it is away.

    `versions` are the one that is installed and the one of `package`; an older one is gone back to
    by name. Afterwards the policy knows nothing of updates.
    """
    installed, approved = map(ProgramVersion.parse, versions)
    place.mkdir()
    it = Administrator.of(place, now=dt.datetime.now(dt.UTC))
    it.add(versions[1], package.read_bytes(), package.suffix[1:])
    it.approve(versions[1], RING)
    wish = {"mode": "stage", "root": it.root, "ring": RING, "repository": str(it.folder)}
    if approved < installed:
        wish |= {"target_version": versions[1], "allow_back": True}
    settings = replace(Settings(), **{f"update_{name}": value for name, value in wish.items()})
    kind = PackageKind.NSIS if package.suffix == ".exe" else PackageKind.MSI
    asyncio.run(_stage(settings, cache, ThisComputer(installed, kind)))
    it.folder.rename(it.folder.with_name("away"))
    for name, value in wish.items():
        typed = ("/t", "REG_DWORD", "/d", "1") if value is True else ("/d", value)
        added = wine.run("reg", "add", POLICY, "/v", f"update.{name}", *typed, "/f", "/reg:64")
        require(added == 0, "no policy")
    yield
    for name in wish:
        wine.run("reg", "delete", POLICY, "/v", f"update.{name}", "/f", "/reg:64")


async def _stage(settings: Settings, cache: Path, computer: ThisComputer) -> None:
    updates = Updates(lambda: settings, cache, SystemClock(), computer, sleep=_no_time)
    await updates.check()
    require(updates.state is not None and updates.state.staged, "it is not staged")


async def _no_time(_seconds: float) -> None:
    """The pauses of a fetch, which leave half of the line to the doctor."""
