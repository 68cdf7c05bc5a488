"""How long to wait before trying again: a generator, so that it can be tested without waiting."""

from collections.abc import Callable, Iterator

FIRST_WAIT_SECONDS = 0.5
MAX_WAIT_SECONDS = 30.0
FIRST_PROBE_SECONDS = 0.25
MAX_PROBE_SECONDS = 5.0


def backoff(draw: Callable[[], float]) -> Iterator[float]:
    """Seconds between rounds: doubling from 0.5 to 30, with full jitter.

    ``draw`` gives numbers between 0 and 1. Full jitter spreads three hundred PCs over the whole
    span after a server's restart.
    """
    longest = FIRST_WAIT_SECONDS
    while True:
        yield draw() * longest
        longest = min(longest * 2, MAX_WAIT_SECONDS)


def probing(draw: Callable[[], float]) -> Iterator[float]:
    """Seconds between cheap looks whether the last good server listens again.

    A look is one TCP connection. It begins at a quarter of a second, so that a short restart is
    hardly felt, and slows down by a fifth each time to 5 s, half of it jitter.
    """
    longest = FIRST_PROBE_SECONDS
    while True:
        yield longest * (0.5 + draw() / 2)
        longest = min(longest * 1.2, MAX_PROBE_SECONDS)
