"""Files that several ask for and leave, how many come at once, and what is kept beside them."""

import asyncio
from contextlib import asynccontextmanager

from tests.media.conftest import encoded
from workstation.domain.address import ApiBase
from workstation.media.cache import MediaCache
from workstation.media.library import MAX_FETCHES, MediaLibrary
from workstation.media.origins import MediaOrigins

PNG = encoded("PNG")


class SlowClient:
    """Brings a picture when it may, and takes its time to close what is given up."""

    def __init__(self) -> None:
        self.begun = 0
        self.release, self.closed = asyncio.Event(), asyncio.Event()

    async def fetch(self, _link, **_how):
        self.begun += 1
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            await self.closed.wait()
            raise
        return PNG


@asynccontextmanager
async def fetching():
    """A library and the client that it fetches by."""
    client = SlowClient()
    origins = MediaOrigins(ApiBase.parse("https://api.hospital.example/v1"))
    library = MediaLibrary(client, origins, MediaCache())
    try:
        yield library, client
    finally:
        client.closed.set()
        await library.aclose()


async def let_go():
    """All that can go on without anything from outside has done so."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_fetch_that_is_still_ending_is_not_waited_for_and_takes_no_other_along():
    async with fetching() as (library, client):
        only = asyncio.create_task(library.picture("/1.png"))
        await let_go()
        only.cancel()
        await let_go()
        again = asyncio.create_task(library.picture("/1.png"))
        await let_go()
        client.closed.set()
        await let_go()
        third = asyncio.create_task(library.picture("/1.png"))
        await let_go()
        client.release.set()
        assert (await again).width == (await third).width == 40
        assert client.begun == 2


async def test_only_so_many_come_at_once():
    async with fetching() as (library, client):
        asked = [
            asyncio.create_task(library.picture(f"/{number}.png"))
            for number in range(MAX_FETCHES + 2)
        ]
        await let_go()
        assert client.begun == MAX_FETCHES
        client.release.set()
        await asyncio.gather(*asked)
        assert client.begun == MAX_FETCHES + 2


async def test_an_outline_is_kept_only_beside_its_recording_and_goes_with_it():
    async with fetching() as (library, client):
        client.release.set()
        await library.keep_outline("/1.png", b"outline")
        assert await library.outline("/1.png") is None
        await library.picture("/1.png")
        await library.keep_outline("/1.png", b"outline")
        assert await library.outline("/1.png") == b"outline"
        assert await library.drop(["/1.png"])
        assert await library.outline("/1.png") is None


async def test_an_address_of_nowhere_keeps_no_other_from_being_dropped():
    async with fetching() as (library, client):
        client.release.set()
        await library.picture("/1.png")
        assert await library.drop(["file:///etc/passwd", "/1.png"])
        await library.picture("/1.png")
        assert client.begun == 2
