"""Days in the order that their seed draws, and how one that went wrong is told."""

from dataclasses import replace

from tests.simulation.gateway import Gateway
from tests.simulation.interleaving import DrawnOrder, Order, Replay, shrink
from tests.simulation.world import EndlessDay, World, Wrong


def live_through(seed: int, cuts: int, *, gateway: bool = False) -> World:
    """Live through a day; raises ``Wrong`` with the fewest deviations that make it go wrong.

    Behind a ``gateway`` a seed makes another day than without.
    """
    order, replay = DrawnOrder(seed), Replay(seed, cuts, {}, gateway)
    world = _make_world(replay, order)
    try:
        world.run()
    except Wrong as failure:
        fewest = shrink(order.taken, lambda fewer: _is_wrong(replace(replay, deviations=fewer)))
        raise _with_token(replace(replay, deviations=fewest), failure) from failure
    return world


def live_again(replay: Replay) -> World:
    """The same day again; raises ``Wrong``."""
    world = _make_world(replay, Order(replay.deviations))
    world.run()
    return world


def _make_world(replay: Replay, order: Order) -> World:
    gateway = Gateway.drawn(replay.seed) if replay.gateway else None
    return World(replay.seed, replay.cuts, order=order, gateway=gateway)


def _is_wrong(replay: Replay) -> bool:
    try:
        live_again(replay)
    except Wrong:
        return True
    except EndlessDay:
        return False
    return False


def _with_token(replay: Replay, failure: Wrong) -> Wrong:
    count = len(replay.deviations)
    return Wrong(f"{failure}\n{count} deviations: python -m tests.simulation --replay {replay}")
