"""Tools that packaging needs, and a Windows payload of two stub programs."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.packaging.turns import turn_at
from tests.packaging.wine import Wine

INSTALLER = ROOT / "resources/installer"
sys.path.insert(0, str(INSTALLER / "windows"))


def need(*tools: str) -> None:
    """Skip, naming them, where tools are missing and could not be installed."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"NOT RUN, not installed here: {', '.join(missing)}")


def need_makensis() -> None:
    """Skip where makensis is older than the installers ask for, as on Debian 12."""
    need("makensis")
    version = subprocess.run(["makensis", "-VERSION"], check=True, capture_output=True, text=True)
    numbers = [int(number) for number in re.findall(r"\d+", version.stdout)[:2]]
    if numbers < [3, 11]:
        pytest.skip(f"NOT RUN, makensis 3.11 is needed, here is {version.stdout.strip()}")


def make(script: Path, output: Path, **defines: object) -> Path:
    """Compile an NSIS script, warnings being errors."""
    options = [f"-D{name}={value}" for name, value in {**defines, "OUTPUT": output}.items()]
    done = subprocess.run(
        ["makensis", "-V2", "-WX", *options, script], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return output


@pytest.fixture(scope="session")
def payload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as PyInstaller makes it on Windows, its programs being stubs."""
    need_makensis()
    folder = tmp_path_factory.mktemp("payload") / "workstation"
    (folder / "_internal/with a space").mkdir(parents=True)
    make(Path(__file__).with_name("stub.nsi"), folder / "workstation.exe")
    shutil.copy(folder / "workstation.exe", folder / "workstation-clinic.exe")
    (folder / "_internal/with a space/data.txt").write_text("one", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def icon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's icon."""
    folder = tmp_path_factory.mktemp("icons")
    code = "import sys; from pathlib import Path; import icons; icons.draw(Path(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", code, folder], check=True, env={"PYTHONPATH": str(INSTALLER)}
    )
    return folder / "workstation.ico"


@pytest.fixture(scope="session")
def set_up_windows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Windows that was started once, by the first worker that needs it; each test gets a copy."""
    need("wine")
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    template, made = folder / "windows/template", folder / "windows/made"
    with turn_at(folder / "windows"):
        if not made.exists():
            Wine(template).end_everything()
            made.touch()
    return template


@pytest.fixture
def wine(set_up_windows: Path, tmp_path: Path) -> Iterator[Wine]:
    """A Windows of this test's own."""
    windows = Wine(tmp_path / "windows", set_up_windows)
    yield windows
    windows.end_everything()


@pytest.fixture(scope="module")
def setups(payload: Path, icon: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Installers of two versions."""
    folder = tmp_path_factory.mktemp("setups")
    script = INSTALLER / "windows/installer.nsi"
    made = {}
    for version in ("1.0.0", "1.1.0"):
        (payload / "_internal/version.txt").write_text(version)
        output = folder / f"doctor-workstation-{version}.exe"
        made[version] = make(script, output, VERSION=version, PAYLOAD=payload, ICON=icon)
    return made
