"""A policy that cannot be used is said in the window, with its path, and in the check alike."""

import json
from pathlib import Path

import pytest

from tests.ui.fresh import said_by
from workstation.paths import policy_file
from workstation.settings import sources
from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.support import check

PLACE = str(policy_file())
CERTIFICATES = Path("/nowhere/hospital-ca.pem")
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workstation import app
from workstation.settings import resolve, sources

def look():
    from workstation.ui.kit.widgets.label import Label
    for window in QApplication.topLevelWidgets():
        texts = [label.text() for label in window.findChildren(Label) if label.text()]
        if texts and not window.isHidden():
            print(*texts, sep="\\n")
            window.close()

def closed(path):
    raise PermissionError(13, "Permission denied")

def read(path):
    if sys.argv[2] == "closed":
        return sources.policy_file_layer(path, judge=closed)
    values = {"network.ca_file": "/nowhere/hospital-ca.pem", "ui.language": "en"}
    return sources.SettingsLayer(sources.SettingsSource.POLICY_FILE, values)

resolve.policy_file_layer = read
timer = []
real = app.first_window
def first_window(*given):
    window = real(*given)
    timer.append(QTimer(window, interval=20))
    timer[0].timeout.connect(look)
    timer[0].start()
    return window
app.first_window = first_window
print(app.run_window(profile=Path(sys.argv[1]), demo=False))
"""


def test_a_folder_that_may_not_be_searched_is_said_in_the_window(tmp_path: Path) -> None:
    *words, status = said_by(WINDOW, str(tmp_path), "closed")
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
    *words, status = said_by(WINDOW, str(tmp_path), "authority")
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
