"""The step of IT's tool on a Debian: real apt installs what a doctor's account has staged."""

import asyncio
import dataclasses
import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.update_repository import Administrator
from tests.packaging.bare_debian import BareDebian, bare_debian, reason_not_to
from tests.packaging.built import numbered, packages
from tests.packaging.hospital import roll_out
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.domain.updates import PackageKind, ProgramVersion
from workstation.services.updates import ThisComputer, Updates

INSTALL = "apt-get install -y -qq --no-install-recommends"
STEP = "doctor-workstation --install-staged"
CACHE = "home/doctor/.cache/doctor-workstation"
OLDER, NEWER = "0.0.1", "9.0.0"
NOTHING_STAGED, REFUSED = 3, 4


class Hospital:
    """A computer whose administrator approves versions, and a doctor's account on it."""

    def __init__(self, machine: BareDebian, place: Path) -> None:
        self.machine = machine
        self.it = Administrator.of(place, now=dt.datetime.now(dt.UTC))
        machine.run("useradd --create-home doctor")

    def approves(self, package: Path, version: str) -> None:
        self.it.add(version, package.read_bytes())
        self.it.approve(version, "all")

    def stages(self, **wish: object) -> None:
        """As the doctor's window does; afterwards the repository is out of reach."""
        settings = self._settings(**wish)
        computer = ThisComputer(ProgramVersion.parse(self._version()), PackageKind.DEBIAN)
        cache = self.machine.root / CACHE
        updates = Updates(lambda: settings, cache, SystemClock(), computer, sleep=_no_time)
        asyncio.run(updates.check())
        assert updates.state.staged
        self.machine.run(f"chown -R doctor: /{Path(CACHE).parent}")

    def rolls_out(self, **wish: object) -> None:
        policy = {
            f"update.{name}": value
            for name, value in {
                "mode": "stage",
                "repository": "/nowhere",
                "root": self.it.root,
                "ring": "all",
                **wish,
            }.items()
        }
        roll_out(self.machine, json.dumps(policy))

    def installs_what_is_staged(self) -> int:
        output = self.machine.run(f"{STEP}; echo $?", check=False)
        return int(output.split()[-1])

    def installed(self) -> str:
        """By the packages' own list."""
        return self.machine.run("dpkg-query -Wf '${Status} ${Version}' doctor-workstation")

    def _version(self) -> str:
        return self.machine.run("doctor-workstation --version").split()[-1]

    def _settings(self, **wish: object) -> Settings:
        fixed = {"mode": "stage", "repository": str(self.it.folder), "root": self.it.root}
        named = {f"update_{name}": value for name, value in {**fixed, **wish}.items()}
        return dataclasses.replace(Settings(), **named)


async def _no_time(_seconds: float) -> None:
    """The pauses of a fetch."""


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[BareDebian]:
    if reason := reason_not_to():
        pytest.skip(f"NOT RUN, {reason}")
    package = next(packages().glob("*.deb"))
    with bare_debian(tmp_path, package) as bare:
        shutil.copy(package, bare.root / "srv/installed.deb")
        yield bare


def test_real_apt_installs_what_was_staged_and_goes_back(
    machine: BareDebian, tmp_path: Path
) -> None:
    """Versions that differ in their number alone: what is looked at is what apt is told to do."""
    machine.run(f"{INSTALL} /srv/installed.deb")
    hospital = Hospital(machine, tmp_path)
    hospital.rolls_out()
    assert hospital.installs_what_is_staged() == NOTHING_STAGED
    for version in (OLDER, NEWER):
        path = machine.root / f"srv/{version}.deb"
        hospital.approves(numbered(machine.root / "srv/installed.deb", version, path), version)

    hospital.stages()
    package = next((machine.root / CACHE).rglob("*.deb"))
    whole = package.read_bytes()
    package.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert hospital.installs_what_is_staged() in {NOTHING_STAGED, REFUSED}
    assert NEWER not in hospital.installed()
    package.write_bytes(whole)
    assert hospital.installs_what_is_staged() == 0
    assert hospital.installed() == f"install ok installed {NEWER}"
    assert not list((machine.root / "var/lib/doctor-workstation").rglob("*.deb"))

    back = {"target_version": OLDER, "allow_back": True}
    hospital.stages(**back)
    hospital.rolls_out(target_version=OLDER)
    assert hospital.installs_what_is_staged() == REFUSED
    hospital.rolls_out(**back)
    assert hospital.installs_what_is_staged() == 0
    assert hospital.installed() == f"install ok installed {OLDER}"
    machine.run("doctor-workstation --version")
