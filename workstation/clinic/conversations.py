"""What was said in the rooms before the clinic first opened: the IM server starts from it."""

from dataclasses import dataclass
from typing import Literal

from workstation.clinic.database import Database

MessageKind = Literal["text", "image", "voice"]


@dataclass(frozen=True, slots=True)
class SeededMessage:
    """One message; ``media_url`` is in stored form (see ``addresses``), ``at`` is epoch ms."""

    message_id: int
    consultation_id: int
    sender_member_id: int
    kind: MessageKind
    text: str
    media_url: str
    at: int


class Conversations:
    """The table of seeded messages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, consultation_id: int) -> list[SeededMessage]:
        """The messages of one consultation in the order they were said."""
        rows = self._database.rows(
            "SELECT * FROM messages WHERE consultation_id = ? ORDER BY at, message_id",
            consultation_id,
        )
        return [SeededMessage(**dict(row)) for row in rows]
