"""A session bus of a test's own, and a program on it: what Qt connected once stays connected."""

import os
import shutil
import subprocess
import sys

import pytest

BUS = shutil.which("dbus-run-session")
SECONDS = 120
needs_bus = pytest.mark.skipif(BUS is None or sys.platform != "linux", reason="needs a bus")


def run_on_bus(
    program: str, *arguments: str, **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Run a program in Python to its end, on a bus that ends with it."""
    return subprocess.run(  # noqa: S603 - a test's own words
        [str(BUS), "--", sys.executable, "-c", program, *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **variables},
    )
