"""Which of the messages that came may be here already: asked once for all of them.

Nearly everything that a page brings is new. To find that out message by message takes two
statements each, as often as somebody asks; all archive ids and origin ids of a transaction together
take two for a room. What is in neither answer is not here, and nothing more is asked of it.

The other way round proves nothing: whatever may be here is looked up
(``message_identity.identify``), and so is all that was put in or learned since. Red without:
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


class StoredIds:
    """Answers for the messages that it was made with; of any other it says that it may be here."""

    def __init__(self, connection: "apsw.Connection", arrived: Iterable[Arrived] = ()) -> None:
        self._new_entries: set[tuple[ConsultationId, str]] = set()
        self._new_origins: set[tuple[ConsultationId, str]] = set()
        entries: defaultdict[ConsultationId, set[str]] = defaultdict(set)
        origins: defaultdict[ConsultationId, set[str]] = defaultdict(set)
        for each in arrived:
            entries[each.consultation_id].add(each.archive_id or "")
            origins[each.consultation_id].add(each.origin_id)
        for asked, statement, new in (
            (entries, _BY_ARCHIVE_ID, self._new_entries),
            (origins, _BY_ORIGIN_ID, self._new_origins),
        ):
            for room, ids in asked.items():
                here = {
                    name for (name,) in sql.rows(connection, statement, (room, json.dumps([*ids])))
                }
                new.update((room, name) for name in ids - here)

    def may_have(self, arrived: Arrived) -> bool:
        """Whether it is worth looking it up."""
        room = arrived.consultation_id
        is_new = (room, arrived.archive_id or "") in self._new_entries
        return not is_new or (room, arrived.origin_id) not in self._new_origins

    def add(self, arrived: Arrived) -> None:
        """A copy of it was taken in."""
        self._new_entries.discard((arrived.consultation_id, arrived.archive_id or ""))
        self._new_origins.discard((arrived.consultation_id, arrived.origin_id))
