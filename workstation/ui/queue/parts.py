"""The panes of the work queue's page, made one by one before there is a page."""

from collections.abc import Callable, Iterator
from functools import cached_property

from workstation.ui.composer.composer import Composer
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.media.media_lookup import MediaLookup
from workstation.ui.queue.pane import QueuePane

ORDERS = ("waiting", "newest")


class ActiveParts:
    """The parts of the active page, each made when it is first asked for, or by ``make`` before.

    Together they are most of what a sign-in builds, too much for one turn of the window.
    """

    def __init__(self, media: MediaLookup, now_ms: Callable[[], int]) -> None:
        self.media, self.now_ms = media, now_ms

    @cached_property
    def queue(self) -> QueuePane:
        """The pane of the queue: who waits."""
        return QueuePane(ORDERS)

    @cached_property
    def conversation(self) -> ConversationPane:
        """The pane of the conversation: what was said, and where one answers."""
        return ConversationPane(self.media, self.now_ms)

    @cached_property
    def details(self) -> DetailsPane:
        """The pane of the details: whom it is about."""
        return DetailsPane(self.media, self.now_ms)

    @cached_property
    def composer(self) -> Composer:
        """The composer: where one writes."""
        return Composer(self.media)

    def make(self) -> Iterator[None]:
        """Make one part with each step."""
        for name in ("queue", "conversation", "details", "composer"):
            getattr(self, name)
            yield
