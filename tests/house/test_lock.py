"""Everything installed is in the lock, every lock line has hashes, and floors are kept."""

import importlib.metadata
import re
import sys

import pytest
from packaging.markers import Marker

from tests.house.source import ROOT
from workstation.domain.errors import ConfigurationError, StorageError
from workstation.support import versions
from workstation.support.check import run_check
from workstation.vault.engine.opening import MIN_SQLITE_VERSION, library_version, require_version
from workstation.xmpp.xml import EXPAT_FLOOR, require_expat

LOCKS = sorted(ROOT.glob("requirements*.txt"))
OLDER = "requirements-installer-older.txt"
QT = {"pyside6-essentials", "pyside6-addons", "shiboken6"}
BROUGHT_BY_VENV = {"pip", "setuptools", "wheel"}
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ; ([^\\]+))?")


def pins(lock: str) -> dict[str, str]:
    """Name to version, of one lock file."""
    return {name: version for name, version, _condition in entries_of(lock)}


def entries_of(lock: str) -> list[tuple[str, str, str]]:
    """Names, versions and for which computers, of one lock file."""
    lines = (ROOT / lock).read_text().splitlines()
    matches = (PIN.match(line) for line in lines)
    return [(match[1], match[2], match[3] or "") for match in matches if match]


def name_of(distribution: importlib.metadata.Distribution) -> str:
    return re.sub(r"[-_.]+", "-", distribution.name).lower()


def test_every_installed_distribution_is_in_the_lock_at_its_version() -> None:
    locked = {
        (name, version)
        for name, version, condition in entries_of("requirements-test.txt")
        if not condition or Marker(condition).evaluate()
    }
    strays = {
        f"{name} {distribution.version}"
        for distribution in importlib.metadata.distributions()
        if (name := name_of(distribution)) not in BROUGHT_BY_VENV
        if (name, distribution.version) not in locked
    }
    assert not strays


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_line_of_a_lock_is_pinned_and_hashed(lock) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    assert len(entries) > 20
    for entry in entries:
        assert PIN.match(entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]
        assert "http:" not in entry
        assert "https:" not in entry


def test_the_locks_agree_with_one_another() -> None:
    runtime = pins("requirements.txt")
    for lock in LOCKS:
        if lock.name != OLDER:
            assert runtime.items() <= pins(lock.name).items(), lock.name


def test_the_demo_brings_optional_parts_only_where_they_are_asked_for() -> None:
    """They are 140 MB more to download before a newcomer's first window."""
    plain, extras = pins("requirements-demo.txt"), pins("requirements-demo-extras.txt")
    assert extras.keys() - plain.keys() >= {"rapidocr", "onnxruntime", "pi-heif"}
    assert plain.items() <= extras.items() <= pins("requirements-test.txt").items()


def test_the_lock_for_older_systems_is_the_installers_with_an_older_qt() -> None:
    """6.10 and newer need a C library of 2.34; UOS 20 and Kylin V10 have 2.28."""
    newer, older = pins("requirements-installer.txt"), pins(OLDER)
    different = {name for name in newer.keys() | older.keys() if newer.get(name) != older.get(name)}
    assert different == QT
    assert {older[name].rpartition(".")[0] for name in QT} == {"6.9"}


def test_qt_is_one_that_does_not_abort_on_the_oldest_python() -> None:
    """6.12.0 loses references to None on CPython 3.11 and ends the process."""
    version = tuple(map(int, pins("requirements.txt")["pyside6-essentials"].split(".")))
    assert (6, 9) <= version < (6, 12)


def test_the_encrypted_database_is_new_enough() -> None:
    """3.51.3 mends a defect of the write-ahead log."""
    assert MIN_SQLITE_VERSION >= (3, 51, 3)
    require_version(library_version())
    with pytest.raises(StorageError, match=r"3\.51\.2"):
        require_version("3.51.2")


def test_expat_is_new_enough() -> None:
    """2.4.5 refuses names with characters that no namespace may hold."""
    assert EXPAT_FLOOR >= (2, 4, 5)
    require_expat()
    with pytest.raises(ConfigurationError, match=r"2\.4\.4"):
        require_expat((2, 4, 4))


def test_the_floors_are_asserted_before_anything_is_opened(monkeypatch, tmp_path) -> None:
    """By the check and the diagnostics; the window asks the same before it signs in."""
    monkeypatch.setattr(versions, "library_version", lambda: "3.51.2")
    assert run_check(profile=tmp_path, demo=False, as_json=True) == 2
    assert not list(tmp_path.iterdir())


def test_this_python_is_one_that_is_supported() -> None:
    assert (3, 11) <= sys.version_info < (3, 14)
