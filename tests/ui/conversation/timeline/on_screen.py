"""A conversation alone on the screen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.ui.still_board import StillBoard
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.items import TimelineItem
from workstation.ui.media.media_lookup import MediaLookup

NOW_MS = 1_790_000_000_000


@contextmanager
def conversation_on_screen(
    rows: Sequence[TimelineItem] = (), media: MediaLookup | None = None, height: int = 500
) -> Iterator[ConversationView]:
    """These rows in a conversation of 700 pixels' width; without ``media`` nothing ever comes."""
    conversation = ConversationView(media or StillBoard(), lambda: NOW_MS)
    conversation.resize(700, height)
    conversation.show()
    conversation.show_items(rows)
    yield conversation
    conversation.close()
    conversation.deleteLater()
