"""Pictures, recordings and files by their URI: fetched once, kept sealed, checked by content."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import field
from typing import Any

from workstation.domain.address import WebAddress
from workstation.domain.errors import BoundExceeded, MediaTooLarge, WorkstationError
from workstation.domain.value import Value
from workstation.media.cache import MediaCache
from workstation.media.documents import sniff_document
from workstation.media.formats import HEAD_BYTES, Format, MediaKind, require, sniff
from workstation.media.origins import MediaOrigins
from workstation.media.picture import InspectedPicture, inspect
from workstation.web.bounds import MEDIA_BYTES
from workstation.web.media_client import MediaClient, Progress

MAX_FETCHES = 4


class Recording(Value):
    """A recording not decoded yet."""

    content: bytes = field(repr=False)
    format: Format


class SharedFetch:
    """One fetch for several waiters; it is cancelled when the last of them is.

    ``is_kept`` says whether the fetched bytes are kept in the cache.
    """

    def __init__(self, start: Callable[[Progress], Coroutine[Any, Any, bytes]]) -> None:
        self._listeners: list[Progress] = []
        self._waiting = 0
        self.is_kept = True
        self.task = asyncio.create_task(start(self._notify))

    @property
    def abandoned(self) -> bool:
        """Whether it was cancelled, and can be waited for no more."""
        return self.task.cancelled() or self.task.cancelling() > 0

    async def wait(self, progress: Progress | None) -> bytes:
        """The bytes, or the error of the fetch; ``progress`` is told from now on."""
        listeners = [progress] if progress else []
        self._waiting += 1
        self._listeners += listeners
        try:
            return await asyncio.shield(self.task)
        finally:
            self._waiting -= 1
            for listener in listeners:
                self._listeners.remove(listener)
            if not self._waiting and not self.task.done():
                self.task.cancel()

    def _notify(self, so_far: int, total: int | None) -> None:
        for listener in self._listeners:
            listener(so_far, total)


class MediaLibrary:
    """Gives media to whoever asks; several who ask for one at the same time share one fetch."""

    def __init__(self, client: MediaClient, origins: MediaOrigins, cache: MediaCache) -> None:
        self._client = client
        self._origins = origins
        self._cache = cache
        self._places = asyncio.Semaphore(MAX_FETCHES)
        self._fetches: dict[str, SharedFetch] = {}

    async def picture(
        self, reference: str, *, progress: Progress | None = None
    ) -> InspectedPicture:
        """Fetch a picture.

        Raises ``MediaError``, ``NetworkError``, ``AnswerError``, ``PlatformError``. ``reference``
        is the URI as the platform or a message gives it.
        """
        return await asyncio.to_thread(inspect, await self._content(reference, progress))

    async def needs_fetch(self, reference: str) -> bool:
        """Whether it has to be fetched: it is not here, and may be had."""
        try:
            address = self._origins.resolve(reference)
        except WorkstationError:
            return False
        return not await self._cache.holds(str(address))

    async def recording(self, reference: str, *, progress: Progress | None = None) -> Recording:
        """Fetch a recording; errors as for ``picture``."""
        content = await self._content(reference, progress)
        return Recording(content, require(content, MediaKind.RECORDING))

    async def original(self, reference: str) -> bytes:
        """Fetch the bytes as they are, of whatever kind; other errors are as for ``picture``."""
        return await self._content(reference, None)

    async def keep(self, reference: str, content: bytes) -> None:
        """Put an own medium in under the address it was uploaded to: it is not fetched again."""
        await self._cache.put(str(self._origins.resolve(reference)), content)

    async def outline(self, reference: str) -> bytes | None:
        """The outline stored beside a recording, ``None`` where none is."""
        return await self._cache.get(_outline_address(self._origins.resolve(reference)))

    async def keep_outline(self, reference: str, packed: bytes) -> None:
        """Keep an outline beside its recording, if that is still here."""
        address = self._origins.resolve(reference)
        if await self._cache.get(str(address)) is not None:
            await self._cache.put(_outline_address(address), packed)

    async def drop(self, references: Iterable[str]) -> bool:
        """Drop all of these, in memory or on disk, and what is fetched now; whether all is gone.

        Outlines go with their recordings.

        It is not while the window is locked, or another program holds a file.
        """
        addresses = []
        for reference in references:
            with contextlib.suppress(WorkstationError):
                addresses.append(self._origins.resolve(reference))
        for address in addresses:
            if (fetch := self._fetches.get(str(address))) is not None:
                fetch.is_kept = False
        return await self._cache.drop([*map(str, addresses), *map(_outline_address, addresses)])

    def shut(self) -> None:
        """Hold no file in memory, and no key: the window is locked."""
        self._cache.shut()

    def reopen(self, key: bytes) -> None:
        """Go on after the window was unlocked, with the key of the files."""
        self._cache.reopen(key)

    async def aclose(self) -> None:
        """End all fetches; who still waits for one gets ``CancelledError``."""
        tasks = [fetch.task for fetch in self._fetches.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _content(self, reference: str, progress: Progress | None) -> bytes:
        address = self._origins.resolve(reference)
        cached = await self._cache.get(str(address))
        if cached is not None:
            return cached
        return await self._shared(address, progress)

    async def _shared(self, address: WebAddress, progress: Progress | None) -> bytes:
        key = str(address)
        fetch = self._fetches.get(key)
        if fetch is None or fetch.abandoned:
            fetch = self._fetches[key] = SharedFetch(
                lambda on_progress: self._fetch(address, on_progress)
            )
            fetch.task.add_done_callback(lambda task: self._on_ended(key, task))
        return await fetch.wait(progress)

    async def _fetch(self, address: WebAddress, progress: Progress) -> bytes:
        async with self._places:
            try:
                content = await self._client.fetch(address, limit=MEDIA_BYTES, progress=progress)
            except BoundExceeded as error:
                raise MediaTooLarge(error.detail, call=error.call) from None
        is_medium = await asyncio.to_thread(_is_medium, content)  # a portal's page is none to keep
        if is_medium and self._fetches[str(address)].is_kept:
            await self._cache.put(str(address), content)
        return content

    def _on_ended(self, key: str, task: "asyncio.Task[bytes]") -> None:
        fetch = self._fetches.get(key)
        if fetch is not None and fetch.task is task:
            del self._fetches[key]


def _outline_address(address: WebAddress) -> str:
    return f"outline of {address}"


def _is_medium(content: bytes) -> bool:
    return sniff(content[:HEAD_BYTES]) is not None or sniff_document(content) is not None
