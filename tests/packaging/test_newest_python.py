"""By which of the Pythons on a machine what is shipped for Windows is made."""

import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

sys.path.insert(0, str(ROOT / "resources/setup"))

import environment
import prepare


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("purpose", "handed_on"), [("installer-windows", True), ("windows", False)]
)
def test_a_windows_bundle_is_made_by_the_newest_python_here(
    purpose: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, handed_on: bool
) -> None:
    script = f'[ "$1" = -c ] && echo "(3, 99)" && exit; echo "$2" >{tmp_path}/asked; exit 3'
    program(tmp_path / "python3.99", script)
    newest = str(tmp_path / "python3.99")
    monkeypatch.setattr(environment, "newest", lambda: newest)
    monkeypatch.setattr(prepare, "_fill_environments", lambda _purpose: False)
    monkeypatch.setattr(prepare, "_debian_packages", lambda _purpose: None)
    assert prepare.main([purpose]) == (3 if handed_on else 1)
    assert (tmp_path / "asked").exists() is handed_on


def test_the_same_release_by_another_path_hands_on_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name on the PATH may be a script that starts the very interpreter that asks."""
    program(tmp_path / "python", f'exec {sys.executable} "$@"')
    monkeypatch.setattr(environment, "newest", lambda: str(tmp_path / "python"))
    assert prepare._newer_python() is None
