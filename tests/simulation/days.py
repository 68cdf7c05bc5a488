"""Days in the order that their seed draws, and how one that went wrong is told."""

from dataclasses import replace

from tests.simulation.gateway import Gateway
from tests.simulation.interleaving import DrawnOrder, Order, Replay, shrink
from tests.simulation.outages import Outages
from tests.simulation.two_computers import TwoComputers
from tests.simulation.world import EndlessDay, World, Wrong

PLAIN, GATEWAY, OUTAGES, TWO_COMPUTERS = KINDS = ("", "g", "o", "t")
"""A plain day, one behind a gateway that cuts at words, one with outages behind the stream, and one
on which the doctor is signed in at two computers."""


def live_through(seed: int, cuts: int, kind: str = PLAIN) -> World:
    """Live through a day; raises ``Wrong`` with the fewest deviations that make it go wrong.

    Of each ``kind`` a seed makes another day.
    """
    order, replay = DrawnOrder(seed), Replay(seed, cuts, {}, kind)
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
    if replay.kind == TWO_COMPUTERS:
        return TwoComputers(replay.seed, replay.cuts, order)
    gateway = Gateway.drawn(replay.seed) if replay.kind == GATEWAY else None
    outages = Outages.drawn(replay.seed) if replay.kind == OUTAGES else None
    return World(replay.seed, replay.cuts, order=order, gateway=gateway, outages=outages)


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
