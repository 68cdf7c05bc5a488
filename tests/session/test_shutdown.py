"""The steps of a session's end: each is tried, and who wanted an end gets it."""

import asyncio

import pytest

from workstation.domain.errors import StorageError
from workstation.session.shutdown import run_shutdown_steps


async def test_a_cancelled_end_is_done_first_and_cancelled_then() -> None:
    begun, done = asyncio.Event(), []

    async def hangs() -> None:
        begun.set()
        await asyncio.Event().wait()

    async def last() -> None:
        done.append("last")

    ending = asyncio.create_task(run_shutdown_steps(hangs, last, seconds=60))
    await begun.wait()
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    assert done == ["last"]


async def test_a_step_that_fails_keeps_none_from_being_tried(expect_log: list[str]) -> None:
    expect_log.append("a step of the session's end failed: .*StorageError")
    done = []

    async def fails() -> None:
        raise StorageError

    async def last() -> None:
        done.append("last")

    await run_shutdown_steps(fails, last)
    assert done == ["last"]
