"""Sizes of what `make installer` built, and its start on a screen beside the virtual environment's.

Both are started as a doctor starts them, on a screen of Xvfb, and watched from outside: the time is
from the start of the process to the first pixel of the window. The environment is the one that the
bundle was built from, so that both run the same Python; it compiles PySide's support code at each
start, which the bundle carries compiled.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measurement import ROOT, Row, alternated

from tests.packaging.built import PYTHON
from tests.packaging.screen import Screen, screen

BUILT = (ROOT / "dist", ROOT / ".setup/tested-packages")
SECONDS = 60
SETTLE_SECONDS = 5
TIMES = 5


def rows() -> Iterator[Row]:
    built = next((folder for folder in BUILT if (folder / "workstation").exists()), None)
    if built is None:
        print("installer: nothing is built; run make installer first", file=sys.stderr)
        return
    bundle, package = built / "workstation", next(built.glob("*.deb"))
    unpacked = sum(path.lstat().st_size for path in bundle.rglob("*") if not path.is_dir())
    yield Row("bundle, unpacked", unpacked / 1e6, "MB", most=225)
    yield Row("Debian package", package.stat().st_size / 1e6, "MB", most=80)
    with tempfile.TemporaryDirectory() as folder, screen(Path(folder)) as display:
        frozen, environment = alternated(
            lambda: start_milliseconds(display, [str(bundle / "workstation")]),
            lambda: start_milliseconds(display, [str(PYTHON), "-m", "workstation"]),
            TIMES,
        )
    yield Row("start of the bundle to first pixel", frozen, "ms", floor=environment, most=1.1)


def start_milliseconds(display: Screen, command: list[str]) -> float:
    """From the start of the process to the first change on the screen; then it is ended."""
    with tempfile.TemporaryDirectory() as profile:
        before = display.sample()
        environment = {**os.environ, "DISPLAY": display.display, "QT_QPA_PLATFORM": "xcb"}
        start = time.perf_counter()
        with subprocess.Popen(
            [*command, "--profile", profile], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        ) as program:
            while display.sample() == before and program.poll() is None:
                if time.perf_counter() - start > SECONDS:
                    break
                time.sleep(0.002)
            taken = (time.perf_counter() - start) * 1000
            ended = program.poll() is not None
            program.terminate()
            program.wait()
        if ended or taken > SECONDS * 1000:
            raise RuntimeError(f"no window: {command}")
        gone = time.perf_counter()  # a screen that was read before it was painted never comes back
        while display.sample() != before and time.perf_counter() - gone < SETTLE_SECONDS:
            time.sleep(0.01)
        return taken
