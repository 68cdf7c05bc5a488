"""``python -m tests.fuzz``: everything that is read from outside, by the hundred thousand.

The kinds take turns, each with a slice of its own seed, until each has had its number or the
minutes are over; what was done is told at the end in any case. Exit status 1 at the first content
that does what none may do, with the content. With ``--guided`` one kind is looked at by coverage
(atheris, which ``make fuzz GUIDED=...`` installs), for so many seconds.
"""

import argparse
import os
import sys
import time
import traceback
from collections import Counter

from tests.fuzz.contents import CONTENTS
from tests.fuzz.memory import peak_kib
from tests.fuzz.reading import fuzz_content
from tests.fuzz.run import fuzz

FRAMES = "frames"
COUNTS = {FRAMES: 1_000_000, "updates": 20_000}
COUNT = 100_000
SLICES = 50


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="python -m tests.fuzz", formatter_class=argparse.RawDescriptionHelpFormatter,
        description=__doc__,
    )  # fmt: skip
    kinds = [FRAMES, *CONTENTS]
    asked.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(kinds)}")
    asked.add_argument("--share", type=float, default=1.0, help="of the usual numbers")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=60)
    asked.add_argument("--guided", type=int, metavar="SECONDS", default=0)
    given = asked.parse_args()
    if unknown := set(given.kinds) - set(kinds):
        asked.error(f"no such kind: {', '.join(sorted(unknown))}")
    chosen = given.kinds or kinds
    if given.guided:
        from tests.fuzz.guided import guide

        return guide(chosen, given.guided)
    # What Qt's readers say of each broken picture.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return _take_turns(chosen, given.share, given.seed, given.minutes * 60)


def _take_turns(kinds: list[str], share: float, seed: int, seconds: float) -> int:
    began, done, counts = time.monotonic(), Counter[str](), {kind: Counter[str]() for kind in kinds}
    for turn in range(SLICES):
        for kind in kinds:
            if time.monotonic() - began > seconds:
                break
            count = max(2, round(COUNTS.get(kind, COUNT) * share / SLICES))
            try:
                counts[kind] += _slice(kind, count, seed + turn)
            except Exception:  # noqa: BLE001 - told whatever it is
                print(traceback.format_exc())  # noqa: T201 - this is a command
                return 1
            done[kind] += count
        _print(f"{time.monotonic() - began:.0f} s: {dict(done)}")
        if time.monotonic() - began > seconds:
            break
    for kind in kinds:
        _print(f"{kind}: {done[kind]}, seeds {seed} to {seed + turn}: {dict(counts[kind])}")
    _print(f"{time.monotonic() - began:.0f} s, peak {peak_kib() // 1024} MiB: nothing wrong")
    return 0


def _slice(kind: str, count: int, seed: int) -> Counter[str]:
    return fuzz(count, seed) if kind == FRAMES else fuzz_content(kind, count, seed)


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    sys.exit(main())
