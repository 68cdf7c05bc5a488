"""Where a result of the palette leads."""

from typing import Protocol

from workstation.domain.ids import ConsultationId
from workstation.ui.conversation.timeline.anchor import Anchor


class PaletteTargets(Protocol):
    """The window's ways to its places (``main_window.navigation.Navigation``)."""

    def open_active(
        self, consultation_id: ConsultationId, anchor: Anchor | None = None, words: str = ""
    ) -> None:
        """Open a consultation of the queue, at a place of it where some words were found."""

    def open_ended(
        self, consultation_id: ConsultationId, anchor: Anchor | None = None, words: str = ""
    ) -> None:
        """Open a consultation of the history, at a place of it where some words were found."""

    def search_history(self, words: str | None = None) -> None:
        """Search the history for these words."""

    def insert_reply(self, reply_id: int) -> None:
        """Put a quick reply into what is written."""

    def is_writing(self) -> bool:
        """Whether there is something that a quick reply can go into."""
