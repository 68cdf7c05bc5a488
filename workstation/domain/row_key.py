"""The key of a line of a conversation: what names it on this computer, whatever becomes of it.

An own message is one line before and after the room confirms it, and it has no number in the vault
before; so its key is made of the id that its sender chose. Another's id proves nothing (anyone can
repeat it), so another's key is made of its row's number. ``o`` and ``m`` keep the two apart:
``o7d1c…`` is an own message, ``m42`` the row 42. Nobody else takes a key apart.
``tests/domain/test_row_key.py`` holds it.
"""

from typing import NewType

from workstation.domain.ids import ConsultationId, OriginId

RowKey = NewType("RowKey", str)
"""Names one line of one conversation; empty for a message that stands nowhere yet."""

NO_ROW = RowKey("")

_OWN, _STORED, _SYMPTOM = "o", "m", "card "


def own_row(origin_id: OriginId) -> RowKey:
    """The key of an own message: the same before and after the room confirms it."""
    return RowKey(f"{_OWN}{origin_id}")


def stored_row(message_id: int) -> RowKey:
    """The key of another's message, of its number in the vault."""
    return RowKey(f"{_STORED}{message_id}")


def symptom_row(consultation_id: ConsultationId) -> RowKey:
    """The key of the card above the conversation: what the patient came with."""
    return RowKey(f"{_SYMPTOM}{consultation_id}")


def origin_id_of(key: RowKey) -> OriginId | None:
    """The id behind the key of an own message; ``None`` for another's."""
    return OriginId(key[len(_OWN) :]) if key.startswith(_OWN) else None


def message_id_of(key: RowKey) -> int | None:
    """The number behind the key of another's message; ``None`` for an own one."""
    number = key[len(_STORED) :]
    return int(number) if key.startswith(_STORED) and number.isdecimal() else None
