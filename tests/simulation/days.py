"""Days in the order that their seed draws, and how one that went wrong is told."""

from tests.simulation.interleaving import Deviations, DrawnOrder, Order, Replay, shrink
from tests.simulation.world import EndlessDay, World, Wrong


def live_through(seed: int, cuts: int) -> World:
    """Live through a day; raises ``Wrong`` with the fewest deviations that make it go wrong."""
    order = DrawnOrder(seed)
    world = World(seed, cuts, order=order)
    try:
        world.run()
    except Wrong as failure:
        fewest = shrink(order.taken, lambda fewer: _is_wrong(seed, cuts, fewer))
        raise _with_token(Replay(seed, cuts, fewest), failure) from failure
    return world


def live_again(replay: Replay) -> World:
    """The same day again; raises ``Wrong``."""
    world = World(replay.seed, replay.cuts, order=Order(replay.deviations))
    world.run()
    return world


def _is_wrong(seed: int, cuts: int, deviations: Deviations) -> bool:
    try:
        live_again(Replay(seed, cuts, deviations))
    except Wrong:
        return True
    except EndlessDay:
        return False
    return False


def _with_token(replay: Replay, failure: Wrong) -> Wrong:
    count = len(replay.deviations)
    return Wrong(f"{failure}\n{count} deviations: python -m tests.simulation --replay {replay}")
