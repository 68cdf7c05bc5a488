"""The packages of this very tree, built once for all tests that look at them."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.source import ROOT, tracked

PYTHON = ROOT / ".setup/installer/bin/python"
BUILD = ROOT / "resources/installer/build.py"
HOME = ROOT / ".setup/tested-packages"
SOURCES = ("workstation/", "resources/", "build_installer.spec", "requirements-installer.txt")
SECONDS = 900
# Not the commit's time: while one works, the tree is no commit.
EPOCH = "1764000000"


def packages() -> Path:
    """The folder with the bundle, the Debian package, bill of materials and notices."""
    if not PYTHON.exists():
        pytest.skip("NOT RUN, there is no build environment: make installer makes it")
    with _one_at_a_time():
        if changed_since():
            shutil.rmtree(HOME, ignore_errors=True)
            before = _fingerprint()
            build(HOME, "--quick")
            (HOME / "of").write_text(before)
    return HOME


def changed_since() -> bool:
    """Whether the tree is no longer what was built, or nothing was built."""
    stamp = HOME / "of"
    return not stamp.exists() or stamp.read_text() != _fingerprint()


def build(into: Path, *options: str) -> None:
    """Run the build; its words are shown if it fails."""
    done = subprocess.run(
        [PYTHON, BUILD, "--into", into, *options],
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(tracked()):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(SOURCES):
            digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    HOME.parent.mkdir(exist_ok=True)
    with (HOME.parent / "tested-packages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
