"""Connections that nobody uses are closed, and do not wait for the next request."""

import asyncio

from workstation.web.idle import Idle


class Closed:
    def __init__(self) -> None:
        self.times, self.event = 0, asyncio.Event()

    def __call__(self) -> None:
        self.times += 1
        self.event.set()


async def test_what_is_idle_is_closed_once():
    closed = Closed()
    idle = Idle(lambda: 0.0, closed)
    with idle.busy():
        pass
    await closed.event.wait()
    idle.close()
    assert closed.times == 1


async def test_nothing_is_closed_under_a_request():
    closed = Closed()
    idle = Idle(lambda: 0.0, closed)
    with idle.busy():
        with idle.busy():
            pass
        for _ in range(5):
            await asyncio.sleep(0)
        assert closed.times == 0
    idle.close()
    for _ in range(5):
        await asyncio.sleep(0)
    assert closed.times == 0, "who closes everything closes this, too"


async def test_a_request_that_ends_after_everything_was_closed_begins_no_time():
    closed = Closed()
    idle = Idle(lambda: 0.0, closed)
    with idle.busy():
        idle.close()
    for _ in range(5):
        await asyncio.sleep(0)
    assert closed.times == 0
