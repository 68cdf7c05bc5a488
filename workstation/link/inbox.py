"""What came in and was not taken yet: bounded, so that a flood slows the reader, not the window.

Between the socket and the vault stands a queue. Unbounded, a night's archive would fill the memory;
a reader that waits for each event to be durable would answer no ping meanwhile. So the reader goes
on to a bound and then leaves the rest to TCP, which slows the server.

The mark is the invariant. The server may forget a stanza when its mark is committed, and one frame
gives several events, of which a batch may hold only the first::

    frame 7 → message, typing      batch 1: message (mark 6) | batch 2: typing (mark 7)

All events of a frame but its last carry the mark *before* it, so that a crash between both batches
has the server send frame 7 again, and nothing of it is lost. Committed too early, the second half
would be gone (``tests/simulation``: the days with kills turn red).
"""

import asyncio
from collections.abc import Iterable
from itertools import chain

from workstation.domain.events import Arrived, Event
from workstation.domain.value import Value

MAX_WAITING_EVENTS = 2_000
MAX_BATCH_EVENTS = 200


class Batch(Value):
    """Events in the order they came; ``mark`` is to be given back when they are durable."""

    events: tuple[Event, ...]
    mark: int


class Inbox:
    """A bounded queue between the reader of the socket and the consumer that stores events.

    Both run in one loop. A full inbox stops the reader, and with it the server, until a batch is
    finished.
    """

    def __init__(self) -> None:
        self._events: list[tuple[Event, int]] = []
        self._mark = 0
        self._taken: list[tuple[Event, int]] = []
        self._filled = asyncio.Event()
        self._drained = asyncio.Event()
        self._drained.set()

    def put(self, events: Iterable[Event], mark: int) -> None:
        """Add the events of one frame; ``mark`` is where reception stands after it.

        Only with its last event is the frame done, should a batch end inside it.
        """
        frame_events = list(events)
        before, self._mark = self._mark, mark
        self._events.extend((event, before) for event in frame_events[:-1])
        self._events.extend((event, mark) for event in frame_events[-1:])
        if self._events:
            self._filled.set()
        if len(self._events) >= MAX_WAITING_EVENTS:
            self._drained.clear()

    @property
    def is_full(self) -> bool:
        """Whether the reader is held."""
        return not self._drained.is_set()

    @property
    def idle(self) -> bool:
        """Whether everything put in was taken and is done with."""
        return not self._events and not self._taken

    @property
    def waiting_messages(self) -> int:
        """How many messages came in live that are not durable yet, be they taken or not."""
        waiting = chain(self._taken, self._events)
        return sum(isinstance(event, Arrived) and event.live for event, _ in waiting)

    def finish_batch(self) -> None:
        """Let go of the batch taken last: it is dealt with."""
        self._taken = []

    async def wait_for_space(self) -> None:
        """Wait until there is room for more."""
        await self._drained.wait()

    async def take(self) -> Batch:
        """The next events, as many as wait, up to the size of a batch; waits for the first.

        A batch comes with the wire's mark behind its last event, which is what to ``commit``.
        """
        while not self._events:
            self._filled.clear()
            await self._filled.wait()
        taken, self._events = self._events[:MAX_BATCH_EVENTS], self._events[MAX_BATCH_EVENTS:]
        if len(self._events) < MAX_WAITING_EVENTS:
            self._drained.set()
        self._taken = taken
        return Batch(tuple(event for event, _ in taken), taken[-1][1])
