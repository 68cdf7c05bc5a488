"""In a flood of live messages a few are taken in together, and nothing else waits for that."""

import asyncio

import pytest

from tests.fakes.archive import ROOM, make_arrived
from tests.services.doctor import Doctor
from workstation.domain.events import ArchivePage, Event, Joined
from workstation.link.inbox import MAX_BATCH_EVENTS, Batch, Inbox
from workstation.services import inbound


class Online(Doctor):
    """Takes in what is put into an inbox, as the session gives it."""

    def __init__(self) -> None:
        super().__init__()
        self.inbox, self._committed = Inbox(), asyncio.Event()

    def __aiter__(self) -> "Online":
        return self

    async def __anext__(self) -> Batch:
        return await self.inbox.take()

    def commit(self, _mark: int) -> None:
        self._committed.set()

    async def receive(self, *events: Event) -> None:
        """Have these come in, and wait until they are committed."""
        self.inbox.put(events, 1)
        await self._committed.wait()
        self._committed.clear()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """For how long was waited, in place of waiting."""
    pauses: list[float] = []
    wait = asyncio.sleep

    async def note(seconds: float) -> None:
        if seconds:
            pauses.append(seconds)
        await wait(0)

    monkeypatch.setattr(inbound.asyncio, "sleep", note)
    return pauses


def page() -> ArchivePage:
    return ArchivePage(ROOM, "q", (), "", "", complete=True)


@pytest.mark.parametrize(
    ("events", "waits"),
    [
        ([make_arrived("a", archive_id="a1")], True),
        ([make_arrived("a", archive_id="a1", live=False)], False),
        ([Joined(ROOM, archives=True, visit=1)], False),
        ([make_arrived("a", archive_id="a1"), page()], False),
        ([make_arrived(f"{n}", archive_id=f"a{n}") for n in range(MAX_BATCH_EVENTS)], False),
        ([make_arrived(f"{n}", archive_id=f"a{n}") for n in range(MAX_BATCH_EVENTS - 1)], True),
    ],
)
async def test_only_what_follows_a_live_message_is_gathered(events, waits, pauses) -> None:
    doctor = Online()
    await doctor.start()
    running = asyncio.ensure_future(doctor.inbound.run())
    await doctor.receive(*events)
    await doctor.receive(Joined(ROOM, archives=True, visit=1))
    assert pauses == ([inbound.GATHERING_SECONDS] if waits else [])
    running.cancel()
    await asyncio.gather(running, *doctor.work, return_exceptions=True)
