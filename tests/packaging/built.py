"""The packages of this very tree, built once for all tests that look at them."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT, tracked
from tests.packaging.other_version import write_other_version
from tests.packaging.turns import turn_at

PYTHON = ROOT / ".setup/installer/bin/python"
LOCK = ROOT / "requirements-installer.txt"
HOME, OTHER_HOME = ROOT / ".setup/tested-packages", ROOT / ".setup/tested-packages-other"
SOURCES = (
    "workstation/", "resources/", "build_installer.spec", "requirements-installer.txt",
    "pyproject.toml", "LICENSE", "docs/", "tests/servers/",
)  # fmt: skip
SECONDS = 900
# Not the commit's time: while one works, the tree is no commit.
EPOCH = "1764000000"


def packages() -> Path:
    """The folder with the bundle, the Debian package, bill of materials and notices."""
    if not _is_made_from_the_lock():
        pytest.skip("NOT RUN, no build environment of today's lock: make installer makes it")
    with turn_at(HOME):
        if changed_since():
            _build_anew(HOME, ROOT, compression=1)
    return HOME


def other_packages(tree: Path) -> Path:
    """The same of a later version that differs in many places; `tree` is an empty folder."""
    packages()
    with turn_at(HOME):
        if changed_since(OTHER_HOME):
            write_other_version(_sources(), tree)
            _build_anew(OTHER_HOME, tree, compression=0)
    return OTHER_HOME


def changed_since(home: Path = HOME) -> bool:
    """Whether the tree is no longer what was built, or nothing was built."""
    stamp = home / "of"
    return not stamp.exists() or stamp.read_text() != _fingerprint()


def _build_anew(home: Path, tree: Path, compression: int) -> None:
    shutil.rmtree(home, ignore_errors=True)
    before = _fingerprint()
    build(home, "--compression", str(compression), tree=tree)
    (home / "of").write_text(before)


def build(into: Path, *options: str, tree: Path = ROOT) -> None:
    """Run the build of a source tree; its words are shown if it fails."""
    done = subprocess.run(
        [PYTHON, tree / "resources/installer/build.py", "--into", into, *options],
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def _is_made_from_the_lock() -> bool:
    """An older environment lacks what was locked since, and a bundle of it does, unsaid."""
    stamp = PYTHON.parents[1] / f".{LOCK.stem}"
    content = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return PYTHON.exists() and stamp.exists() and stamp.read_text().split()[-1] == content


def numbered(package: Path, version: str, into: Path, extra: str = "") -> Path:
    """Write the same Debian package under another version, with a file more below its folder."""
    folder = into.with_suffix("")
    subprocess.run(["dpkg-deb", "-R", package, folder], check=True)
    control = folder / "DEBIAN/control"
    lines = control.read_text().splitlines(keepends=True)
    control.write_text(
        "".join(f"Version: {version}\n" if x.startswith("Version:") else x for x in lines)
    )
    if extra:
        (folder / "opt/doctor-workstation/package" / extra).touch()
    subprocess.run(["dpkg-deb", "-Znone", "-b", folder, into], check=True, capture_output=True)
    shutil.rmtree(folder)
    return into


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    """All that a package is made from."""
    return [path for path in sorted(tracked()) if str(path.relative_to(ROOT)).startswith(SOURCES)]
