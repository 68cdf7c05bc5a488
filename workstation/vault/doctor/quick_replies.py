"""The doctor's quick replies, in the doctor's order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.errors import InputError
from workstation.domain.quick_replies import LIMITS, QuickReply, clean, find_problem
from workstation.vault import preferences, sql

if TYPE_CHECKING:
    import apsw

STARTERS_ADDED = "quick_replies.begun"
LAST_REMOVED = "quick_replies.last_removed"
"""The highest number that one had which was removed: no new one gets it, as that may come back."""


def read_all(connection: "apsw.Connection") -> tuple[QuickReply, ...]:
    """All quick replies in order."""
    rows = sql.rows(
        connection, "SELECT title, text, section, reply_id FROM quick_reply ORDER BY position"
    )
    return tuple(QuickReply(*row) for row in rows)


def add_starters(connection: "apsw.Connection", starters: Iterable[QuickReply]) -> None:
    """Add the first set, once: what the doctor made of it stays, be it nothing."""
    if not preferences.get(connection, STARTERS_ADDED, False):
        preferences.put(connection, STARTERS_ADDED, True)
        add(connection, starters)


def add(connection: "apsw.Connection", replies: Iterable[QuickReply]) -> int:
    """Add the quick replies that are not there yet, at the end; returns how many.

    Raises ``InputError`` for one that cannot be kept, or ``too_many``: then none is.
    """
    stored = {replace(reply, reply_id=0) for reply in read_all(connection)}
    fresh = [reply for reply in dict.fromkeys(map(_new, replies)) if reply not in stored]
    if len(stored) + len(fresh) > LIMITS.replies:
        raise InputError("replies", "too_many", limit=LIMITS.replies)
    last_removed = preferences.get(connection, LAST_REMOVED, 0)
    for reply in fresh:
        sql.run(
            connection,
            "INSERT INTO quick_reply (reply_id, position, section, title, text)"
            " SELECT max(coalesce(max(reply_id), 0), ?) + 1, coalesce(max(position), 0) + 1,"
            " ?, ?, ? FROM quick_reply",
            (last_removed, reply.section, reply.title, reply.text),
        )
    return len(fresh)


def change(connection: "apsw.Connection", reply: QuickReply) -> None:
    """Change a quick reply. Raises ``InputError`` where it cannot be kept so."""
    plain = _validated(reply)
    sql.run(
        connection,
        "UPDATE quick_reply SET section = ?, title = ?, text = ? WHERE reply_id = ?",
        (plain.section, plain.title, plain.text, plain.reply_id),
    )


def remove(connection: "apsw.Connection", reply_id: int) -> None:
    """Remove a quick reply."""
    last_removed = max(reply_id, preferences.get(connection, LAST_REMOVED, 0))
    preferences.put(connection, LAST_REMOVED, last_removed)
    sql.run(connection, "DELETE FROM quick_reply WHERE reply_id = ?", (reply_id,))


def restore(connection: "apsw.Connection", before: Sequence[QuickReply]) -> None:
    """Bring back those of ``before`` that are gone, and its order; later ones follow."""
    for reply in before:
        sql.run(
            connection,
            "INSERT OR IGNORE INTO quick_reply (reply_id, position, section, title, text)"
            " VALUES (?, 0, ?, ?, ?)",
            (reply.reply_id, reply.section, reply.title, reply.text),
        )
    arrange(connection, [reply.reply_id for reply in before])


def arrange(connection: "apsw.Connection", order: Sequence[int]) -> None:
    """Put quick replies in this order of their ids; any not named follow as they were."""
    unnamed = [reply.reply_id for reply in read_all(connection) if reply.reply_id not in order]
    for place, reply_id in enumerate((*order, *unnamed), 1):
        sql.run(
            connection, "UPDATE quick_reply SET position = ? WHERE reply_id = ?", (place, reply_id)
        )


def rearrange(connection: "apsw.Connection", replies: Sequence[QuickReply]) -> None:
    """Put quick replies in this order and these sections. Raises ``InputError`` for a bad name."""
    for reply in replies:
        sql.run(
            connection,
            "UPDATE quick_reply SET section = ? WHERE reply_id = ?",
            (_validated(reply).section, reply.reply_id),
        )
    arrange(connection, [reply.reply_id for reply in replies])


def _validated(reply: QuickReply) -> QuickReply:
    plain = clean(reply)
    problem = find_problem(plain)
    if problem is not None:
        raise problem
    return plain


def _new(reply: QuickReply) -> QuickReply:
    return _validated(replace(reply, reply_id=0))
