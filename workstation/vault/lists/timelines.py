"""Pages of a conversation out of the vault: bounded reads of a few milliseconds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from workstation.domain.changes import Gap, Timeline
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message
from workstation.vault import sql
from workstation.vault.archive import gaps
from workstation.vault.conversation.message_line import COLUMNS
from workstation.vault.conversation.message_reader import MessageReader
from workstation.vault.conversation.messages import VISIBLE

if TYPE_CHECKING:
    import apsw

_ABOVE_ALL = (1 << 63) - 1


class PositionRange(NamedTuple):
    """A part of a conversation between two places, ``None`` for its beginning or end."""

    after: int | None
    before: int | None

    def holds(self, position: int) -> bool:
        """Whether a place lies in it."""
        return (self.after is None or position > self.after) and (
            self.before is None or position < self.before
        )


def newest(connection: "apsw.Connection", consultation_id: ConsultationId, limit: int) -> Timeline:
    """The last ``limit`` lines of a conversation; own unsent messages stand behind them."""
    reader = MessageReader(connection, consultation_id)
    messages = _below(connection, reader, None, limit + 1)
    page, more = messages[-limit:], len(messages) > limit
    stretch = PositionRange(_first(page) if more else None, None)
    return Timeline(
        tuple(page), _gaps(connection, consultation_id, stretch), reader.unsent(), more, newer=False
    )


def older(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int, limit: int
) -> Timeline:
    """The ``limit`` lines right before a place, or as many as there are."""
    messages = _below(connection, MessageReader(connection, consultation_id), position, limit + 1)
    page, more = messages[-limit:], len(messages) > limit
    stretch = PositionRange(_first(page) if more else None, position)
    return Timeline(tuple(page), _gaps(connection, consultation_id, stretch), (), more, newer=True)


def newer(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int, limit: int
) -> Timeline:
    """The ``limit`` lines right after a place; with the unsent messages if that is the end."""
    reader = MessageReader(connection, consultation_id)
    messages = _above(connection, reader, position, limit + 1)
    page, more = messages[:limit], len(messages) > limit
    stretch = PositionRange(position, _last(page) if more else None)
    unsent = () if more else reader.unsent()
    gaps_here = _gaps(connection, consultation_id, stretch)
    return Timeline(tuple(page), gaps_here, unsent, older=True, newer=more)


def around(
    connection: "apsw.Connection", consultation_id: ConsultationId, position: int, limit: int
) -> Timeline:
    """At most ``limit`` lines around a place: half of them before it, the others from it on."""
    reader = MessageReader(connection, consultation_id)
    half = limit // 2
    before = _below(connection, reader, position, half + 1)
    after = _above(connection, reader, position - 1, half + 1)
    page, less, more = before[-half:] + after[:half], len(before) > half, len(after) > half
    stretch = PositionRange(_first(page) if less else None, _last(page) if more else None)
    unsent = () if more else reader.unsent()
    return Timeline(tuple(page), _gaps(connection, consultation_id, stretch), unsent, less, more)


def first_unread(connection: "apsw.Connection", consultation_id: ConsultationId) -> int | None:
    """The place of the first message that the doctor has not seen."""
    position = sql.value(
        connection,
        "SELECT min(position) FROM message INDEXED BY message_unread"
        " WHERE consultation_id = ? AND unread",
        (consultation_id,),
    )
    return None if position is None else int(position)


def unread_places(
    connection: "apsw.Connection", consultation_id: ConsultationId, limit: int
) -> tuple[int, ...]:
    """The places of the first messages that the doctor has not seen, in their order."""
    rows = sql.rows(
        connection,
        "SELECT position FROM message INDEXED BY message_unread"
        " WHERE consultation_id = ? AND unread ORDER BY position LIMIT ?",
        (consultation_id, limit),
    )
    return tuple(int(position) for (position,) in rows)


def _below(
    connection: "apsw.Connection", reader: MessageReader, position: int | None, limit: int
) -> list[Message]:
    rows = sql.rows(
        connection,
        f"SELECT {COLUMNS} FROM message m WHERE consultation_id = ?1 AND {VISIBLE}"
        " AND position < ?2 ORDER BY position DESC LIMIT ?3",
        (reader.consultation_id, _ABOVE_ALL if position is None else position, limit),
    )
    return list(reader.messages(rows))[::-1]


def _above(
    connection: "apsw.Connection", reader: MessageReader, position: int, limit: int
) -> list[Message]:
    rows = sql.rows(
        connection,
        f"SELECT {COLUMNS} FROM message m WHERE consultation_id = ? AND {VISIBLE}"
        " AND position > ? ORDER BY position LIMIT ?",
        (reader.consultation_id, position, limit),
    )
    return list(reader.messages(rows))


def _first(messages: Sequence[Message]) -> int | None:
    return messages[0].position if messages else None


def _last(messages: Sequence[Message]) -> int | None:
    return messages[-1].position if messages else None


def _gaps(
    connection: "apsw.Connection", consultation_id: ConsultationId, stretch: PositionRange
) -> tuple[Gap, ...]:
    """The gaps of a page: those between two pages belong to the one that is read second."""
    all_gaps = gaps.of_room(connection, consultation_id)
    return tuple(gap for gap in all_gaps if stretch.holds(gap.position))
