"""Whoever cancels the link's work in the moment of a drop has cancelled it."""

import asyncio
import random

from tests.simulation.client import Client, Network
from tests.simulation.disk import MortalVault
from tests.simulation.network import Connection
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from workstation.vault.database import Vault

MOMENTS = range(12)


def test_a_cancellation_that_meets_a_drop_is_not_lost() -> None:
    for moment in MOMENTS:
        loop = VirtualLoop()
        run(loop, _end_while_dropping(loop, moment))


async def _end_while_dropping(loop: VirtualLoop, passes: int) -> None:
    """Drop the line, let the loop turn so many times, cancel: the work must come to its end."""
    vault, lines = Vault.in_memory(threads=False), list[Connection]()
    chance = random.Random(1)  # noqa: S311 - waits of no importance
    client = Client(
        MortalVault(vault, chance),
        VirtualClock(loop),
        lambda _: Network(lines.append),
        draw=chance.random,
        show=lambda _: None,
        new_id=lambda: "own",
    )
    work = asyncio.ensure_future(client.link.run())
    while not lines:  # noqa: ASYNC110 - the loop has nothing else to do
        await asyncio.sleep(0)
    for _ in MOMENTS:
        await asyncio.sleep(0)
    lines[0].drop_client()
    for _ in range(passes):
        await asyncio.sleep(0)
    work.cancel()
    done, _ = await asyncio.wait({work}, timeout=1)
    assert done, passes
    vault.close()
