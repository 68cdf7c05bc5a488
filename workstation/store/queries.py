"""What the window may ask of this computer's data, question by question.

The window sees no vault, and what is only read needs no service between: nothing is decided there.
So a question is a value. Each field is one, bound by ``session`` to the function of the vault that
answers it (``Vault.bind_read``); what is decided with the answers stands in the window on them
(``store.timeline``). All of them raise ``StorageError``.
"""

from collections.abc import Awaitable, Callable

from workstation.domain.changes import Timeline
from workstation.domain.ids import ConsultationId
from workstation.domain.measurement import MeasurementSheet
from workstation.domain.message import Message
from workstation.domain.message_search import MessageFilter
from workstation.domain.photos import PhotoTimeline
from workstation.domain.value import Value

PAGE_ROWS = 200

ReadPage = Callable[[ConsultationId, int, int], Awaitable[Timeline]]
"""Reads a page: of a consultation, at a position, so many rows."""


class ConversationQueries(Value):
    """Reads pages of a conversation, search results, and when messages were written.

    Positions are places in the archive's order, times milliseconds since the Unix epoch.
    """

    newest: Callable[[ConsultationId, int], Awaitable[Timeline]]
    """The end of a conversation, so many rows."""

    older: ReadPage
    """What stands right before a position."""

    newer: ReadPage
    """What stands right after a position."""

    around: ReadPage
    """A page with a position in its middle."""

    first_unread: Callable[[ConsultationId], Awaitable[int | None]]
    """The position of the first message that the doctor has not seen."""

    unread_places: Callable[[ConsultationId, int], Awaitable[tuple[int, ...]]]
    """The positions of the first messages that the doctor has not seen, at most so many."""

    first_since: Callable[[ConsultationId, int], Awaitable[int | None]]
    """The position of the first message of that moment or later."""

    spoken_at: Callable[[ConsultationId, int, int], Awaitable[tuple[int, ...]]]
    """Times between two, one for each quarter of an hour with a message."""

    answered_since: Callable[[int], Awaitable[tuple[ConsultationId, ...]]]
    """The consultations in which this doctor wrote at that moment or later."""

    find: Callable[[ConsultationId, str], Awaitable[tuple[Message, ...]]]
    """The newest messages of a conversation with all these words, the oldest of them first."""

    find_everywhere: Callable[[str, int, frozenset[ConsultationId]], Awaitable[tuple[Message, ...]]]
    """The newest messages with all these words, so many, of both lists without some."""

    find_filtered: Callable[
        [MessageFilter, int, frozenset[ConsultationId]], Awaitable[tuple[Message, ...]]
    ]
    """The newest messages that fit a filter, so many, of both lists without some."""

    async def whole(self, consultation_id: ConsultationId) -> Timeline:
        """All that this computer holds of a conversation, read in bounded pages."""
        page = await self.newest(consultation_id, PAGE_ROWS)
        messages, gaps, unsent = [page.messages], [*page.gaps], page.unsent
        while page.older and page.messages:
            page = await self.older(consultation_id, page.messages[0].position or 0, PAGE_ROWS)
            messages.append(page.messages)
            gaps += page.gaps
        merged = tuple(message for part in reversed(messages) for message in part)
        inside = tuple({gap.gap_id: gap for gap in gaps}.values())
        return Timeline(merged, inside, unsent, older=False, newer=False)


class PhotoQueries(Value):
    """A person's photographs over all consultations, and what was measured in them.

    A picture is named by its content's SHA-256 in hexadecimal.
    """

    timeline: Callable[[ConsultationId], Awaitable[PhotoTimeline]]
    """All known photographs of the person whom a consultation is about."""

    measured: Callable[[ConsultationId, str], Awaitable[MeasurementSheet]]
    """What was measured in a picture."""

    keep_measured: Callable[[ConsultationId, str, MeasurementSheet, int], Awaitable[None]]
    """Keep what is measured, at that moment."""
