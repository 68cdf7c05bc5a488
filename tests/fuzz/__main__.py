"""``python -m tests.fuzz --frames 1000000 --seed 1``."""

import argparse
import time

from tests.fuzz.memory import peak_kib
from tests.fuzz.run import fuzz


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--frames", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    began = time.perf_counter()
    counts = fuzz(given.frames, given.seed)
    seconds = time.perf_counter() - began
    peak = peak_kib() // 1024
    print(f"{dict(counts)} in {seconds:.0f} s, peak {peak} MiB: nothing wrong")  # noqa: T201


main()
