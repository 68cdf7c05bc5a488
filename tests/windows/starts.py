"""How long the bundle takes to its first pixel beside its own environment, under the same Wine.

    .setup/installer/bin/python -m tests.windows.starts [PAIRS]

In pairs, in turn first and second, each with a fresh profile: other work of the machine falls on
both alike. The goal is a ratio of 1.1 at most.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "resources/setup")]

from windows import machine  # noqa: E402

from tests.packaging.screen import screen  # noqa: E402
from tests.windows.doctor import SECONDS, require  # noqa: E402

MACHINE = ROOT / ".setup/windows-installer"
FROZEN = ROOT / "dist/windows/workstation/workstation.exe"
COMMANDS = {
    "environment": ["wine", str(MACHINE / "python/pythonw.exe"), "-m", "workstation"],
    "frozen": ["wine", str(FROZEN)],
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=int, nargs="?", default=7)
    pairs = parser.parse_args(arguments).pairs
    ratios = []
    for turn in range(-1, pairs):
        names = sorted(COMMANDS, reverse=bool(turn % 2))
        seconds = {name: first_pixel(COMMANDS[name]) for name in names}
        ratio = seconds["frozen"] / seconds["environment"]
        line = ", ".join(f"{name} {spent:.2f} s" for name, spent in sorted(seconds.items()))
        print(f"{line}: {ratio:.2f}{' (warming up)' if turn < 0 else ''}", flush=True)
        ratios += [ratio] if turn >= 0 else []
    print(f"frozen / environment, median of {pairs} pairs: {statistics.median(ratios):.2f}")
    return 0


def first_pixel(command: Sequence[str]) -> float:
    """Seconds from the start of a program to the first change of an empty screen."""
    with tempfile.TemporaryDirectory() as folder, screen(Path(folder)) as display:
        environment = {**machine.environment(MACHINE), "DISPLAY": display.display}
        environment.pop("TZ", None)
        empty, began = display.sample(), time.monotonic()
        silent = subprocess.DEVNULL
        profile = f"Z:{folder}/profile"
        with subprocess.Popen(
            [*command, "--profile", profile],
            cwd=ROOT,
            env={**environment, "PYTHONUTF8": "1", "HOME": os.environ.get("HOME", "/")},
            stdin=silent,
            stdout=silent,
            stderr=silent,
        ) as program:
            while display.sample() == empty:
                require(program.poll() is None, "the program has ended")
                require(time.monotonic() - began < SECONDS, "nothing was painted")
                time.sleep(0.005)
            spent = time.monotonic() - began
            machine.end_everything(MACHINE)
        return spent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
