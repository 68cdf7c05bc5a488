"""Pages of a conversation out of the vault: bounded reads of a few milliseconds."""

from typing import TYPE_CHECKING

from workstation.domain.changes import Gap, Timeline
from workstation.domain.message import Message
from workstation.vault import gaps, outbox_rows, sql
from workstation.vault.messages import VISIBLE
from workstation.vault.reading import COLUMNS, Reader

if TYPE_CHECKING:
    import apsw

_ABOVE_ALL = (1 << 63) - 1


def newest(connection: "apsw.Connection", consultation_id: int, limit: int) -> Timeline:
    """The end of a conversation, own unsent messages included."""
    found = _below(connection, Reader(connection, consultation_id), None, limit + 1)
    unsent = outbox_rows.messages(connection, consultation_id)
    return _page(connection, consultation_id, found[-limit:], unsent, len(found) > limit, False)


def older(
    connection: "apsw.Connection", consultation_id: int, position: int, limit: int
) -> Timeline:
    """What stands right before a place."""
    found = _below(connection, Reader(connection, consultation_id), position, limit + 1)
    return _page(connection, consultation_id, found[-limit:], (), len(found) > limit, True)


def newer(
    connection: "apsw.Connection", consultation_id: int, position: int, limit: int
) -> Timeline:
    """What stands right after a place; with the unsent messages if that is the end."""
    found = _above(connection, Reader(connection, consultation_id), position, limit + 1)
    more = len(found) > limit
    unsent = () if more else outbox_rows.messages(connection, consultation_id)
    return _page(connection, consultation_id, found[:limit], unsent, True, more)


def around(
    connection: "apsw.Connection", consultation_id: int, position: int, limit: int
) -> Timeline:
    """A page with this place in its middle."""
    reader = Reader(connection, consultation_id)
    half = limit // 2
    before = _below(connection, reader, position, half + 1)
    after = _above(connection, reader, position - 1, half + 1)
    more = len(after) > half
    unsent = () if more else outbox_rows.messages(connection, consultation_id)
    found = before[-half:] + after[:half]
    return _page(connection, consultation_id, found, unsent, len(before) > half, more)


def first_unread(connection: "apsw.Connection", consultation_id: int) -> int | None:
    """The place of the first message that the doctor has not seen."""
    found = sql.value(
        connection,
        "SELECT min(+position) FROM message WHERE consultation_id = ? AND unread",
        (consultation_id,),
    )
    return None if found is None else int(found)


def _below(
    connection: "apsw.Connection", reader: Reader, position: int | None, limit: int
) -> list[Message]:
    rows = sql.rows(
        connection,
        f"SELECT {COLUMNS} FROM message m WHERE consultation_id = ?1 AND {VISIBLE}"
        " AND position < ?2 ORDER BY position DESC LIMIT ?3",
        (reader.consultation_id, _ABOVE_ALL if position is None else position, limit),
    )
    return list(reader.messages(rows))[::-1]


def _above(
    connection: "apsw.Connection", reader: Reader, position: int, limit: int
) -> list[Message]:
    rows = sql.rows(
        connection,
        f"SELECT {COLUMNS} FROM message m WHERE consultation_id = ? AND {VISIBLE}"
        " AND position > ? ORDER BY position LIMIT ?",
        (reader.consultation_id, position, limit),
    )
    return list(reader.messages(rows))


def _page(  # noqa: PLR0913, PLR0917 - the parts of a page
    connection: "apsw.Connection",
    consultation_id: int,
    found: list[Message],
    unsent: tuple[Message, ...],
    older: bool,  # noqa: FBT001
    newer: bool,  # noqa: FBT001
) -> Timeline:
    all_gaps = gaps.of_room(connection, consultation_id)
    inside = tuple(gap for gap in all_gaps if _within(gap, found, older=older, newer=newer))
    return Timeline(tuple(found), inside, unsent, older, newer)


def _within(gap: Gap, found: list[Message], *, older: bool, newer: bool) -> bool:
    """Gaps before the first or after the last message belong to the page that ends there."""
    if not found:
        return not (older or newer)
    first, last = found[0].position or 0, found[-1].position or 0
    return (gap.position > first or not older) and (gap.position < last or not newer)
