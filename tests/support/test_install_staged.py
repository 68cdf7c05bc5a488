"""The silent step: it trusts the policy's root and no account, and runs only what it verified."""

import asyncio
import contextlib
import dataclasses
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.fakes.update_repository import Administrator
from tests.full_disk import small_disk
from tests.support.staging_doctor import Doctor, be_administrator
from workstation.base.paths import Folders
from workstation.domain.errors import DiskFull
from workstation.domain.update_errors import (
    InstallerFailed,
    NothingStaged,
    UpdateRefused,
)
from workstation.domain.updates import PackageKind
from workstation.settings import windows_security
from workstation.support import install_staged as product
from workstation.updates import staged


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Made once: each opening of a key is meant to cost time."""
    made = Administrator.of(tmp_path_factory.mktemp("model"))
    for version in ("1.2.0", "1.4.0"):
        for ending in ("deb", "exe", "msi"):
            made.add(version, ending=ending)
        made.approve(version, "all")
    return made


@pytest.fixture(autouse=True)
def administrator(tmp_path, monkeypatch):
    be_administrator(tmp_path, monkeypatch)


@pytest.fixture
def it(model, tmp_path):
    folder = shutil.copytree(model.folder, tmp_path / "repository")
    return dataclasses.replace(model, folder=folder)


@pytest.fixture
def doctor(it, tmp_path, monkeypatch):
    return Doctor(it, tmp_path, monkeypatch)


def in_thread(function, *words, **named):
    """The step has an event loop of its own, as a command has."""
    return asyncio.to_thread(function, *words, **named)


async def test_what_was_staged_is_installed_without_the_repository(doctor, it, monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/doctor-workstation/lib")
    await doctor.stage()
    it.folder.rename(it.folder.with_name("away"))
    release = await in_thread(doctor.install)
    assert str(release.version) == "1.4.0"
    ((line, content, environment),) = doctor.started
    assert line[0] == "/usr/bin/apt-get"
    assert "--allow-downgrades" not in line
    assert content.startswith(b"package 1.4.0")
    assert environment["DEBIAN_FRONTEND"] == "noninteractive"
    assert "LD_LIBRARY_PATH" not in environment
    assert not line[-1].startswith(str(doctor.profile))
    assert not list(doctor.machine.rglob("*.deb"))


@pytest.mark.parametrize(
    ("kind", "target", "words"),
    [
        (PackageKind.NSIS, "1.4.0", ["/S"]),
        (PackageKind.NSIS, "1.2.0", ["/S", "/DOWNGRADE=1"]),
        (PackageKind.MSI, "1.4.0", ["/qn", "/norestart"]),
    ],
)
async def test_the_windows_installers_are_started_silently(
    doctor, kind, target, words, monkeypatch
):
    monkeypatch.setenv("SystemRoot", "D:/mine")
    monkeypatch.setattr(product, "system_program", lambda name: Path("/windows/system32", name))
    doctor.kind = kind
    doctor.settings = dataclasses.replace(
        doctor.settings, update_target_version=target, update_allow_back=True
    )
    await doctor.stage()
    await in_thread(doctor.install)
    ((line, _, _),) = doctor.started
    assert [word for word in line if word in words] == words
    if kind is PackageKind.MSI:
        assert line[0] == str(Path("/windows/system32/msiexec.exe"))


async def test_going_back_is_by_name_and_said_to_the_installer(doctor):
    doctor.settings = dataclasses.replace(
        doctor.settings, update_target_version="1.2.0", update_allow_back=True
    )
    await doctor.stage()
    with pytest.raises(UpdateRefused) as refused:
        await in_thread(doctor.install, update_allow_back=False)
    assert refused.value.reason == "going_back"
    assert str((await in_thread(doctor.install)).version) == "1.2.0"
    assert "--allow-downgrades" in doctor.started[0][0]


async def test_windows_installer_is_not_asked_to_go_back(doctor):
    doctor.kind = PackageKind.MSI
    doctor.settings = dataclasses.replace(
        doctor.settings, update_target_version="1.2.0", update_allow_back=True
    )
    await doctor.stage()
    with pytest.raises(UpdateRefused) as refused:
        await in_thread(doctor.install)
    assert refused.value.reason == "msi_back"
    assert not doctor.started


async def test_a_package_that_an_account_exchanged_is_not_run(doctor):
    await doctor.stage()
    content = doctor.package.read_bytes()
    doctor.package.write_bytes(b"X" + content[1:])
    with pytest.raises(UpdateRefused) as refused:
        await in_thread(doctor.install)
    assert refused.value.reason == "exchanged"
    assert not doctor.started


async def test_one_exchanged_between_look_and_use_is_not_run(doctor, monkeypatch):
    await doctor.stage()
    make = product.make_install_folder

    def exchanged(parent):
        doctor.package.write_bytes(b"evil" * 100_000)
        return make(parent)

    monkeypatch.setattr(product, "make_install_folder", exchanged)
    with pytest.raises(UpdateRefused) as refused:
        await in_thread(doctor.install)
    assert refused.value.reason == "tampered"
    assert not doctor.started
    assert not list(doctor.machine.rglob("*.deb"))


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
async def test_a_link_or_a_pipe_in_its_place_is_not_opened(doctor):
    await doctor.stage()
    path = doctor.package
    moved = path.rename(path.with_name("moved"))
    path.symlink_to(moved)
    with pytest.raises((UpdateRefused, NothingStaged)):
        await in_thread(doctor.install)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises((UpdateRefused, NothingStaged)):
        await in_thread(doctor.install)
    assert not doctor.started


async def test_another_root_in_the_policy_refuses_what_was_staged_for_the_first(doctor):
    await doctor.stage()
    with pytest.raises(UpdateRefused) as refused:
        await in_thread(doctor.install, update_root="0" * 64)
    assert refused.value.reason == "foreign_root"


async def test_an_old_staging_put_back_is_older_than_what_the_computer_has_seen(doctor, it):
    await doctor.stage()
    old = doctor.profile.with_name("old")
    shutil.copytree(doctor.profile, old)
    it.renew()
    await doctor.stage()
    await in_thread(doctor.install)
    shutil.rmtree(doctor.profile)
    old.rename(doctor.profile)
    with pytest.raises(UpdateRefused) as refused:
        await in_thread(doctor.install)
    assert refused.value.reason == "older"


async def test_nothing_staged_and_updates_off_are_no_failures(doctor):
    with pytest.raises(NothingStaged):
        await in_thread(doctor.install)
    await doctor.stage()
    with pytest.raises(NothingStaged):
        await in_thread(doctor.install, update_mode="notify")


async def test_what_is_installed_already_is_not_installed_again(doctor):
    await doctor.stage()
    doctor.version = "1.4.0"
    with pytest.raises(NothingStaged):
        await in_thread(doctor.install)


async def test_an_installer_that_fails_says_how(doctor):
    await doctor.stage()
    doctor.status = 100
    with pytest.raises(InstallerFailed) as failed:
        await in_thread(doctor.install)
    assert "100" in failed.value.place


async def test_a_folder_that_others_can_write_is_not_used(doctor, monkeypatch):
    await doctor.stage()
    doctor.machine.mkdir()
    doctor.machine.chmod(0o777)
    monkeypatch.setattr(windows_security, "TRUSTED", frozenset())
    with pytest.raises(UpdateRefused) as refused:
        await in_thread(doctor.install)
    assert refused.value.reason == "untrusted_folder"
    assert not doctor.started


async def test_every_account_s_default_place_is_looked_into(doctor, tmp_path, monkeypatch):
    """The administrator has staged nothing himself; the second of two doctors has."""
    homes = [tmp_path / "first", tmp_path / "second"]
    monkeypatch.setattr(staged, "_unix_homes", lambda: homes)
    monkeypatch.setattr(staged, "_windows_homes", lambda: homes)
    of_user, own = Folders.of_user, Folders.of_profile(tmp_path / "root")
    monkeypatch.setattr(Folders, "of_user", lambda *given: of_user(*given) if given else own)
    await doctor.stage()
    cache = homes[1] / ".cache" / "doctor-workstation"
    if sys.platform == "win32":
        cache = of_user("win32", {"LOCALAPPDATA": str(homes[1] / "AppData/Local")}).cache
    cache.parent.mkdir(parents=True)
    (doctor.profile / "cache").rename(cache)
    doctor.profile = None
    assert str((await in_thread(doctor.install)).version) == "1.4.0"


@pytest.mark.skipif(os.name != "posix", reason="a file system is mounted")
async def test_a_full_disk_is_not_taken_for_an_exchanged_package(doctor, monkeypatch):
    await doctor.stage()
    doctor.machine.mkdir(mode=0o700)
    make = product.make_install_folder
    with small_disk(doctor.machine, megabytes=1) as disk:

        def filled(parent):
            folder = make(parent)
            disk.fill()
            return folder

        monkeypatch.setattr(product, "make_install_folder", filled)
        doctor.machine.chmod(0o700)
        with pytest.raises(DiskFull):
            await in_thread(doctor.install)
        assert not list(doctor.machine.rglob("*.deb"))
    assert not doctor.started


class Profiles:
    """Windows' list of accounts: what stands where the folder of each should."""

    HKEY_LOCAL_MACHINE = None

    def __init__(self, *values):
        self._values = values

    @contextlib.contextmanager
    def OpenKey(self, _key, name):  # noqa: N802 - as winreg has it
        yield name

    def QueryInfoKey(self, _key):  # noqa: N802
        return len(self._values), 0, 0

    def EnumKey(self, _key, index):  # noqa: N802
        return index

    def QueryValueEx(self, key, _name):  # noqa: N802
        if self._values[key] is None:
            raise FileNotFoundError
        return self._values[key], 1


def test_an_account_without_a_folder_keeps_no_other_from_being_looked_into(monkeypatch):
    """As Windows leaves them behind when a profile could not be loaded, or was removed by hand."""
    profiles = Profiles(None, 7, b"x", "/home/doctor")
    monkeypatch.setattr(staged, "import_module", lambda _name: profiles)
    assert list(staged._windows_homes()) == [Path("/home/doctor")]
