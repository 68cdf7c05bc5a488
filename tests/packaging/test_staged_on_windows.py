"""The step of IT's tool on a Windows: what an account has staged is installed by real installers.

In Wine, by Windows' own Python: after `make windows`. The programs inside are stubs.
"""

import shutil
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.packaging.conftest import INSTALLER, make, need
from tests.packaging.wine import Wine
from tests.windows.staged import staged

MACHINE = ROOT / ".setup/windows"
ICU = "prefix/drive_c/windows/system32/icuuc.dll"
KEY = r"Software\DoctorWorkstation"
STEP = f"Z:{ROOT / 'tests/windows/step.py'}"
OLDER, NEWER = "1.0.0", "1.1.0"
REFUSED = 4


@pytest.fixture
def windows(wine: Wine) -> Wine:
    """One that Windows' own Python runs in."""
    if not (MACHINE / "wine-python").exists():
        pytest.skip("NOT RUN, there is no Windows here: make windows makes one")
    shutil.copy(MACHINE / ICU, wine.drive / "windows/system32")
    return wine


def nsis(payload: Path, icon: Path, version: str, folder: Path) -> Path:
    output = folder / f"{version}.exe"
    script = INSTALLER / "windows/installer.nsi"
    return make(script, output, VERSION=version, PAYLOAD=payload, ICON=icon)


def windows_installer(payload: Path, icon: Path, version: str, folder: Path) -> Path:
    import msi

    need("wixl", "msibuild")
    output = folder / f"{version}.msi"
    msi.compile_package(payload, version, icon, output)
    return output


def step(windows: Wine, installed: str, kind: str, *options: str) -> int:
    """Run it, and what it has started, to the end."""
    python = f"Z:{MACHINE / 'python/python.exe'}"
    return windows.run(python, STEP, installed, kind, *options)


def cache(windows: Wine) -> Path:
    local = next((windows.drive / "users").glob("*/AppData/Local"))
    return local / "DoctorWorkstation/cache"


def test_nsis_installs_what_was_staged_and_goes_back(
    windows: Wine, payload: Path, icon: Path, tmp_path: Path
) -> None:
    older, newer = (nsis(payload, icon, version, tmp_path) for version in (OLDER, NEWER))
    assert windows.run_installer(older, "/S") == 0
    with staged(windows, cache(windows), tmp_path / "newer", newer, (OLDER, NEWER)):
        assert step(windows, OLDER, "nsis", "--strictly") == REFUSED, "Wine has no private folders"
        assert windows.registry(KEY, "Version") == OLDER
        assert step(windows, OLDER, "nsis") == 0
    assert windows.registry(KEY, "Version") == NEWER
    with staged(windows, cache(windows), tmp_path / "older", older, (NEWER, OLDER)):
        assert step(windows, NEWER, "nsis") == 0
    assert windows.registry(KEY, "Version") == OLDER


def test_windows_installer_installs_what_was_staged(
    windows: Wine, payload: Path, icon: Path, tmp_path: Path
) -> None:
    older, newer = (
        windows_installer(payload, icon, version, tmp_path) for version in (OLDER, NEWER)
    )
    assert windows.run("msiexec", "/i", f"Z:{older}".replace("/", "\\"), "/qn") == 0
    with staged(windows, cache(windows), tmp_path / "newer", newer, (OLDER, NEWER)):
        assert step(windows, OLDER, "msi") == 0
    assert windows.registry(KEY, "Version") == NEWER
