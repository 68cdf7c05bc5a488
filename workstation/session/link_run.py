"""The link's running: begun before the session runs, and ended where the session never does."""

import asyncio

from workstation.link.link import Link


class LinkRun:
    """The way to the IM server is long, and needs nothing of what is read from the disk first.

    What comes by it waits in the link until somebody takes it, so nothing read is older than that.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Connect from now on."""
        self._task = asyncio.create_task(self._link.run())

    async def follow(self) -> None:
        """Wait until the link is closed; raises on its defects alone."""
        if self._task is not None:
            await self._task

    async def end(self) -> None:
        """Close it, unless that was done. Raises what the link raised."""
        if self._task is not None and not self._task.done():
            await self._link.close()
            await asyncio.gather(self._task, return_exceptions=True)
