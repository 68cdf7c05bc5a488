"""A policy that is tried in the demo holds there as it will on every computer."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.house.source import ROOT
from workstation.base.paths import Folders
from workstation.config import BY_KEY
from workstation.domain.policy_errors import PolicyUnusable
from workstation.program.app import folders_of
from workstation.settings import resolve, sources
from workstation.settings.sources import SettingsSource

HOSPITAL = ROOT / "docs/hospital.json"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders.of_profile(tmp_path / "profile")


def test_the_hospitals_policy_is_one_without_fault(folders: Folders) -> None:
    resolution = resolve.load(replace(folders, trial_policy=HOSPITAL))
    assert resolution.problems == ()
    written = json.loads(HOSPITAL.read_text(encoding="utf-8"))
    for key in written:
        assert resolution.sources[key] is SettingsSource.POLICY_FILE
        assert resolution.locked(key)
        default = getattr(type(resolution.settings)(), BY_KEY[key].name)
        assert getattr(resolution.settings, BY_KEY[key].name) != default, f"{key} changes nothing"


def test_without_a_trial_nothing_of_it_holds(folders: Folders) -> None:
    assert not resolve.load(folders).settings.screen_watermark


def test_this_computers_own_policy_goes_before_it(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = sources.SettingsLayer(SettingsSource.POLICY_FILE, {"screen.watermark": False})
    monkeypatch.setattr(resolve, "_policy_file", lambda: own)
    settings = resolve.load(replace(folders, trial_policy=HOSPITAL)).settings
    assert not settings.screen_watermark
    assert settings.lock_idle_minutes == 5


def test_a_trial_that_is_none_stops_the_program(folders: Folders, tmp_path: Path) -> None:
    broken = tmp_path / "policy.json"
    broken.write_text("{")
    with pytest.raises(PolicyUnusable):
        resolve.load(replace(folders, trial_policy=broken))


def test_only_the_demo_and_a_profile_of_ones_own_try_a_policy(tmp_path: Path) -> None:
    assert folders_of(None, demo=True, policy=HOSPITAL).trial_policy == HOSPITAL
    assert folders_of(tmp_path, demo=True, policy=HOSPITAL).trial_policy == HOSPITAL
    assert folders_of(None, demo=False).trial_policy is None
