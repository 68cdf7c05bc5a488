"""What a bench gives, and the few ways of measuring that benches share."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    `floor` is what the bare machine needs for the same thing, measured in the same run; `most`
    is the goal: the largest good `value`, or the largest good ratio if there is a floor. An
    indented name says more of the row `under` which it stands: alone it says nothing.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    most: float | None = None
    under: str = ""

    @property
    def key(self) -> str:
        """What tells this row from all others of all benches."""
        return f"{self.under}: {self.name.strip()}" if self.under else self.name

    @property
    def judged(self) -> float:
        """What the goal speaks of: the ratio to the floor, or the value itself."""
        return self.value / self.floor if self.floor else self.value

    @property
    def verdict(self) -> str:
        if self.most is None:
            return ""
        return "met" if self.judged <= self.most else "MISSED"


def seconds(action: Callable[[], object], times: int = 5) -> list[float]:
    """How long each of `times` calls took, on the wall clock."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return taken


def median(values: Sequence[float]) -> float:
    """The middle value, in the unit of ``values``."""
    import statistics  # most of a megabyte, which is none of the program's in whose memory it lies

    return statistics.median(values)


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(percent / 100 * len(ordered)) - 1))]


def alternated(
    first: Callable[[], float], second: Callable[[], float], times: int = 7
) -> tuple[float, float]:
    """Medians of two measurements taken in turn, so that a busy machine disturbs both alike."""
    pairs = [(first(), second()) for _ in range(times)]
    return median([pair[0] for pair in pairs]), median([pair[1] for pair in pairs])


def in_fresh_process(code: str, *arguments: str, **environment: str) -> float:
    """The number that `code` prints last, run by a new interpreter at the checkout's root."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return float(done.stdout.split()[-1])


def pss_megabytes(pid: int | str = "self") -> float:
    """Proportional set size: memory of the process, shared pages divided among their users."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise OSError("no Pss line")


def woken() -> int:
    """How often the threads of this process have waited and gone on."""
    lines = [
        line
        for thread in Path("/proc/self/task").iterdir()
        for line in (thread / "status").read_text().splitlines()
        if line.startswith("voluntary_ctxt_switches")
    ]
    return sum(int(line.split()[1]) for line in lines)
