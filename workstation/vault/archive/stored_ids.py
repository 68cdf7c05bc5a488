"""Which of the messages that came may be here already: asked once for all of them.

Nearly everything that a page brings is new. To find that out message by message takes two
statements each, as often as somebody asks; all archive ids and origin ids of a transaction together
take two for a room. What is in neither answer is not here, and nothing more is asked of it.

The other way round proves nothing: whatever may be here is looked up
(``message_identity.identify``), and so is all that was put in or learned since. Tests:
``tests/vault/archive/test_stored_ids.py``.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.events import Arrived
from workstation.domain.ids import ConsultationId
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

_BY_ARCHIVE_ID = (
    "SELECT archive_id FROM archived WHERE consultation_id = ?"
    " AND archive_id IN (SELECT value FROM json_each(?))"
)
_BY_ORIGIN_ID = (
    "SELECT value FROM json_each(?2) WHERE EXISTS"
    " (SELECT 1 FROM message WHERE consultation_id = ?1 AND origin_id = value)"
)

IdsByRoom = defaultdict[ConsultationId, set[str]]


class StoredIds:
    """Tells which messages may be stored: exact for those given, ``True`` for any other."""

    def __init__(self, connection: "apsw.Connection", arrived: Iterable[Arrived]) -> None:
        entries: IdsByRoom = defaultdict(set)
        origins: IdsByRoom = defaultdict(set)
        for each in arrived:
            room = each.consultation_id
            entries[room].add(each.archive_id or "")
            origins[room].add(each.origin_id)
        self._new_entries = _without_stored(connection, _BY_ARCHIVE_ID, entries)
        self._new_origins = _without_stored(connection, _BY_ORIGIN_ID, origins)

    def may_have(self, arrived: Arrived) -> bool:
        """Whether the message may be stored, so that it must be looked up."""
        room = arrived.consultation_id
        is_new = (arrived.archive_id or "") in self._new_entries[room]
        return not is_new or arrived.origin_id not in self._new_origins[room]

    def add(self, arrived: Arrived) -> None:
        """Note that a copy of the message is stored now."""
        room = arrived.consultation_id
        self._new_entries[room].discard(arrived.archive_id or "")
        self._new_origins[room].discard(arrived.origin_id)


def _without_stored(
    connection: "apsw.Connection", statement: str, ids_by_room: IdsByRoom
) -> IdsByRoom:
    for room, ids in ids_by_room.items():
        rows = sql.rows(connection, statement, (room, json.dumps([*ids])))
        ids.difference_update([name for (name,) in rows])
    return ids_by_room
