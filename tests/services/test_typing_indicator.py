"""That the patient writes is shown at once, and believed no longer than it may be."""

import asyncio

from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from tests.store.people import listed
from workstation.base.clock import Clock, SystemClock
from workstation.domain.changes import Changes, Place
from workstation.domain.events import Typing
from workstation.domain.ids import ConsultationId, MemberId
from workstation.services.typing_indicator import TypingIndicator
from workstation.store.session_store import SessionStore
from workstation.store.typing import TYPING_MS

ROOM, PATIENT, ME, COLLEAGUE = ConsultationId(1), MemberId(2001), MemberId(1001), MemberId(1002)


class CountingClock(VirtualClock):
    """Knows how often it was looked at."""

    reads = 0

    def monotonic(self) -> float:
        self.reads += 1
        return super().monotonic()


def _begin(clock: Clock) -> tuple[SessionStore, TypingIndicator]:
    store = SessionStore()
    store.worklist.load([listed(ROOM)], (), (), ())
    return store, TypingIndicator(store, clock, ME)


def test_only_the_patients_writing_is_shown_and_at_once() -> None:
    store, indicator = _begin(SystemClock())
    for member in (ME, COLLEAGUE):
        indicator.on_typing(Typing(ROOM, member, composing=True))
        assert store.worklist.row(ROOM).typing is None
    indicator.on_typing(Typing(ROOM, PATIENT, composing=True))
    assert store.worklist.row(ROOM).typing == "病人1"
    indicator.on_typing(Typing(ROOM, PATIENT, composing=False))
    assert store.worklist.row(ROOM).typing is None


def test_one_who_falls_silent_is_forgotten() -> None:
    loop = VirtualLoop()
    store, indicator = _begin(VirtualClock(loop))

    async def scene() -> None:
        work = asyncio.ensure_future(indicator.run())
        indicator.on_typing(Typing(ROOM, PATIENT, composing=True))
        await asyncio.sleep(TYPING_MS / 1000 - 6)
        assert store.worklist.row(ROOM).typing == "病人1"
        await asyncio.sleep(12)
        assert store.worklist.row(ROOM).typing is None
        work.cancel()

    run(loop, scene())


def test_who_wrote_in_what_left_the_list_is_forgotten_as_well() -> None:
    """The consultation may come back days later."""
    loop = VirtualLoop()
    store, indicator = _begin(VirtualClock(loop))

    async def scene() -> None:
        work = asyncio.ensure_future(indicator.run())
        indicator.on_typing(Typing(ROOM, PATIENT, composing=True))
        store.worklist.apply(Changes(listed=(listed(ROOM, Place.GONE),)))
        await asyncio.sleep(TYPING_MS / 1000 + 6)
        store.worklist.apply(Changes(listed=(listed(ROOM),)))
        assert store.worklist.row(ROOM).typing is None
        work.cancel()

    run(loop, scene())


def test_nothing_is_looked_at_once_nobody_writes_any_more() -> None:
    """Whether they said so, or lost their network without a word."""
    loop = VirtualLoop()
    clock = CountingClock(loop)
    store, indicator = _begin(clock)

    async def scene() -> None:
        work = asyncio.ensure_future(indicator.run())
        for says_so in (True, False):
            indicator.on_typing(Typing(ROOM, PATIENT, composing=True))
            if says_so:
                indicator.on_typing(Typing(ROOM, PATIENT, composing=False))
            await asyncio.sleep(TYPING_MS / 1000 + 6)
            assert store.worklist.row(ROOM).typing is None
            reads = clock.reads
            await asyncio.sleep(3_600)
            assert clock.reads == reads
        work.cancel()

    run(loop, scene())


def test_one_who_is_heard_after_a_long_rest_is_forgotten_too() -> None:
    loop = VirtualLoop()
    store, indicator = _begin(VirtualClock(loop))

    async def scene() -> None:
        work = asyncio.ensure_future(indicator.run())
        await asyncio.sleep(3_600)
        for _ in range(2):
            indicator.on_typing(Typing(ROOM, PATIENT, composing=True))
            assert store.worklist.row(ROOM).typing == "病人1"
            await asyncio.sleep(TYPING_MS / 1000 + 6)
            assert store.worklist.row(ROOM).typing is None
            indicator.on_typing(Typing(ROOM, PATIENT, composing=False))
            await asyncio.sleep(3_600)
        work.cancel()

    run(loop, scene())
