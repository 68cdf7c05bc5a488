"""A place in a conversation that may lie far outside of what is loaded.

A search finds a message of last year while the window holds the newest fifty. Keys have no order,
so an anchor also has the message's position in the archive, around which a window can be loaded. An
own message that is not in the archive yet has none, and is at the end; the symptom card is before
every position.

``Anchor("m17", 42)`` is loaded around position 42; ``Anchor("o3", None)`` is at the end.
"""

from collections.abc import Hashable

from workstation.domain.message import Message
from workstation.domain.value import Value
from workstation.ui.conversation.timeline.items import CARD_KEY

BEGINNING = -(1 << 62)
"""Before the first message, where the symptom card stands."""


class Anchor(Value):
    """The item ``key``; ``position`` is its place in the archive's order, ``None`` at the end."""

    key: Hashable
    position: int | None

    @classmethod
    def of(cls, message: Message) -> "Anchor":
        """Where a message stands."""
        return cls(message.key, message.position)


CARD_ANCHOR = Anchor(CARD_KEY, BEGINNING)
