"""Lines of a conversation as they are after a change, with all that quote or answer them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import Message
from workstation.domain.row_key import own_row
from workstation.vault.conversation import quotes, summaries
from workstation.vault.conversation.message_reader import MessageReader
from workstation.vault.conversation.outbox_rows import amendments, as_message, get, overlay

if TYPE_CHECKING:
    import apsw


def changed_lines(
    connection: "apsw.Connection", names: Iterable[tuple[ConsultationId, OriginId]]
) -> Changes:
    """Own messages as they are shown now, and the summaries of their conversations."""
    names = list(dict.fromkeys(names))
    readers = {
        consultation_id: MessageReader(connection, consultation_id)
        for consultation_id in dict.fromkeys(consultation_id for consultation_id, _ in names)
    }
    lines = (line for room, name in names for line in lines_of(connection, readers[room], name))
    return Changes(
        messages=tuple(lines),
        summaries=tuple(summaries.read_stored(connection, reader) for reader in readers.values()),
    )


def own_line(
    connection: "apsw.Connection", consultation_id: ConsultationId, origin_id: OriginId
) -> Message | None:
    """An own message as it is shown now; ``None`` where it is not here."""
    reader = MessageReader(connection, consultation_id)
    lines = lines_of(connection, reader, origin_id)
    return next((each for each in lines if each.key == own_row(origin_id)), None)


def lines_of(
    connection: "apsw.Connection", reader: MessageReader, origin_id: OriginId
) -> list[Message]:
    """An own message as it is shown now; one that the room has, with all that quote it."""
    entry = get(connection, origin_id)
    if entry is not None:
        waiting = amendments(connection, reader.consultation_id)
        plain = as_message(entry, reader.cast)
        return [reader.with_quote(overlay(plain, waiting.get(origin_id, ())))]
    number = quotes.number_by_key(connection, reader.consultation_id, own_row(origin_id))
    return [] if number is None else lines_with_related(connection, reader, [number])


def lines_with_related(
    connection: "apsw.Connection", reader: MessageReader, numbers: Iterable[int]
) -> list[Message]:
    """Lines that the room has, with all that quote them, or that they quote."""
    numbers = quotes.with_related(connection, reader.consultation_id, numbers)
    unsent = quotes.unsent_quoting(connection, reader.consultation_id, numbers)
    waiting = [line for name in unsent for line in lines_of(connection, reader, name)]
    return [*reader.by_number(numbers), *waiting]
