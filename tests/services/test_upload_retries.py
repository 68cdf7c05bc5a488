"""A room's upload is tried again once at a time, however often it failed meanwhile."""

import asyncio

from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.backoff import UPLOAD
from workstation.domain.ids import ConsultationId
from workstation.services.upload_retries import UploadRetries

ROOM, OTHER = ConsultationId(7), ConsultationId(8)
HOUR = 3_600.0


class FailingUploads:
    """Uploads that fail, and whether each asks to be tried again."""

    def __init__(self, *, asks: bool) -> None:
        self.tried_at: list[tuple[ConsultationId, float]] = []
        self.retries = UploadRetries(self.spawn, self.pump)
        self._work: list[asyncio.Future] = []
        self._waits = UPLOAD.waits() if asks else None

    def spawn(self, coroutine, **_) -> None:
        self._work.append(asyncio.ensure_future(coroutine))

    async def pump(self, room: ConsultationId) -> None:
        self.tried_at.append((room, asyncio.get_running_loop().time()))
        if self._waits is not None:
            self.retries.ask(room, next(self._waits))

    async def end(self) -> None:
        for each in self._work:
            each.cancel()
        ends = await asyncio.gather(*self._work, return_exceptions=True)
        assert {type(end) for end in ends} <= {type(None), asyncio.CancelledError}


def test_tries_that_come_in_between_make_no_more_of_them_later() -> None:
    async def an_hour() -> None:
        uploads = FailingUploads(asks=True)
        for _ in range(50):  # a text behind the photo, the line back again
            await uploads.pump(ROOM)
            await asyncio.sleep(1)
        uploads.tried_at.clear()
        await asyncio.sleep(HOUR)
        assert abs(len(uploads.tried_at) - HOUR / UPLOAD.max_seconds) <= 1
        await uploads.end()

    run(VirtualLoop(), an_hour())


def test_the_first_of_those_that_wait_counts_and_each_room_for_itself() -> None:
    async def a_minute() -> None:
        uploads = FailingUploads(asks=False)
        for room, seconds in ((ROOM, 50.0), (ROOM, 5.0), (ROOM, 20.0), (OTHER, 30.0)):
            uploads.retries.ask(room, seconds)
        await asyncio.sleep(60)
        assert uploads.tried_at == [(ROOM, 5.0), (OTHER, 30.0)]
        await uploads.end()

    run(VirtualLoop(), a_minute())
