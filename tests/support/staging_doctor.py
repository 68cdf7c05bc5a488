"""A doctor's account that stages an update, and the step of an administrator after it."""

import ctypes
import dataclasses
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from workstation.config import Settings
from workstation.domain.updates import PackageKind, ProgramVersion
from workstation.services.updates import ThisComputer, Updates
from workstation.settings import windows_security
from workstation.support import install_staged as product
from workstation.support.install_staged import install_staged

VERSION = "1.3.0"


class Doctor:
    """A doctor's account that stages, and the administrator's step after it."""

    def __init__(self, it, place, monkeypatch):
        self.it, self.profile, self.machine = it, place / "profile", place / "machine"
        self.kind, self.version = PackageKind.DEBIAN, VERSION
        self.settings = dataclasses.replace(
            Settings(),
            update_mode="stage",
            update_repository=str(it.folder),
            update_root=it.root,
        )
        self.started, self.status = [], 0
        monkeypatch.setattr(product, "SystemClock", lambda: self)
        monkeypatch.setattr(ThisComputer, "of_this_process", lambda: self.computer)
        starts = {"run": self._run, "Popen": self._start}
        monkeypatch.setattr(product, "subprocess", SimpleNamespace(**vars(subprocess) | starts))

    @property
    def computer(self):
        """What runs here: its version, and how it was installed."""
        return ThisComputer(ProgramVersion.parse(self.version), self.kind)

    def now_ms(self):
        return self.it.now_ms

    def monotonic(self):
        return 100.0

    async def check(self):
        """Check the repository once; what came of it."""
        updates = Updates(
            lambda: self.settings, self.profile / "cache", self, self.computer, sleep=_no_time
        )
        await updates.check()
        return updates.state

    async def stage(self):
        assert (await self.check()).staged

    def install(self, **settings):
        settings = dataclasses.replace(self.settings, **settings)
        return install_staged(settings, self.profile, self.machine)

    @property
    def package(self):
        """The one installer that is staged."""
        (path,) = self.profile.rglob("staged/targets/*")
        return path

    def _run(self, line, **given):
        content = Path(line[-1]).read_bytes()
        self.started.append((line, content, given["env"]))
        return subprocess.CompletedProcess(line, self.status)

    def _start(self, line, **given):
        self.started.append((line, None, given["env"]))


def be_administrator(place, monkeypatch):
    """Count whoever the tests' own folders belong to as one, as their owner does on Linux."""
    if os.name != "posix":
        if not ctypes.WinDLL("shell32").IsUserAnAdmin():
            pytest.skip("only an administrator can write what icacls keeps for administrators")
        security, changes = windows_security.security_of(place), windows_security.CHANGES_FOLDER
        theirs = {entry.sid for entry in security.entries or () if entry.mask & changes}
        trusted = windows_security.TRUSTED | theirs | {security.owner}
        monkeypatch.setattr(windows_security, "TRUSTED", trusted)


async def _no_time(_seconds):
    """Pauses of a fetch."""
