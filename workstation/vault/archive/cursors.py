"""How far each room's archive is known without a break; only archive pages move it.

Up to the cursor nothing is missing but what a gap names. A live message never moves it, for nothing
that a client sees of the stream proves that the server left nothing out before it: of ``a b c``
with the live copy of ``b`` lost (a full queue, a node that died), a cursor that went along to ``c``
would never ask for ``b`` again. So that a long day is not fetched anew at the next start, the
archive itself is asked again from time to time (``services.catch_up``).

``anchor`` is there because servers answer an id that they have pruned differently: Prosody by an
error, ejabberd, whose ids are times, by whatever is left after it. Asked after the cursor ``c``
alone, with ``c d e`` pruned, it gives ``f g``, and ``a b c f g`` would look whole. Asked after the
entry before the cursor's, it must begin with ``c``.

Tests: ``tests/vault/archive/test_losses.py``, and ``test_begun_empty.py`` for a room whose
archive was empty: it has a cursor, too, its beginning.
"""

from typing import TYPE_CHECKING

from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.archive import order

if TYPE_CHECKING:
    import apsw

BEGINNING = ArchiveId("")
"""The place before an archive's first entry."""


class Cursor(Value):
    """The last archive entry up to which nothing is missing but what gaps name.

    ``position`` is the place of the last message up to it, ``at_ms`` that message's time by the
    archive. The entry itself may be a marker; it is ``BEGINNING`` where the archive was empty.
    ``anchor`` is the entry right before it, asked after at the next visit: an answer that does not
    begin with the cursor's own entry shows that the archive has lost it. ``None`` where unknown.
    """

    archive_id: ArchiveId
    position: int
    at_ms: int
    anchor: ArchiveId | None = None


def get(connection: "apsw.Connection", consultation_id: ConsultationId) -> Cursor | None:
    """The cursor of a room; ``None`` before its first page."""
    row = sql.one(
        connection,
        "SELECT archive_id, position, at_ms, anchor FROM cursor WHERE consultation_id = ?",
        (consultation_id,),
    )
    return None if row is None else Cursor(*row)


def put(connection: "apsw.Connection", consultation_id: ConsultationId, cursor: Cursor) -> None:
    """Move the cursor of a room."""
    sql.run(
        connection,
        "INSERT OR REPLACE INTO cursor (consultation_id, archive_id, position, at_ms, anchor)"
        " VALUES (?, ?, ?, ?, ?)",
        (consultation_id, cursor.archive_id, cursor.position, cursor.at_ms, cursor.anchor),
    )


def begin_empty(connection: "apsw.Connection", consultation_id: ConsultationId) -> None:
    """Put the cursor at the beginning: the archive is empty, and whatever it holds later is new."""
    place = order.below_all(connection, consultation_id)
    put(connection, consultation_id, Cursor(BEGINNING, place, 0))
