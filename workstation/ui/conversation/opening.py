"""Where one begins to read: at a place that was asked for, at the first unread message, or the end.

That is known once the end of the conversation was read, and it may lie far before it. So nothing
of a conversation is on the screen until then: what passed by would count as seen, with all that
came before it, and the patient would be told so
(``test_what_was_not_in_sight_when_it_opened_was_not_seen``).
"""

import asyncio

from workstation.store.queries import ConversationQueries
from workstation.store.timeline import TimelineWindow
from workstation.ui.conversation.scroller import holds
from workstation.ui.conversation.timeline.anchor import Anchor


async def read_beginning(
    queries: ConversationQueries, window: TimelineWindow, anchor: Anchor | None
) -> int | None:
    """Read the lines to begin with; the place of the first unread message, if there is one."""
    fresh = await queries.first_unread(window.consultation_id)
    await window.open()
    place = fresh if anchor is None else anchor.position
    if place is not None and not holds(window, place):
        await window.open(place)
    return fresh


def has_failed(opening: asyncio.Task[None] | None, window: TimelineWindow) -> bool:
    """Whether nothing came of it: then there is no place to be kept, and it may begin anew."""
    return opening is not None and opening.done() and not window.lines
