"""Pages of conversations out of the vault, and more of them out of the archive."""

from workstation.domain.changes import Gap, Timeline
from workstation.services.catch_up import CatchUp
from workstation.vault import gaps, timelines
from workstation.vault.database import Vault

PAGE = 200


class Conversations:
    """The source of every timeline window (``store.timeline.TimelineSource``)."""

    def __init__(self, vault: Vault, catch_up: CatchUp) -> None:
        self._vault, self._catch_up = vault, catch_up

    async def newest(self, consultation_id: int, limit: int) -> Timeline:
        """The end of a conversation."""
        return await self._vault.read(timelines.newest, consultation_id, limit)

    async def older(self, consultation_id: int, position: int, limit: int) -> Timeline:
        """What stands right before a place."""
        return await self._vault.read(timelines.older, consultation_id, position, limit)

    async def newer(self, consultation_id: int, position: int, limit: int) -> Timeline:
        """What stands right after a place."""
        return await self._vault.read(timelines.newer, consultation_id, position, limit)

    async def around(self, consultation_id: int, position: int, limit: int) -> Timeline:
        """A page with a place in its middle."""
        return await self._vault.read(timelines.around, consultation_id, position, limit)

    async def whole(self, consultation_id: int) -> Timeline:
        """All that this computer holds of a conversation, read in bounded pages."""
        page = await self.newest(consultation_id, PAGE)
        messages, gaps, unsent = [page.messages], [*page.gaps], page.unsent
        while page.older and page.messages:
            page = await self.older(consultation_id, page.messages[0].position or 0, PAGE)
            messages.append(page.messages)
            gaps += page.gaps
        found = tuple(message for part in reversed(messages) for message in part)
        inside = tuple({gap.gap_id: gap for gap in gaps}.values())
        return Timeline(found, inside, unsent, older=False, newer=False)

    async def first_unread(self, consultation_id: int) -> int | None:
        """The place of the first message that the doctor has not seen."""
        return await self._vault.read(timelines.first_unread, consultation_id)

    async def load_gap(self, gap_id: int) -> bool:
        """Ask the archive for what is missing there; False when it cannot be had now."""
        gap: Gap | None = await self._vault.read(gaps.get, gap_id)
        return gap is not None and self._catch_up.load(gap)
