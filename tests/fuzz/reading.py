"""Contents without end through their readers, by a seed."""

import random
import time
from collections import Counter

from tests.fuzz.contents import CONTENTS, Content
from tests.fuzz.mutations import mutated
from tests.fuzz.run import SLOW_SECONDS

SLOW_BYTES = 200_000
"""Bytes a second at least; what is long is read in a thread."""


def fuzz_content(name: str, count: int, seed: int) -> Counter[str]:
    """So many contents of a kind; raises at the first that does what none may do."""
    content, counts = CONTENTS[name], Counter[str]()
    chance, samples = random.Random(f"{seed} {name}"), content.samples()  # noqa: S311
    for number in range(count):
        given = mutated(samples, chance)
        if content.again is not None and chance.random() < 0.5:
            given = content.again(given)
        began = time.thread_time()
        try:
            counts[read(content, given)] += 1
        except Exception as failure:
            failure.add_note(f"{name}, seed {seed}, number {number}: {given[:2_000]!r}")
            raise
        taken = time.thread_time() - began
        assert taken < SLOW_SECONDS + len(given) / SLOW_BYTES, (
            name,
            seed,
            number,
            taken,
            given[:2_000],
        )
    return counts


def read(content: Content, given: bytes) -> str:
    """How it ended: ``taken``, or the name of the error. Raises what no reader may raise."""
    try:
        content.read(given)
    except content.errors as error:
        return type(error).__name__
    return "taken"
