"""Frames without end through the pipeline, each kind in its share, by a seed."""

import gc
import random
import time
from collections import Counter
from collections.abc import Callable

from tests.fuzz.frames import WORD, forged, nonsense, oversized
from tests.fuzz.pipeline import Pipeline

SWEEP_EVERY = 500
SLOW_SECONDS = 0.25


def fuzz(frames: int, seed: int) -> Counter[str]:
    """So many frames; raises at the first that does what none may do."""
    return _forgeries(frames // 2, seed) + _nonsense(frames // 2, seed)


def _forgeries(frames: int, seed: int) -> Counter[str]:
    """Nothing but lies: whatever is stored of them stands under nobody's name."""

    def lie(chance: random.Random, pipe: Pipeline, number: int) -> str:
        return oversized(chance) if number % 50 == 0 else forged(chance, pipe.ask_once())

    def look(pipe: Pipeline, number: int) -> None:
        named = [row for row in pipe.rows() if row[0] is not None and WORD in row[1]]
        assert not named, (seed, number, named[:3])

    return _all(lie, look, frames, seed)


def _nonsense(frames: int, seed: int) -> Counter[str]:
    """Whatever is stored was said by one of those whom the room vouched for."""
    return _all(lambda chance, *_: nonsense(chance), lambda *_: None, frames, seed)


def _all(
    make: Callable[[random.Random, Pipeline, int], str],
    look: Callable[[Pipeline, int], None],
    frames: int,
    seed: int,
) -> Counter[str]:
    """Give frame after frame; ``look`` at what is stored before each sweep."""
    chance, pipe = random.Random(seed), Pipeline()  # noqa: S311
    for number in range(frames):
        _timed(pipe, make(chance, pipe, number), seed, number)
        if number % SWEEP_EVERY == 0:
            look(pipe, number)
            pipe.sweep()
            gc.collect()  # the tests collect by hand
    pipe.vault.close()
    return pipe.counts


def _timed(pipe: Pipeline, frame: str, seed: int, number: int) -> None:
    began = time.thread_time()
    try:
        pipe.give(frame)
    except Exception as failure:
        failure.add_note(f"seed {seed}, frame {number}: {frame[:2_000]!r}")
        raise
    assert time.thread_time() - began < SLOW_SECONDS, (seed, number, frame[:2_000])
