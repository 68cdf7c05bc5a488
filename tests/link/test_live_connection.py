"""A line is given up for its silence, and not for an answer that stands behind much else."""

import asyncio
from functools import partial

import pytest
from websockets.exceptions import ConnectionClosedError

from tests.simulation.virtual_time import VirtualLoop, run
from workstation.link.live_connection import PING_SECONDS as INTERVAL
from workstation.link.live_connection import PONG_SECONDS as SECONDS
from workstation.link.live_connection import LiveConnection


class Line(LiveConnection):
    """A connection of which nothing is there but what comes, and when."""

    def __init__(self, loop: VirtualLoop) -> None:
        self.loop, self.transport = loop, self
        self.pongs: list[asyncio.Future[float]] = []
        self.given_up_at: float | None = None
        self.has_room = self.reads = True

    async def ping(self, _data: object = None) -> asyncio.Future[float]:
        if not self.has_room:
            await asyncio.Event().wait()
        self.pongs.append(self.loop.create_future())
        return self.pongs[-1]

    def abort(self) -> None:
        self.given_up_at = self.loop.time()

    def is_reading(self) -> bool:
        return self.reads

    def hear_at(self, *seconds: float) -> None:
        """Something comes at these times."""
        for at in seconds:
            self.loop.call_at(at, partial(setattr, self, "heard_at", at))

    def answer_at(self, at: float) -> None:
        """The ping that is open then is answered."""
        self.loop.call_at(at, lambda: self.pongs[-1].set_result(0.0))


@pytest.mark.parametrize(
    ("arrivals", "answered", "alive", "ends"),
    [
        ((), 9.0, True, 9.0),
        ((), 11.0, False, 10.0),
        ((4.0,), 13.0, True, 13.0),
        ((4.0,), None, False, 14.0),
        ((2.0, 11.0, 20.0, 29.0), 38.0, True, 38.0),
    ],
)
def test_an_answer_is_waited_for_as_long_as_anything_comes(
    arrivals: tuple[float, ...], answered: float | None, alive: bool, ends: float
) -> None:
    loop = VirtualLoop()
    line = Line(loop)
    line.hear_at(*arrivals)
    if answered is not None:
        line.answer_at(answered)

    async def ask() -> None:
        assert await line.is_alive(SECONDS) is alive
        assert loop.time() == ends

    run(loop, ask())


def test_it_is_asked_at_each_interval_until_it_is_silent() -> None:
    loop = VirtualLoop()
    line = Line(loop)
    line.answer_at(INTERVAL + 1)
    line.hear_at(INTERVAL + 1)
    run(loop, line.watch())
    assert len(line.pongs) == 2
    assert line.given_up_at == 2 * INTERVAL + SECONDS


def test_a_ping_comes_together_with_what_else_wakes_the_computer() -> None:
    loop = VirtualLoop()
    line = Line(loop)

    async def begin_late() -> None:
        await asyncio.sleep(2.0)
        await line.watch()

    run(loop, begin_late())
    assert line.given_up_at == INTERVAL + SECONDS


def test_a_server_that_we_do_not_listen_to_is_given_up_only_once_we_do() -> None:
    """While nothing is taken from us, as of a full disk, its answers wait as well."""
    loop = VirtualLoop()
    line = Line(loop)
    line.reads = False
    loop.call_at(INTERVAL + SECONDS + 1, partial(setattr, line, "reads", True))
    run(loop, line.watch())
    assert line.given_up_at == 2 * (INTERVAL + SECONDS)


def test_one_that_is_lost_meanwhile_is_asked_no_more() -> None:
    loop = VirtualLoop()
    line = Line(loop)
    lost = ConnectionClosedError(None, None)
    loop.call_at(INTERVAL + 1, lambda: line.pongs[0].set_exception(lost))
    run(loop, line.watch())
    assert (len(line.pongs), line.given_up_at) == (1, None)


def test_one_that_takes_not_even_the_question_is_given_up() -> None:
    """What was sent before fills the network's buffers where a cable is pulled."""
    loop = VirtualLoop()
    line = Line(loop)
    line.has_room = False

    async def ask() -> None:
        before = asyncio.all_tasks()
        async with asyncio.timeout(60):
            assert await line.is_alive(SECONDS) is False
        assert loop.time() == SECONDS
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == before

    run(loop, ask())
