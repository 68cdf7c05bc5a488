"""``workstation --install-staged``: the silent step that IT's tool runs as an administrator.

It takes what a doctor's account has staged, verifies it again from the policy's root up, and starts
the package's own installer. Exit status: 0 done (on Windows: the installer was started, and goes on
after this program has ended, because it replaces it), 2 the policy cannot be used, 3 nothing to
install, 4 refused, 5 the installer failed, 6 not an administrator.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base import held_files
from workstation.base.clock import SystemClock
from workstation.base.installation import clean_environment
from workstation.base.paths import Folders, exists, is_full, machine_folder, storage_error
from workstation.base.windows_folders import is_elevated, system_program
from workstation.config import Settings
from workstation.domain.errors import ConfigurationError, WorkstationError
from workstation.domain.update_errors import (
    InstallerFailed,
    NotAdministrator,
    NothingStaged,
    UpdateRefused,
)
from workstation.domain.updates import PackageKind, Release, UpdateMode
from workstation.services.updates import ThisComputer, release_for, verify_source
from workstation.settings.resolve import load
from workstation.ui.kit.strings import Language, error_text, set_language, tr
from workstation.ui.support.terminal import write_losslessly
from workstation.updates.layout import package_name
from workstation.updates.private_folder import make_install_folder, make_private
from workstation.updates.repository_source import FolderSource
from workstation.updates.staged import staging_folders, take_over
from workstation.updates.staging import FOLDER, StagingFolder

if TYPE_CHECKING:
    from workstation.updates.verification import VerifiedRepository

STATUS: Mapping[type[WorkstationError], int] = {
    ConfigurationError: 2,
    NothingStaged: 3,
    InstallerFailed: 5,
    NotAdministrator: 6,
}
REFUSED = 4
INSTALLER_SECONDS = 1800


def run_install_staged(profile: Path | None) -> int:
    """Install what is staged, here or in one profile; the exit status."""
    write_losslessly()
    try:
        settings = load(Folders.of_user()).settings
        set_language(Language(settings.language))
        _require_administrator()
        release = install_staged(settings, profile, machine_folder() / FOLDER)
    except WorkstationError as error:
        sys.stdout.write(f"{error_text(error)}\n")
        return next((code for kind, code in STATUS.items() if isinstance(error, kind)), REFUSED)
    started = release.kind is not PackageKind.DEBIAN
    sys.stdout.write(
        tr("updates.installing" if started else "updates.installed", version=str(release.version))
    )
    sys.stdout.write("\n")
    return 0


def install_staged(settings: Settings, profile: Path | None, machine: Path) -> Release:
    """Verify and install; ``machine`` is the folder of what this computer has seen.

    Raises ``NothingStaged``, ``UpdateError``, ``InstallerFailed``, ``StorageError``.
    """
    if UpdateMode(settings.update_mode) is not UpdateMode.STAGE:
        raise NothingStaged
    computer = ThisComputer.of_this_process()
    make_private(machine)
    folder, repository, release = _find_staged(settings, profile, machine, computer)
    if release.kind is PackageKind.MSI and release.version < computer.version:
        raise UpdateRefused("msi_back", str(release.version))
    private = make_install_folder(machine)
    try:
        package = take_over(folder, repository.target(release), private)
    except OSError as error:
        if is_full(error):
            raise storage_error(error, private) from None
        raise UpdateRefused("tampered", error.strerror or "") from None
    _install(release, package, going_back=release.version < computer.version)
    return release


def _find_staged(
    settings: Settings, profile: Path | None, machine: Path, computer: ThisComputer
) -> tuple[StagingFolder, "VerifiedRepository", Release]:
    """Find a staged package that is in order; else why the last account's is not.

    Accounts check at different times. So what the newest of their checks proves is learned first,
    and older ones are refused: one of them may still prove what was withdrawn since. The package
    counts in whichever account it lies.
    """
    folders = staging_folders(profile)
    refused: WorkstationError = NothingStaged()
    for folder in folders:
        with contextlib.suppress(WorkstationError):
            asyncio.run(_verify(folder, settings, machine))
    for folder in folders:
        try:
            repository = asyncio.run(_verify(folder, settings, machine))
            release = release_for(repository, settings, computer)
        except WorkstationError as error:
            refused = error
            continue
        if release is None:
            raise NothingStaged
        return _holder_of(repository, release, folders), repository, release
    raise refused


async def _verify(folder: StagingFolder, settings: Settings, machine: Path) -> "VerifiedRepository":
    source, now_ms = FolderSource(folder.staged), SystemClock().now_ms()
    return await verify_source(source, settings, machine / "trusted", now_ms)


def _holder_of(
    repository: "VerifiedRepository", release: Release, folders: Sequence[StagingFolder]
) -> StagingFolder:
    """The folder that has the package. Raises ``UpdateRefused`` and ``NothingStaged``."""
    target = repository.target(release)
    for folder in folders:
        if folder.holds(target):
            return folder
    if any(exists(folder.staged / package_name(target)) for folder in folders):
        raise UpdateRefused("exchanged", target.path)
    raise NothingStaged


def _install(release: Release, package: Path, *, going_back: bool) -> None:
    environment = clean_environment(os.environ)
    if release.kind is PackageKind.DEBIAN:
        line = ["/usr/bin/apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=120"]
        line += [*(["--allow-downgrades"] if going_back else []), "install", str(package)]
        environment["DEBIAN_FRONTEND"] = "noninteractive"
        try:
            done = subprocess.run(  # noqa: S603 - the system's own, at its full path
                line, check=False, env=environment, timeout=INSTALLER_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InstallerFailed(type(error).__name__) from None
        held_files.remove(package)
        if done.returncode:
            raise InstallerFailed(f"apt-get, {done.returncode}")
        return
    _start_on_windows(release, package, environment, going_back=going_back)


def _windows_line(release: Release, package: Path, *, going_back: bool) -> list[str]:
    if release.kind is PackageKind.NSIS:
        return [str(package), "/S", *(["/DOWNGRADE=1"] if going_back else [])]
    return [str(system_program("msiexec.exe")), "/i", str(package), "/qn", "/norestart"]


def _start_on_windows(
    release: Release, package: Path, environment: dict[str, str], *, going_back: bool
) -> None:
    """Start an installer and wait not for it: it cannot replace a program that waits for it."""
    flags = getattr(subprocess, "DETACHED_PROCESS", 0)
    try:
        line = _windows_line(release, package, going_back=going_back)
        subprocess.Popen(  # noqa: S603 - what was verified, or the system's own
            line, env=environment, creationflags=flags, close_fds=True
        )
    except OSError as error:
        raise InstallerFailed(type(error).__name__) from None


def _require_administrator() -> None:
    if not (is_elevated() if sys.platform == "win32" else os.geteuid() == 0):
        raise NotAdministrator
