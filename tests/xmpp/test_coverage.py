"""Every branch of the wire is taken by its own tests."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 300
SLOW = ("test_fuzz.py", "test_coverage.py")
"""Searching takes long, and what is found is tested by name elsewhere."""

SEARCHES = (
    "test_xml.py::test_what_is_written_is_read_back_the_same",
    "test_stream_management.py::test_any_mixture_of_cuts_and_acknowledgements_sends_each_once_in_order",
)


def test_each_branch_is_taken(tmp_path: Path) -> None:
    data = str(tmp_path / "coverage")
    left_out = [f"--ignore=tests/xmpp/{name}" for name in SLOW]
    left_out += [f"--deselect=tests/xmpp/{name}" for name in SEARCHES]
    run = _run("pytest", "-q", "-p", "tests.xmpp.branches", "tests/xmpp", *left_out, data=data)
    assert run.returncode == 0, run.stdout[-3_000:]
    report = _run(
        "coverage", "report", f"--data-file={data}", "-m", "--skip-covered", "--fail-under=100",
        data=data,
    )  # fmt: skip
    assert report.returncode == 0, report.stdout


def _run(module: str, *arguments: str, data: str) -> subprocess.CompletedProcess[str]:
    environment = {name: text for name, text in os.environ.items() if "PYTEST" not in name}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False,
        env=environment | {"BRANCHES_DATA": data},
    )  # fmt: skip
