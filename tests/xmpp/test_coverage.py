"""Every branch of the wire is taken by its own tests."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 300
SLOW = ("test_fuzz.py", "test_coverage.py")
"""Searching takes long, and what is found is tested by name elsewhere."""


def test_each_branch_is_taken(tmp_path: Path) -> None:
    data = str(tmp_path / "coverage")
    left_out = [f"--ignore=tests/xmpp/{name}" for name in SLOW]
    run = _coverage("run", "--branch", "--source=workstation/xmpp", f"--data-file={data}",
                    "-m", "pytest", "-q", "tests/xmpp", *left_out)  # fmt: skip
    assert run.returncode == 0, run.stdout[-3_000:]
    report = _coverage("report", f"--data-file={data}", "-m", "--skip-covered", "--fail-under=100")
    assert report.returncode == 0, report.stdout


def _coverage(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: text for name, text in os.environ.items() if "PYTEST" not in name}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "coverage", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False, env=environment,
    )  # fmt: skip
