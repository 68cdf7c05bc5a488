"""The end of a sign-in: asked for by the doctor, or brought about by something else."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from workstation.domain.errors import WorkstationError

T = TypeVar("T")


class SessionEnd(asyncio.Event):
    """The event that the sign-in is to end; ``reason``: why, ``None`` where the doctor ends it."""

    def __init__(self) -> None:
        super().__init__()
        self.reason: WorkstationError | None = None
        self.wipes = False
        """Whether the doctor's data are to leave this computer with it."""
        self.discards = False
        """Whether the doctor gave up what the disk has not taken."""

    @property
    def code(self) -> str:
        """The error's code, ``asked`` where the doctor ends it, ``closed`` with the window."""
        if self.reason is not None:
            return self.reason.code
        return "asked" if self.is_set() else "closed"

    def data_left_behind(self, *, is_held: bool) -> str:
        """What is left here: ``wiped`` or ``words_kept``; empty if in memory only (``is_held``)."""
        return "wiped" if self.wipes else "" if is_held else "words_kept"

    def wipe(self) -> None:
        """End the sign-in, and delete all of the doctor's data on this computer."""
        self.wipes = True
        self.set()

    def discard(self) -> None:
        """End the sign-in, though something is lost by it: the doctor knows."""
        self.discards = True
        self.set()

    def end_because(self, reason: WorkstationError) -> None:
        """End the sign-in for this reason, unless it is ending already.

        The first reason is the one that is shown.
        """
        if not self.is_set():
            self.reason = reason
        self.set()


async def wait_for_first(running: "asyncio.Future[None]", *events: asyncio.Event) -> None:
    """Wait until ``running`` ends or an event is set; does not cancel it, raises nothing of it."""
    waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait([running, *waits], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def run_unless(event: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Await ``work``, unless ``event`` is set first: then it is cancelled.

    ``None`` if it was set; ``work`` has ended on return, its ``finally`` included, also where the
    caller is cancelled. Raises what ``work`` raises.
    """
    task = asyncio.ensure_future(work)
    happening = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({task, happening}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        happening.cancel()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
