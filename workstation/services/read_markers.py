"""What the doctor has really seen: unread counts here, the marker for everybody else (XEP-0333).

"Seen" goes up to a place, and a gap below it holds what nobody saw: once the gap is filled, the
count must rise again and the marker must be sent again. So the last place per room is forgotten
when something unread comes (``test_seen_beyond_a_gap_is_told_when_what_it_held_was_seen_too``).

A marker is a message like any other and may be lost, with nobody to say so. The vault therefore
holds what the room has shown of it, and what is owed is sent again with each new session and each
room that has caught up. To send one twice costs nothing; the other doctors see the later one.
"""

from collections.abc import Callable, Collection

from workstation.domain.changes import Changes
from workstation.domain.commands import Command, MarkDisplayed
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.vault.archive import unread
from workstation.vault.database import Vault


class ReadMarkers:
    """Told when a message's end was in sight of a focused window."""

    def __init__(
        self, vault: Vault, post: Callable[[Command], None], on_changes: Callable[[Changes], None]
    ) -> None:
        self._vault, self._post, self._on_changes = vault, post, on_changes
        self._seen: dict[ConsultationId, int] = {}

    async def mark_seen(self, consultation_id: ConsultationId, position: int) -> None:
        """Everything up to this place was seen. Telling the same place again costs nothing.

        Raises ``StorageError``; then it was not seen.
        """
        before = self._seen.get(consultation_id)
        if before is not None and before >= position:  # a place may be below zero
            return
        self._seen[consultation_id] = position
        try:
            changes, archive_id = await self._vault.write(
                unread.mark_seen, consultation_id, position
            )
        except StorageError:
            self._seen.pop(consultation_id, None)
            raise
        self._on_changes(changes)
        if archive_id is not None:
            self._post(MarkDisplayed(consultation_id, archive_id))

    def on_changes(self, changes: Changes) -> None:
        """Something unread came, perhaps before what was seen already: a gap was filled."""
        for summary in changes.summaries:
            if summary.unread:
                self._seen.pop(summary.consultation_id, None)

    async def resend(self, consultation_ids: Collection[ConsultationId] | None = None) -> None:
        """Tell these rooms or all what they have not shown: read offline, or lost on its way."""
        for room_id, archive_id in (await self._vault.read(unread.owed_markers)).items():
            if consultation_ids is None or room_id in consultation_ids:
                self._post(MarkDisplayed(room_id, archive_id))
