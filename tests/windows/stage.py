"""Run tests in the Windows of `make windows`: what `make test` and `make windows-test` call.

    stage.py [--all | TESTS...]

Without arguments: the selection of `make test`, the journey on Qt's own `windows` plugin. What
fails is run once more by itself, and both results are shown: Wine may stumble for reasons that are
not ours. What fails twice fails the run. The standard library only.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "resources/setup"), str(ROOT / "tests/windows")]

import selection  # noqa: E402
from screen import screen  # noqa: E402
from windows import machine  # noqa: E402

MACHINE = ROOT / ".setup/windows"
PYTEST = ("-m", "pytest", "--quiet", "--no-header", "--tb=short", "--show-capture=no")
SELECTION_SECONDS, FOLDER_SECONDS, AGAIN_SECONDS = 900, 3_600, 300
MAX_AGAIN = 12
BOTH_CORES = ("--numprocesses=2", "--dist=loadfile")
BUNDLED = ("tests/house", "tests/packaging", "tests/servers", "tests/bench", "tests/leaks")
"""Not of Windows: source files, Debian packages, IM servers, timings, what is read of ``/proc``."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one test."""

    test: str
    outcome: str
    reason: str
    seconds: float


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("tests", nargs="*")
    options = parser.parse_args(arguments)
    if not machine.is_made(MACHINE):
        print("WINDOWS NOT RUN: `make windows` makes the machine for it, `make test` then uses it.")
        return 0
    started = time.monotonic()
    with screen():
        try:
            results, completed = _run(options)
            again = _again(results)
        finally:
            machine.end_everything(MACHINE)
    print(table(results))
    print(f"Windows under Wine: {time.monotonic() - started:.0f} s")
    return int(not completed or any(result.outcome == "failed" for result in again))


def _run(options: argparse.Namespace) -> tuple[list[Result], bool]:
    """All results, and whether every run came to its end."""
    if options.tests or options.all:
        return _one_by_one(options.tests or _folders())
    rooms, completed = run([*selection.ROOMS, *BOTH_CORES], SELECTION_SECONDS)
    platform = "windows" if "DISPLAY" in os.environ else "offscreen"
    journey, reached = run([selection.JOURNEY], SELECTION_SECONDS, platform)
    return [*rooms, *journey], completed and reached


def _folders() -> list[str]:
    folders = sorted(path for path in (ROOT / "tests").iterdir() if path.is_dir())
    names = [str(path.relative_to(ROOT)) for path in folders]
    return [name for name in names if name not in BUNDLED and _has_tests(name)]


def _one_by_one(names: Sequence[str]) -> tuple[list[Result], bool]:
    """Each in a run of its own: one that hangs takes no other along."""
    results, completed = [], True
    for name in names:
        started = time.monotonic()
        both = BOTH_CORES if (ROOT / name).is_dir() else ()
        some, reached = run([name, *both], FOLDER_SECONDS)
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
        results += some
        completed = completed and reached
    return results, completed


def _has_tests(folder: str) -> bool:
    return any((ROOT / folder).rglob("test_*.py"))


def run(tests: Sequence[str], seconds: float, platform: str = "") -> tuple[list[Result], bool]:
    """Run pytest over there; the results, and whether it came to its end in time."""
    environment = {**os.environ, **({"WINEQT_QPA_PLATFORM": platform} if platform else {})}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "results"
        environment["WORKSTATION_TEST_RESULTS"] = f"Z:{file}"
        command = [MACHINE / "wine-python", *PYTEST, *tests]
        status = _bounded(command, environment, seconds)
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    if status not in {0, 1}:
        print(f"pytest over there ended with {status} ({seconds} s allowed)", flush=True)
    return [Result(**json.loads(line)) for line in lines], status in {0, 1}


def _bounded(command: Sequence[str | Path], environment: dict[str, str], seconds: float) -> int:
    """The exit status; -1 where it had to be ended, with all that it had started."""
    # What goes to standard error there is Wine's own: of sound cards and codecs it does not have.
    streams = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, **streams
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        machine.end_everything(MACHINE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return -1


def _again(results: Sequence[Result]) -> list[Result]:
    """What failed, each once more and by itself; both results are shown."""
    failed = sorted({result.test for result in results if result.outcome == "failed"})
    if len(failed) > MAX_AGAIN:
        print(f"{len(failed)} tests failed: too many for accidents, none is run again")
        return [result for result in results if result.outcome == "failed"]
    second = []
    for test in failed:
        print(f"once more, by itself: {test}", flush=True)
        alone, completed = run([test], AGAIN_SECONDS)
        passed = completed and {result.outcome for result in alone} == {"passed"}
        print(f"{test}: first failed, then {'passed' if passed else 'failed'}", flush=True)
        second.append(Result(test, "passed" if passed else "failed", "", 0))
    return second


def table(results: Sequence[Result]) -> str:
    """Folder by folder, and why what was skipped was."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    skipped: Counter[str] = Counter()
    for result in results:
        counts[result.test.split("/")[1]][result.outcome] += 1
        if result.outcome == "skipped":
            skipped[result.reason] += 1
    lines = [f"{'tests/':<14}{'passed':>8}{'failed':>8}{'skipped':>8}"]
    for folder, count in sorted(counts.items()):
        numbers = "".join(f"{count[outcome]:>8}" for outcome in ("passed", "failed", "skipped"))
        lines.append(f"{folder:<14}{numbers}")
    reasons = [f"skipped {count:>3}: {reason}" for reason, count in skipped.most_common()]
    return "\n".join([*lines, *reasons])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
