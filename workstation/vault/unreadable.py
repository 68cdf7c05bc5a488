"""Entries of a room's archive that end whatever reads them, and the way round each.

Such an entry cannot be named: it was never read. What is known is the entry before it. Once that
is noted, nobody asks for what follows it again; what lies beyond is asked for from the other side,
and the entry itself stays a gap in the conversation.
"""

from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.vault import cursors, gaps, outbox_rows, preferences
from workstation.vault.steps import Want

if TYPE_CHECKING:
    import apsw

NOTE = "archive.unreadable."
MOST_NOTED = 32
BEGINNING = ""
"""Stands for the entry before the first."""


def stands_after(connection: "apsw.Connection", consultation_id: int, after: str | None) -> bool:
    """Whether the entry right after this one (``None``: the first) is known to be unreadable."""
    return (after or BEGINNING) in _noted(connection, consultation_id)


def way_round(connection: "apsw.Connection", consultation_id: int) -> Want:
    """What to ask where the entry after the cursor cannot be read.

    Forward from the last message that is known beyond it, or else from the newest one back.
    """
    known = gaps.of_room(connection, consultation_id)
    after = known[-1].after if known else None
    if after is None or stands_after(connection, consultation_id, after):
        tried = outbox_rows.tried(connection, consultation_id)
        return Want(consultation_id, careful=True, tried=tried)
    return Want(consultation_id, after=after)


def set_aside(connection: "apsw.Connection", want: Want) -> Changes:
    """The one entry that was asked for can never be read: do not ask for it again."""
    room = want.consultation_id
    if want.before is not None:
        gap = gaps.with_end(connection, room, before=want.before)
        if gap is not None:
            gaps.give_up(connection, gap.gap_id)
    elif want.after is not None or cursors.get(connection, room) is None:
        noted = {*_noted(connection, room), want.after or BEGINNING}
        preferences.put(connection, f"{NOTE}{room}", sorted(noted)[-MOST_NOTED:])
    return Changes(gaps_of=frozenset({room}), gaps=gaps.of_room(connection, room))


def _noted(connection: "apsw.Connection", consultation_id: int) -> list[str]:
    return list(preferences.get(connection, f"{NOTE}{consultation_id}", []))
