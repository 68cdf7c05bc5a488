"""A place in a conversation that may lie far outside of what is loaded."""

from collections.abc import Hashable
from dataclasses import dataclass

from workstation.domain.message import Message

BEGINNING = -(1 << 62)
"""Before the first message, where the symptom card stands."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The item ``key``; ``position`` is its place in the archive's order, ``None`` at the end."""

    key: Hashable
    position: int | None

    @classmethod
    def of(cls, message: Message) -> "Anchor":
        """Where a message stands."""
        return cls(message.key, message.position)


CARD_ANCHOR = Anchor("card", BEGINNING)
