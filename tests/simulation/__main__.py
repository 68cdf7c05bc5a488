"""``python -m tests.simulation --cuts 100000 --seed 1``: as many worlds as that takes."""

import argparse
import time
from collections import Counter

from tests.simulation.world import World, Wrong

WORLDS_A_LINE = 50


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    asked.add_argument("--cuts", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--per-world", type=int, default=60)
    given = asked.parse_args()
    counts: Counter[str] = Counter()
    began, wrong, seed = time.perf_counter(), 0, given.seed
    while counts["cuts"] < given.cuts:
        world = World(seed, min(given.per_world, given.cuts - counts["cuts"]))
        try:
            world.run()
        except Wrong as failure:
            wrong += 1
            print(failure)  # noqa: T201 - this is a command
        counts += world.counts
        seed += 1
        if (seed - given.seed) % WORLDS_A_LINE == 0:
            print(f"{counts['cuts']} cuts to seed {seed - 1}: {wrong} wrong", flush=True)  # noqa: T201
    seconds = time.perf_counter() - began
    print(f"seeds {given.seed} to {seed - 1}: {wrong} wrong; {dict(counts)}")  # noqa: T201
    print(f"{seconds:.0f} s, {counts['cuts'] / seconds:.0f} cuts/s")  # noqa: T201
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
