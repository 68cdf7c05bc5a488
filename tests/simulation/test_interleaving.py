"""The simulation finds a race that first come, first served never shows, and tells it briefly."""

import asyncio
from collections.abc import Iterator

from tests.simulation.interleaving import Deviations, DrawnOrder, Order, Replay, shrink
from tests.simulation.virtual_time import VirtualLoop, run

SEEDS = 200
FEW = 3
PAGES = 2


class Room:
    """A cursor that two tasks move: each reads it, waits for the disk, and writes the next."""

    def __init__(self) -> None:
        self.cursor = 0

    async def take_page(self, later: int) -> None:
        for _ in range(later):
            await asyncio.sleep(0)
        read = self.cursor
        await asyncio.sleep(0)
        self.cursor = read + 1


async def _elsewhere() -> None:
    """Tasks of other rooms, which have nothing to do with it."""
    for _ in range(20):
        await asyncio.sleep(0)


def is_wrong(order: Order) -> bool:
    """Whether one of the two pages was lost."""
    room = Room()

    async def catch_up_twice() -> None:
        others = [_elsewhere() for _ in range(4)]
        await asyncio.gather(others[0], room.take_page(0), *others[1:], room.take_page(3))

    run(VirtualLoop(order), catch_up_twice())
    return room.cursor != PAGES


def failing_seeds() -> Iterator[tuple[int, Deviations]]:
    for seed in range(SEEDS):
        order = DrawnOrder(seed)
        if is_wrong(order):
            yield seed, order.taken


def test_first_come_first_served_never_shows_the_race() -> None:
    assert not is_wrong(Order())


def test_a_race_is_found_and_told_by_few_deviations() -> None:
    seed, taken = next(failing_seeds())
    fewest = shrink(taken, lambda deviations: is_wrong(Order(deviations)))
    assert len(fewest) <= FEW
    token = str(Replay(seed, 0, fewest))
    assert is_wrong(Order(Replay.parse(token).deviations))


def test_every_seed_that_shows_it_is_told_by_few_deviations() -> None:
    for _, taken in failing_seeds():
        fewest = shrink(taken, lambda deviations: is_wrong(Order(deviations)))
        assert 0 < len(fewest) <= FEW


def test_what_goes_wrong_without_any_deviation_is_told_so() -> None:
    assert not shrink({3: 1, 7: 2}, lambda _: True)


def test_the_same_deviations_make_the_same_run() -> None:
    for seed in range(20):
        order = DrawnOrder(seed)
        again = [is_wrong(order), is_wrong(repeated := Order(order.taken))]
        assert again[0] == again[1]
        assert repeated.taken == order.taken


def test_callbacks_keep_their_order() -> None:
    calls: list[int] = []

    async def tell() -> None:
        loop = asyncio.get_running_loop()
        for number in range(50):
            loop.call_soon(calls.append, number)
            if number % 5 == 0:
                await asyncio.sleep(0)
        await asyncio.sleep(0)

    for seed in range(20):
        calls.clear()
        run(VirtualLoop(DrawnOrder(seed)), _beside(tell))
        assert calls == list(range(50))


async def _beside(tell) -> None:
    await asyncio.gather(_elsewhere(), tell(), _elsewhere())
