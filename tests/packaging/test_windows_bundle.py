"""The real Windows bundle in its installer, in a fresh Windows: after `make installer-windows`.

With TRANSCRIPT naming a file, each step is written there with its seconds.
"""

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.packaging.wine import Wine

BUILT = ROOT / "dist/windows"
ICU = ROOT / ".setup/windows-installer/prefix/drive_c/windows/system32/icuuc.dll"
PROGRAM = r"C:\Program Files\Doctor Workstation\app\workstation-console.exe"
POLICY = r"HKLM\Software\Policies\DoctorWorkstation"
FILES = "Program Files/Doctor Workstation"
MB = 1_000_000
MAX_BUNDLE, MAX_INSTALLER = 225 * MB, 80 * MB
LIMITED = 1


@pytest.fixture
def setup() -> Path:
    result = sorted(BUILT.glob("doctor-workstation-*.exe"))
    if not result or not ICU.exists():
        pytest.skip("NOT RUN, no bundle of Windows here: make installer-windows builds one")
    return result[-1]


class Steps:
    """Does one thing after another on a Windows, and writes down what and how long."""

    def __init__(self, wine: Wine) -> None:
        self.wine = wine

    def run(self, *command: str) -> tuple[int, str]:
        """Exit status and standard output."""
        started = time.monotonic()
        done = self.wine.call("wine", *command)
        self.wine.call("wineserver", "-w")
        seconds = time.monotonic() - started
        if name := os.environ.get("TRANSCRIPT"):
            with Path(name).open("a", encoding="utf-8") as file:
                file.write(
                    f"> {' '.join(command)}\n{done.stdout}[{done.returncode}] {seconds:.1f} s\n"
                )
        return done.returncode, done.stdout


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_the_bundle_and_its_installer_are_small_and_name_what_they_carry(setup: Path) -> None:
    assert size(BUILT / "workstation") < MAX_BUNDLE
    assert setup.stat().st_size < MAX_INSTALLER
    bill = json.loads((BUILT / "sbom.cdx.json").read_text(encoding="utf-8"))
    names = {component["name"].lower() for component in bill["components"]}
    assert {"cpython", "pyside6_essentials", "ffmpeg", "openssl"} <= {
        name.replace("-", "_") for name in names
    }
    for name in ("sbom.cdx.json", "NOTICES.txt"):
        assert (BUILT / "workstation" / name).exists()


def test_it_is_installed_checked_upgraded_and_removed(wine: Wine, setup: Path) -> None:
    shutil.copy(ICU, wine.drive / "windows/system32")
    steps, installer = Steps(wine), f"Z:{setup}".replace("/", "\\")
    data = next((wine.drive / "users").glob("*/AppData/Local")) / "DoctorWorkstation"
    assert steps.run(installer, "/S") == (0, "")
    assert steps.run(PROGRAM, "--version")[1].strip().endswith(setup.stem.rpartition("-")[2])
    english = ("/v", "ui.language", "/d", "en", "/f", "/reg:64")
    assert wine.run("reg", "add", POLICY, *english) == 0
    status, text = steps.run(PROGRAM, "--demo", "--check", "--json")
    report = json.loads(text)
    assert status <= LIMITED, report
    assert {"Direct."} <= {layer["text"] for layer in report["layers"]}, "in the policy's language"
    (data / "data").mkdir(parents=True, exist_ok=True)  # as a sign-in does; a check leaves nothing
    before = {path.relative_to(data) for path in data.rglob("*")}
    assert steps.run(installer, "/S") == (0, "")
    assert before <= {path.relative_to(data) for path in data.rglob("*")}
    uninstall = r"C:\Program Files\Doctor Workstation\uninstall.exe"
    assert steps.run(uninstall, "/S") == (0, "")
    assert not (wine.drive / FILES / "app").exists()
    assert data.exists()
    assert steps.run(installer, "/S") == (0, "")
    assert steps.run(uninstall, "/S", "/WIPE=1") == (0, "")
    assert not data.exists()
