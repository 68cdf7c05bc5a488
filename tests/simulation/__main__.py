"""``python -m tests.simulation --cuts 100000 --seed 1``: as many worlds as that takes.

A day that goes wrong is told by a token; ``--replay TOKEN`` lives through it again.
"""

import argparse
import logging
import time
from collections import Counter

from tests.simulation import days
from tests.simulation.interleaving import Replay
from tests.simulation.world import Wrong

WORLDS_A_LINE = 50


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    asked.add_argument("--cuts", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--per-world", type=int, default=60)
    for kind, word, words in (
        (days.GATEWAY, "--gateway", "behind one that cuts at words"),
        (days.OUTAGES, "--outages", "archives, entries and rooms are away for a while"),
        (days.TWO_COMPUTERS, "--two-computers", "the doctor is signed in at two of them"),
    ):
        asked.add_argument(
            word, dest="kind", action="store_const", const=kind, default=days.PLAIN, help=words
        )
    asked.add_argument("--replay", type=Replay.parse, metavar="TOKEN")
    given = asked.parse_args()
    logging.disable(logging.CRITICAL)
    return _live_again(given.replay) if given.replay else _live_through(given)


def _live_again(replay: Replay) -> int:
    try:
        days.live_again(replay)
    except Wrong as failure:
        print(failure)  # noqa: T201 - this is a command
        return 1
    return 0


def _live_through(given: argparse.Namespace) -> int:
    counts: Counter[str] = Counter()
    began, wrong, seed = time.perf_counter(), 0, given.seed
    while counts["cuts"] < given.cuts:
        try:
            cuts = min(given.per_world, given.cuts - counts["cuts"])
            counts += days.live_through(seed, cuts, given.kind).counts
        except Wrong as failure:
            wrong += 1
            counts["cuts"] += given.per_world
            print(failure, flush=True)  # noqa: T201 - this is a command
        seed += 1
        if (seed - given.seed) % WORLDS_A_LINE == 0:
            print(f"{counts['cuts']} cuts to seed {seed - 1}: {wrong} wrong", flush=True)  # noqa: T201
    seconds = time.perf_counter() - began
    print(f"seeds {given.seed} to {seed - 1}: {wrong} wrong; {dict(counts)}")  # noqa: T201
    print(f"{seconds:.0f} s, {counts['cuts'] / seconds:.0f} cuts/s")  # noqa: T201
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
