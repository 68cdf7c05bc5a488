"""Ruff and mypy, as tests, so that one command judges everything."""

import subprocess
import sys

import pytest

from tests.house.source import ROOT

CHECKS = {
    "ruff": ["ruff", "check", "--no-cache"],
    "formatting": ["ruff", "format", "--check", "--no-cache"],
    "types": ["mypy"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_found(check: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", *CHECKS[check]],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
