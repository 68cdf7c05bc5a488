"""Corrections and retractions: bound to their message in whatever order the two arrive.

Only the vouched sender of a message may amend it (XEP-0308, XEP-0424, and the interface contract
for IM). A correction whose message is not here, or is another's, stays a line of its own: its text
is never hidden. Every earlier text stays in the vault.

History is read backward, so a correction often comes before its message, and a correction of a
correction (some clients name the last version, XEP-0308 the first) before both. All are tied to the
message that began the chain: ``c2 → c1 → m`` comes as ``c2``, ``m``, ``c1`` and ends as one line.
What stood alone until then may be unread: its words are in the older message now, which is unread
in its place.

A retraction wins over whatever is tied after it. In a room it names its message by the id that the
room gave that one (XEP-0424, 4.1); some clients name it by the id that its sender chose.

An id that its sender may use again (``Arrived.is_id_unique``) names nothing that was said later on:
an older page is read after the newer message that has the same id.

Tests: ``tests/vault/archive/test_amendments.py`` (any order of pages, forged senders).
"""

from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.vault import sql
from workstation.vault.conversation import message_identity
from workstation.vault.unsent import outbox_edits

if TYPE_CHECKING:
    import apsw

_ALL_TIME_MS = 1 << 62


def bind(
    connection: "apsw.Connection", message_id: int, *, is_id_unique: bool
) -> tuple[int | None, list[int]]:
    """Tie a new message to what it amends, and what amends it to it.

    Returns the message that it amends, if any, and the lines that ceased to stand alone. What waits
    here to change a message that is withdrawn by it is done with.
    """
    (row,) = sql.rows(
        connection,
        "SELECT consultation_id, member_id, origin_id, amends, at_ms FROM message"
        " WHERE message_id = ?",
        (message_id,),
    )
    consultation_id, member_id, origin_id, amends, at_ms = row
    if member_id is None:
        return None, []
    leeway_ms = _ALL_TIME_MS if is_id_unique else message_identity.COPY_MS
    since_ms, until_ms = at_ms - leeway_ms, at_ms + leeway_ms
    target = (
        _find_root(connection, consultation_id, member_id, amends, message_id, until_ms)
        if amends
        else None
    )
    early = _find_early(connection, consultation_id, member_id, origin_id, message_id, since_ms)
    absorbed = [message_id] if target is not None else []
    root = message_id if target is None else target
    for number in early:
        _leave_unread(connection, number, root)
        _tie(connection, number, root)
    if target is not None:
        _tie(connection, message_id, target)
    if absorbed or early:
        outbox_edits.drop_of_withdrawn(connection)
    return target, absorbed + early


def has_unbound(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    """Whether a correction or retraction has not found its message yet."""
    return sql.exists(
        connection,
        "SELECT 1 FROM message WHERE consultation_id = ? AND amends <> '' AND target_id IS NULL",
        (consultation_id,),
    )


def _find_root(  # noqa: PLR0913, PLR0917 - what tells a message are these
    connection: "apsw.Connection",
    consultation_id: int,
    member_id: MemberId,
    amends: str,
    itself: int,
    until_ms: int,
) -> int | None:
    """The message that began the chain, which a correction of a correction means."""
    row = sql.one(
        connection,
        "SELECT message_id, target_id FROM message WHERE consultation_id = ?"
        " AND coalesce(member_id, -1) = ? AND origin_id = ? AND message_id <> ?"
        " AND at_ms <= ? ORDER BY +position DESC LIMIT 1",
        (consultation_id, member_id, amends, itself, until_ms),
    ) or sql.one(
        connection,
        "SELECT m.message_id, m.target_id FROM archived a JOIN message m USING (message_id)"
        " JOIN message r ON r.message_id = ?4 AND r.retracts"
        " WHERE a.consultation_id = ?1 AND a.archive_id = ?3 AND m.member_id = ?2"
        " AND m.message_id <> ?4",
        (consultation_id, member_id, amends, itself),
    )
    if row is None:
        return None
    number, target = row
    return int(number if target is None else target)


def _find_early(  # noqa: PLR0913, PLR0917 - as above
    connection: "apsw.Connection",
    consultation_id: int,
    member_id: MemberId,
    origin_id: OriginId,
    itself: int,
    since_ms: int,
) -> list[int]:
    """The amendments of this message that arrived before it, and what hangs on them."""
    rows = sql.rows(
        connection,
        "SELECT message_id FROM message WHERE consultation_id = ?1 AND +member_id = ?2"
        " AND amends IN (SELECT ?3 UNION ALL SELECT archive_id FROM archived WHERE message_id = ?4)"
        " AND (amends = ?3 OR retracts)"
        " AND (amends <> ?3 OR at_ms >= ?5)"
        " AND amends <> '' AND target_id IS NULL AND message_id <> ?4",
        (consultation_id, member_id, origin_id, itself, since_ms),
    )
    numbers = [int(number) for (number,) in rows]
    for number in tuple(numbers):
        hanging = sql.rows(
            connection, "SELECT message_id FROM message WHERE target_id = ?", (number,)
        )
        numbers += [
            int(hanging_number) for (hanging_number,) in hanging if hanging_number != itself
        ]
    return numbers


def _leave_unread(connection: "apsw.Connection", number: int, root: int) -> None:
    """Mark the amended message unread if the line that now belongs to it was unread."""
    sql.run(
        connection,
        "UPDATE message AS root SET unread = 1,"
        " mentions_me = max(root.mentions_me, early.mentions_me) FROM message early"
        " WHERE root.message_id = ? AND early.message_id = ? AND early.unread",
        (root, number),
    )


def _tie(connection: "apsw.Connection", number: int, target: int) -> None:
    sql.run(
        connection,
        "UPDATE message SET target_id = ?, unread = 0 WHERE message_id = ?",
        (target, number),
    )
