"""The link's running: begun before the session runs, and ended where the session never does."""

import asyncio

from workstation.link.link import Link


class LinkRun:
    """Runs the link, from before the vault is read, as connecting takes time.

    Events wait in the link until ``inbound`` runs, so that none is applied before the stored state.
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
        """Close the link, unless it has ended; ``follow`` raises its defects."""
        if self._task is not None and not self._task.done():
            await self._link.close()
            await asyncio.gather(self._task, return_exceptions=True)
