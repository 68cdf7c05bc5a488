"""Conversations out of the vault: pages, what is found in them; more out of the archive."""

from workstation.domain.changes import Gap, Timeline
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.services.catch_up import CatchUp
from workstation.vault import days, search, timelines
from workstation.vault.archive import gaps
from workstation.vault.database import Vault

PAGE = 200

FIND_AT_MOST = search.MAX_MATCHES_IN_CONVERSATION


class Conversations:
    """The source of every timeline window (``store.timeline.TimelineSource``)."""

    def __init__(self, vault: Vault, catch_up: CatchUp) -> None:
        self._vault, self._catch_up = vault, catch_up

    async def newest(self, consultation_id: ConsultationId, limit: int) -> Timeline:
        """The end of a conversation."""
        return await self._vault.read(timelines.newest, consultation_id, limit)

    async def older(self, consultation_id: ConsultationId, position: int, limit: int) -> Timeline:
        """What stands right before a place."""
        return await self._vault.read(timelines.older, consultation_id, position, limit)

    async def newer(self, consultation_id: ConsultationId, position: int, limit: int) -> Timeline:
        """What stands right after a place."""
        return await self._vault.read(timelines.newer, consultation_id, position, limit)

    async def around(self, consultation_id: ConsultationId, position: int, limit: int) -> Timeline:
        """A page with a place in its middle."""
        return await self._vault.read(timelines.around, consultation_id, position, limit)

    async def whole(self, consultation_id: ConsultationId) -> Timeline:
        """All that this computer holds of a conversation, read in bounded pages."""
        page = await self.newest(consultation_id, PAGE)
        messages, gaps, unsent = [page.messages], [*page.gaps], page.unsent
        while page.older and page.messages:
            page = await self.older(consultation_id, page.messages[0].position or 0, PAGE)
            messages.append(page.messages)
            gaps += page.gaps
        merged = tuple(message for part in reversed(messages) for message in part)
        inside = tuple({gap.gap_id: gap for gap in gaps}.values())
        return Timeline(merged, inside, unsent, older=False, newer=False)

    async def first_unread(self, consultation_id: ConsultationId) -> int | None:
        """The place of the first message that the doctor has not seen."""
        return await self._vault.read(timelines.first_unread, consultation_id)

    async def find(self, consultation_id: ConsultationId, words: str) -> tuple[Message, ...]:
        """The messages of one conversation with all these words, the oldest first.

        At most ``FIND_AT_MOST``, the newest of them.
        """
        return await self._vault.read(
            search.search_conversation, consultation_id, words, FIND_AT_MOST
        )

    async def find_everywhere(
        self, words: str, limit: int, without: frozenset[ConsultationId] = frozenset()
    ) -> tuple[Message, ...]:
        """The newest messages with all these words, of both lists ``without`` some."""
        return await self._vault.read(search.search_all, words, limit, without)

    async def first_since(self, consultation_id: ConsultationId, at_ms: int) -> int | None:
        """The place of the first message of that moment or later."""
        return await self._vault.read(days.first_since, consultation_id, at_ms)

    async def spoken_at(
        self, consultation_id: ConsultationId, from_ms: int, until_ms: int
    ) -> tuple[int, ...]:
        """Moments in that time, one for each quarter of an hour in which something was said."""
        return await self._vault.read(days.spoken_at, consultation_id, from_ms, until_ms)

    async def load_gap(self, gap_id: int) -> bool:
        """Ask the archive for what is missing there; False when it cannot be had now."""
        gap: Gap | None = await self._vault.read(gaps.get, gap_id)
        return gap is not None and self._catch_up.load_gap(gap)
