"""What the doctor has seen: unread counts here, displayed markers for others (XEP-0333).

Only visible messages are seen: a doctor who jumps to the newest, or returns to a conversation that
went on meanwhile, has not seen those in between. A gap below a seen message holds unseen ones: once
it is filled, the count must rise again and the marker must be sent again. So the note that a room
has nothing unread is dropped when something arrives
(``test_seen_beyond_a_gap_is_told_when_what_it_held_was_seen_too``).

A marker is a message like any other and may be lost without notice. The vault therefore stores
which marker the room has echoed, and a missing one is sent again with each new session and each
room that has caught up. Sending one twice is harmless; the other doctors see the later one.
"""

from collections.abc import Callable, Collection

from workstation.domain.changes import Changes
from workstation.domain.commands import Command, MarkDisplayed
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.vault.archive import unread
from workstation.vault.database import Vault


class ReadMarkers:
    """Read markers, moved when the end of a message was visible in a focused window."""

    def __init__(
        self, vault: Vault, post: Callable[[Command], None], on_changes: Callable[[Changes], None]
    ) -> None:
        self._vault, self._post, self._on_changes = vault, post, on_changes
        self._seen: dict[ConsultationId, tuple[int | None, int, Collection[int] | None]] = {}
        self._all_read: set[ConsultationId] = set()

    async def mark_seen(
        self,
        consultation_id: ConsultationId,
        position: int,
        after: int | None = None,
        numbers: Collection[int] | None = None,
    ) -> None:
        """Mark as seen what stands behind ``after``, or from the beginning on, up to ``position``.

        Of that only the messages with these ``numbers``, where any are given. Telling the same
        again costs nothing, nor does scrolling where nothing is unread. Raises ``StorageError``;
        then it was not seen.
        """
        seen_range = after, position, numbers
        if consultation_id in self._all_read or self._seen.get(consultation_id) == seen_range:
            return
        self._seen[consultation_id] = seen_range
        try:
            outcome = await self._vault.write(
                unread.mark_seen, consultation_id, position, after, numbers
            )
        except StorageError:
            self._seen.pop(consultation_id, None)
            raise
        if outcome.all_read and self._seen.get(consultation_id) == seen_range:  # nothing came since
            self._all_read.add(consultation_id)
        self._on_changes(outcome.changes)
        if outcome.archive_id is not None:
            self._post(MarkDisplayed(consultation_id, outcome.archive_id))

    def on_changes(self, changes: Changes) -> None:
        """Note that something unread came, perhaps before what was seen: a gap was filled."""
        for summary in changes.summaries:
            if summary.unread:
                self._seen.pop(summary.consultation_id, None)
                self._all_read.discard(summary.consultation_id)

    async def resend(self, consultation_ids: Collection[ConsultationId] | None = None) -> None:
        """Send markers again that these rooms, or all, have not echoed."""
        for room_id, archive_id in (await self._vault.read(unread.owed_markers)).items():
            if consultation_ids is None or room_id in consultation_ids:
                self._post(MarkDisplayed(room_id, archive_id))
