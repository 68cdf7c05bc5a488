"""A policy that cannot be used is said in the window, with its path, and in the check alike."""

import json
from pathlib import Path

import pytest

from tests.ui.fresh import words_of_the_window
from workstation.base.paths import policy_file
from workstation.settings import sources
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support import check

PLACE = str(policy_file())
CERTIFICATES = Path("/nowhere/hospital-ca.pem")
UNUSABLE = """
import sys
from workstation.settings import resolve, sources

def closed(path):
    raise PermissionError(13, "Permission denied")

def read(path):
    if sys.argv[2] == "closed":
        return sources.policy_file_layer(path, judge=closed)
    values = {"network.ca_file": "/nowhere/hospital-ca.pem", "ui.language": "en"}
    return sources.SettingsLayer(sources.SettingsSource.POLICY_FILE, values)

resolve.policy_file_layer = read
"""


def test_a_folder_that_may_not_be_searched_is_said_in_the_window(tmp_path: Path) -> None:
    *words, status = words_of_the_window(UNUSABLE, tmp_path, "closed")
    assert PLACE in "".join(words)
    assert "管理员" in "".join(words)
    assert status == "2"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_folder_that_may_not_be_searched_is_said_by_the_check(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    as_json: bool,
) -> None:
    def closed(_path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(sources, "distrusted", closed)
    assert check.run_check(profile=tmp_path, demo=False, as_json=as_json) == 2
    output = capsys.readouterr().out
    if as_json:
        (finding,) = json.loads(output)["layers"]
        assert (finding["layer"], finding["verdict"]) == ("configuration", "unusable")
        output = finding["text"]
    assert PLACE in output


def test_a_certificate_file_that_is_missing_stops_the_window(tmp_path: Path) -> None:
    *words, status = words_of_the_window(UNUSABLE, tmp_path, "authority")
    assert str(CERTIFICATES) in " ".join(words)
    assert "administrator" in " ".join(words)
    assert status == "2"


def test_a_certificate_file_that_is_missing_ends_the_check_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    layer = SettingsLayer(SettingsSource.POLICY_FILE, {"network.ca_file": CERTIFICATES.as_posix()})
    monkeypatch.setattr(check, "load", lambda _folders: resolve([layer]))
    assert check.run_check(profile=tmp_path, demo=False, as_json=True) == 2
    findings = json.loads(capsys.readouterr().out)["layers"]
    assert [
        str(CERTIFICATES) in each["text"]
        for each in findings
        if (each["layer"], each["verdict"]) == ("configuration", "unusable")
    ] == [True]
