"""When the build says that it was made, on machines of several kinds, and what one leaves that is
broken off.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.packaging.built import PYTHON
from tests.packaging.conftest import INSTALLER

sys.path.insert(0, str(INSTALLER))

import debian_package

ASK = "import sys; sys.path.insert(0, 'resources/installer'); import build; print(build.epoch())"


@pytest.fixture
def no_git(tmp_path: Path) -> dict[str, str]:
    """The PATH of a machine without git; PyInstaller asks for `ldd` when it is loaded."""
    (tmp_path / "ldd").symlink_to("/usr/bin/ldd")
    return {"PATH": str(tmp_path)}


def epoch(variables: dict[str, str]) -> str:
    if not PYTHON.exists():
        pytest.skip("NOT RUN, there is no build environment: make installer makes it")
    return subprocess.run(
        [PYTHON, "-c", ASK], check=True, cwd=ROOT, env=variables, capture_output=True, text=True
    ).stdout.strip()


def test_a_time_that_is_given_needs_no_git(no_git: dict[str, str]) -> None:
    assert epoch({**no_git, "SOURCE_DATE_EPOCH": "1700000000"}) == "1700000000"


def test_sources_on_a_machine_without_git_are_built_all_the_same(no_git: dict[str, str]) -> None:
    assert epoch(no_git) == "1764000000"


def test_a_commit_tells_its_time() -> None:
    asked = ["git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"]
    done = subprocess.run(asked, check=True, cwd=ROOT, capture_output=True, text=True)
    assert epoch({"PATH": os.environ["PATH"]}) == done.stdout.strip()


def test_a_build_that_is_broken_off_leaves_no_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither half of one nor that of an earlier build: somebody would install it."""

    def write_half(command: list[str | Path], **_options: object) -> None:
        Path(command[-1]).write_bytes(b"!<arch>")
        raise KeyboardInterrupt

    package = tmp_path / "doctor-workstation_1.4.0_amd64.deb"
    package.write_bytes(b"an earlier one")
    monkeypatch.setattr(debian_package.subprocess, "run", write_half)
    with pytest.raises(KeyboardInterrupt):
        debian_package.pack_whole(tmp_path / "deb", package, level=6)
    assert not list(tmp_path.glob("*.deb"))
