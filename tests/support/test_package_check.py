"""``--verify``: what IT reads, in both languages, and the exit status."""

from dataclasses import replace

import pytest

from tests.evidence.samples import write_package
from workstation.__main__ import main
from workstation.base.paths import Folders
from workstation.domain.errors import WorkstationError
from workstation.domain.evidence import (
    PackageFault,
    PackageFinding,
    PackageReport,
    PackageVerdict,
)
from workstation.settings.resolve import load
from workstation.support import package_check
from workstation.support.package_check import MAX_LINES, lines_of
from workstation.ui.kit.strings import Language, set_language


@pytest.fixture(params=Language)
def language(request, monkeypatch):
    """Each language in turn, as if the settings said so."""
    monkeypatch.setattr(
        package_check, "use_configured_language", lambda: set_language(request.param)
    )
    set_language(request.param)
    yield request.param
    set_language(Language.ZH)


@pytest.mark.usefixtures("language")
def test_an_intact_package_shows_its_fingerprint(tmp_path, capsys):
    fingerprint = write_package(tmp_path / "a.zip")
    assert main(["--verify", str(tmp_path / "a.zip")]) == PackageVerdict.INTACT
    first, second, third = capsys.readouterr().out.splitlines()
    assert "5" in first
    assert fingerprint in second
    assert "evidence_exported" in third


def test_a_changed_package_names_the_file(tmp_path, capsys, language):
    write_package(tmp_path / "a.zip")
    content = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(content.replace(b"photo", b"other"))
    assert main(["--verify", str(tmp_path / "a.zip")]) == PackageVerdict.CHANGED
    what = {Language.ZH: "：内容已被改动", Language.EN: ": was altered"}[language]
    assert f"✗ originals/0001.jpg{what}" in capsys.readouterr().out


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("fault", PackageFault)
def test_every_fault_has_its_words(fault):
    name = "" if fault is PackageFault.NOT_A_PACKAGE else "\x1b[2J" + "x" * 200
    lines = list(lines_of(PackageReport((PackageFinding(fault, name),), "ab")))
    assert "\x1b" not in "".join(lines)
    assert all(len(line) < 250 for line in lines)


def test_a_thousand_faults_are_told_in_a_page(language):  # noqa: ARG001
    findings = tuple(PackageFinding(PackageFault.ADDED, str(number)) for number in range(1_000))
    assert len(list(lines_of(PackageReport(findings, "ab")))) == MAX_LINES + 4


def test_a_path_that_leads_nowhere_is_a_usage_error(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--verify", str(tmp_path / "gone")])
    assert stopped.value.code == 2
    assert "neither a file nor a folder" in capsys.readouterr().err


def test_a_computer_whose_settings_cannot_be_used_verifies_all_the_same(
    tmp_path, monkeypatch, capsys
):
    policy = tmp_path / "policy.json"
    policy.write_text('{"ui.language": "zh", "api.base": "no address"}')
    folders = replace(Folders.of_profile(tmp_path), trial_policy=policy)
    with pytest.raises(WorkstationError):
        load(folders)
    monkeypatch.setattr(Folders, "of_user", lambda: folders)
    write_package(tmp_path / "a.zip")
    assert main(["--verify", str(tmp_path / "a.zip")]) == PackageVerdict.INTACT
    assert "完好" in capsys.readouterr().out
