"""The layer of updates: which version, for how long, and that a copy under way is no fault."""

import asyncio
import dataclasses
import datetime as dt
import threading

import pytest

from tests.fakes.update_repository import DAY, Administrator
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.findings import Layer, Verdict
from workstation.domain.updates import PackageKind
from workstation.services.updates import Updates
from workstation.support.check_report import sentences
from workstation.support.update_probe import UpdateProbe
from workstation.ui.kit.strings import Language
from workstation.ui.kit.strings.switch import set_language
from workstation.updates.installed_package import installed_kind
from workstation.updates.staging import StagingFolder


@pytest.fixture(scope="module")
def it(tmp_path_factory):
    made = Administrator.of(tmp_path_factory.mktemp("probe"))
    for ending in ("deb", "msi"):
        made.add("99.4.0", ending=ending)
    made.approve("99.4.0", "pilot")
    return made


class Now:
    def __init__(self, it):
        self.it = it

    def now_ms(self):
        return self.it.now_ms

    def monotonic(self):
        return 100.0


@pytest.fixture
def look(it, tmp_path):
    """What the layer says with these settings."""
    folders = Folders.of_profile(tmp_path)

    def probe(now=None, **settings):
        policy = {
            "update_mode": "notify",
            "update_repository": str(it.folder),
            "update_root": it.root,
            "update_ring": "pilot",
        }
        probe.settings = dataclasses.replace(Settings(), **policy | settings)
        clock = Now(dataclasses.replace(it, now=now or it.now))
        return asyncio.run(UpdateProbe(probe.settings, folders, clock).repository())

    probe.folders = folders
    return probe


def codes(findings):
    assert {finding.layer for finding in findings} == {Layer.UPDATES}
    return [(finding.verdict, finding.code) for finding in findings]


def test_off_is_not_looked_at(look):
    assert codes(look(update_mode="off", update_repository="")) == [
        (Verdict.SKIPPED, "updates_off")
    ]


def test_an_approved_version_is_named_and_whether_it_is_staged(look, it):
    (finding,) = look()
    assert codes([finding]) == [(Verdict.FINE, "approved")]
    assert finding.values["version"] == "99.4.0"
    staging = dataclasses.replace(look.settings, update_mode="stage")
    updates = Updates(
        lambda: staging, look.folders.cache, Now(it), sleep=lambda _: asyncio.sleep(0)
    )
    asyncio.run(updates.check())
    assert codes(look()) == [(Verdict.FINE, "staged")]


def test_the_package_is_read_beside_the_window_that_asks(look, monkeypatch):
    """It is as large as the program: the window gathers diagnostics in its own loop."""
    threads = []

    def holds(_folder, _target):
        threads.append(threading.current_thread())
        return True

    monkeypatch.setattr(StagingFolder, "holds", holds)
    assert codes(look()) == [(Verdict.FINE, "staged")]
    assert threads
    assert threading.main_thread() not in threads


def test_a_computer_that_has_what_it_should_is_fine(look):
    """A ring that nobody promotes to is as fine: only by its name a slip of the policy shows."""
    findings = look(update_ring="plot")
    assert codes(findings) == [(Verdict.FINE, "current")]
    assert "plot" in sentences(findings[0])[0]


def test_a_repository_that_ends_soon_is_said_before_it_does(look, it):
    findings = look(it.now + 25 * DAY)
    assert codes(findings) == [(Verdict.DEGRADED, "expires"), (Verdict.FINE, "approved")]
    assert findings[0].values == {"days": 5}
    findings = look(it.now + 30 * DAY - dt.timedelta(hours=2, minutes=30))
    assert findings[0].values == {"days": 0, "hours": 3}


@pytest.mark.parametrize("language", list(Language))
def test_a_refusal_has_its_sentence_and_doctors_can_work(look, it, language):
    (finding,) = look(it.now + 40 * DAY)
    assert finding.verdict is Verdict.DEGRADED
    set_language(language)
    try:
        what, then = sentences(finding)
    finally:
        set_language(Language.ZH)
    assert "timestamp.json" in what
    assert "--update-repository sign" in then


def test_a_copy_under_way_is_no_fault(look, it, tmp_path):
    half = tmp_path / "half"
    (half / "metadata").mkdir(parents=True)
    (half / "metadata/1.root.json").write_bytes(it.pinned)
    (finding,) = look(update_repository=str(half))
    assert finding.verdict is Verdict.SKIPPED


@pytest.mark.parametrize("language", list(Language))
def test_a_policy_without_a_repository_is_told_what_it_lacks(look, language):
    """Nothing is out of reach there: a line of the policy was forgotten."""
    (finding,) = look(update_mode="stage", update_repository="")
    assert finding.verdict is Verdict.DEGRADED
    set_language(language)
    try:
        what, then = sentences(finding)
    finally:
        set_language(Language.ZH)
    assert "update.repository" in what
    assert "update.mode" in what
    assert "https" in then


def test_a_share_that_is_away_is_degraded(look, tmp_path):
    (finding,) = look(update_repository=str(tmp_path / "away"))
    assert finding.verdict is Verdict.DEGRADED


def test_the_package_of_this_computer_is_known_by_how_it_was_installed(tmp_path):
    program = tmp_path / "app" / "workstation.exe"
    program.parent.mkdir()
    assert installed_kind("linux", str(program)) is PackageKind.DEBIAN
    assert installed_kind("win32", str(program)) is PackageKind.MSI
    (tmp_path / "uninstall.exe").touch()
    assert installed_kind("win32", str(program)) is PackageKind.NSIS
