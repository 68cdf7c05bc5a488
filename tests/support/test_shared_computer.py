"""Several doctors at one computer: what the newest of their checks proves holds for all of them."""

import asyncio
import dataclasses
import shutil

import pytest

from tests.fakes.update_repository import Administrator
from tests.support.staging_doctor import Doctor, be_administrator
from workstation.domain.update_errors import NothingStaged, UpdateRefused
from workstation.support import install_staged as product
from workstation.updates.staging import StagingFolder


@pytest.fixture(autouse=True)
def administrator(tmp_path, monkeypatch):
    be_administrator(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Made once: each opening of a key is meant to cost time."""
    made = Administrator.of(tmp_path_factory.mktemp("model"))
    for version in ("1.4.0", "1.5.0"):
        made.add(version)
    made.approve("1.4.0", "all")
    return made


@pytest.fixture
def it(model, tmp_path):
    folder = shutil.copytree(model.folder, tmp_path / "repository")
    return dataclasses.replace(model, folder=folder)


@pytest.fixture
def doctors(it, tmp_path, monkeypatch):
    """Two of them, and the installing step, which looks into the first one's account first."""
    pair = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        pair.append(Doctor(it, tmp_path / name, monkeypatch))
    folders = [StagingFolder(doctor.profile / "cache") for doctor in pair]
    monkeypatch.setattr(
        product,
        "staging_folders",
        lambda _profile: [each for each in folders if each.staged.exists()],
    )
    return pair


async def installed(doctor):
    """The version that the administrator's step installs."""
    return str((await asyncio.to_thread(doctor.install)).version)


@pytest.mark.parametrize("target", ["", "1.4.0"])
async def test_what_one_account_saw_withdrawn_is_not_installed_from_another(
    doctors, it, target, expect_log
):
    """The other doctor is on holiday: what lies in the account is valid for weeks to come."""
    first, second = doctors
    if target:
        expect_log.append("no update")
    for doctor in doctors:
        doctor.settings = dataclasses.replace(doctor.settings, update_target_version=target)
        await doctor.stage()
    it.approve("1.4.0", "all", withdraw=True)
    await second.check()
    with pytest.raises(UpdateRefused if target else NothingStaged):
        await installed(first)
    assert not first.started


async def test_the_newest_version_that_is_staged_is_installed(doctors, it):
    first, second = doctors
    await first.stage()
    it.approve("1.5.0", "all")
    await second.stage()
    assert await installed(first) == "1.5.0"


async def test_a_package_counts_whoever_has_it(doctors, it):
    """Its proof is a week newer in the account whose own copy somebody removed."""
    first, second = doctors
    for doctor in doctors:
        await doctor.stage()
    it.renew()
    await second.check()
    second.package.unlink()
    assert await installed(first) == "1.4.0"
