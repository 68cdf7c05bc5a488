"""Photos are read one at a time, when asked, and a machine that nobody waits for stops."""

import asyncio
import threading

import pytest

from workstation.domain.errors import BrokenMedia
from workstation.services import text_reading
from workstation.services.text_reading import ReadablePhoto, TextReader

PHOTO = ReadablePhoto(b"\0\0\0", 1, 1, 1.0)


class Machine:
    """Runs until it is let go or stopped."""

    def __init__(self, photo: ReadablePhoto) -> None:
        self.photo = photo
        self.go_on = threading.Event()
        self.stopped = False
        EVERY.append(self)

    def run(self):
        """Nothing on the photo."""
        self.go_on.wait(20)
        if self.stopped:
            raise BrokenMedia("stopped")
        return ()

    def stop(self) -> None:
        """As the process' own."""
        self.stopped = True
        self.go_on.set()


EVERY: list[Machine] = []


@pytest.fixture(autouse=True)
def _machines(monkeypatch):
    EVERY.clear()
    monkeypatch.setattr(text_reading, "TextRecognition", Machine)


async def running(count: int) -> list[Machine]:
    """The machines, once there are so many."""
    async with asyncio.timeout(20):
        while len(EVERY) < count:  # noqa: ASYNC110 - a thread tells nobody of it
            await asyncio.sleep(0.005)
    return EVERY


async def test_a_second_photo_waits_for_the_first():
    reader = TextReader(enabled=True)
    first = asyncio.create_task(reader.read(lambda: PHOTO))
    (machine,) = await running(1)
    second = asyncio.create_task(reader.read(lambda: PHOTO))
    await asyncio.sleep(0)
    assert len(EVERY) == 1
    machine.go_on.set()
    assert await first == ()
    (await running(2))[1].go_on.set()
    assert await second == ()


async def test_a_machine_that_nobody_waits_for_stops_and_the_next_goes_on():
    reader = TextReader(enabled=True)
    given_up = asyncio.create_task(reader.read(lambda: PHOTO))
    (machine,) = await running(1)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert machine.stopped
    after = asyncio.create_task(reader.read(lambda: PHOTO))
    (await running(2))[1].go_on.set()
    assert await after == ()


@pytest.mark.parametrize(
    ("enabled", "installed", "offered"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_reading_is_offered_where_it_is_installed_and_allowed(
    monkeypatch, enabled, installed, offered
):
    monkeypatch.setattr(text_reading, "available", lambda: installed)
    assert TextReader(enabled=enabled).offered is offered
