"""Which of the ready tasks goes next: the first come, but for deviations that a seed draws.

asyncio lets tasks go in the order in which they became ready, so a run on it shows one interleaving
of many: on a real computer a thread, a timer or a frame that is a little later makes another. Here
a task whose turn it is may be held back while others go. Plain callbacks are never held back, as
asyncio promises them their order, and no longer than anything else is ready, so that time stands
still meanwhile.

A *turn* is the moment in which a task goes although others are ready; a *deviation* is a turn in
which it is held back instead. The same deviations make the same run, so a failure is told by the
fewest of them that still show it: ``shrink``. A small example: with A, B and C ready all the time
the deviation ``0.3`` holds A back for three turns: B, C, B, A.
"""

import asyncio
import itertools
import math
import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Self

RATES = (0.0, 0.01, 0.05, 0.3)
"""The part of the turns that deviate, one of them for a whole day."""

HELD_TURNS = (1, 2, 4, 8, 16, 32)

MAX_TRIES = 300
"""So many runs may look for fewer deviations."""

MAX_TOLD = 3
"""So few deviations are looked for among longer ones."""

Deviations = Mapping[int, int]
"""The turns in which a task is held back, each with the number of turns that pass before it."""

Pairs = list[tuple[int, int]]
"""The same as a list, in the order of the turns."""


class Order:
    """First come, first served, but for the ``deviations``; ``taken`` are those that happened."""

    def __init__(self, deviations: Deviations | None = None) -> None:
        self._deviations = deviations or {}
        self.taken: dict[int, int] = {}

    def hold_back(self, turn: int) -> int:
        """For how many turns the task is held back whose turn it is."""
        if turns := self._choose(turn):
            self.taken[turn] = turns
        return turns

    def _choose(self, turn: int) -> int:
        return self._deviations.get(turn, 0)


class DrawnOrder(Order):
    """Deviates as the seed of a day draws it, from a source of chance of its own."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(f"order {seed}")  # noqa: S311 - to repeat a run
        self._rate = self._chance.choice(RATES)

    def _choose(self, _turn: int) -> int:
        return self._chance.choice(HELD_TURNS) if self._chance.random() < self._rate else 0


class ReadyLine(deque[asyncio.Handle]):
    """What is ready on a loop, given out in an order."""

    def __init__(self, order: Order) -> None:
        super().__init__()
        self._order = order
        self._turn = 0
        self._held: dict[asyncio.Handle, int] = {}

    def popleft(self) -> asyncio.Handle:
        """The next one."""
        free = self._free()
        place = next(free, 0)
        while (after := next(free, None)) is not None and _is_task(self[place]):
            turns = self._order.hold_back(self._turn)
            self._turn += 1
            if not turns:
                break
            self._held[self[place]] = self._turn + turns
            place = after
        self.rotate(-place)
        handle = super().popleft()
        self.rotate(place)
        self._held.pop(handle, None)
        return handle

    def _free(self) -> Iterator[int]:
        """The places of those that are not held back."""
        return (n for n, each in enumerate(self) if self._held.get(each, 0) <= self._turn)


def _is_task(handle: asyncio.Handle) -> bool:
    """As asyncio's own debugging tells it (``base_events._format_handle``)."""
    return isinstance(getattr(handle._callback, "__self__", None), asyncio.Task)


@dataclass(frozen=True, slots=True)
class Replay:
    """What makes one run again; as text ``seed:cuts:turn.turns,turn.turns``.

    The ``kind`` of the day is a letter before that, or nothing (``days.KINDS``).
    """

    seed: int
    cuts: int
    deviations: Deviations
    kind: str = ""

    def __str__(self) -> str:
        pairs = ",".join(f"{turn}.{turns}" for turn, turns in self.deviations.items())
        return f"{self.kind}{self.seed}:{self.cuts}:{pairs}"

    @classmethod
    def parse(cls, token: str) -> Self:
        """Read it again; raises ``ValueError`` where it is none."""
        seed, cuts, pairs_text = token.split(":")
        pairs = (each.split(".") for each in pairs_text.split(",") if each)
        deviations = {int(turn): int(turns) for turn, turns in pairs}
        number = seed.lstrip(ascii_lowercase)
        return cls(int(number), int(cuts), deviations, seed.removesuffix(number))


def shrink(deviations: Deviations, is_wrong: Callable[[Deviations], bool]) -> Deviations:
    """The fewest deviations that still go wrong, or few of them after many tries.

    First those at the end go, then parts of the rest, ever smaller ones (delta debugging). What
    is left may hold tasks back a little each; fewer of them, held back for long, may do, too.
    """
    tries = iter(range(MAX_TRIES))

    def still_wrong(pairs: Pairs) -> bool:
        return next(tries, None) is not None and is_wrong(dict(pairs))

    left = _without_needless(_shortest_beginning([*deviations.items()], still_wrong), still_wrong)
    fewer = (
        some for some in _fewer_but_longer([turn for turn, _ in left]) if len(some) < len(left)
    )
    return dict(next((some for some in fewer if still_wrong(some)), left))


def _fewer_but_longer(turns: list[int]) -> Iterator[Pairs]:
    """Some of these turns, then any one before the last of them, each held back for long."""
    for count in range(1, MAX_TOLD + 1):
        for some in itertools.combinations(turns, count):
            yield [(turn, max(HELD_TURNS)) for turn in some]
    yield from ([(turn, max(HELD_TURNS))] for turn in range(max(turns, default=0)))


def _without_needless(left: Pairs, is_wrong: Callable[[Pairs], bool]) -> Pairs:
    size = math.ceil(len(left) / 2)
    while size:
        begin = 0
        while begin < len(left):
            fewer = left[:begin] + left[begin + size :]
            if is_wrong(fewer):
                left = fewer
            else:
                begin += size
        size = math.ceil(size / 2) if size > 1 else 0
    return left


def _shortest_beginning(pairs: Pairs, is_wrong: Callable[[Pairs], bool]) -> Pairs:
    enough, too_few = len(pairs), -1
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        if is_wrong(pairs[:middle]):
            enough = middle
        else:
            too_few = middle
    return pairs[:enough]
