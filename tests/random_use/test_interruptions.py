"""Something comes over what was begun, as long as there is a window for it."""

import asyncio
import random

from tests.random_use.interruptions import Interruptions


def interrupt(*, ends_work: bool) -> list[str]:
    """What was done, where the first act ends the work or goes on with it."""
    done: list[str] = []

    async def first() -> None:
        done.append("first")
        await asyncio.sleep(0)

    def second() -> None:
        done.append("second")

    def is_at_work() -> bool:
        return not (ends_work and done)

    interruptions = Interruptions(
        random.Random(1),  # noqa: S311
        lambda _: None,
        [first],
        [second],
        is_at_work,
    )
    asyncio.run(interruptions.interrupt())
    return done


def test_nothing_comes_over_pages_that_what_was_begun_has_taken_away():
    """A sign-in that ended meanwhile was asserted to be there."""
    assert interrupt(ends_work=True) == ["first"]


def test_something_comes_over_pages_that_are_there():
    assert interrupt(ends_work=False) == ["first", "second"]
