"""Whom purges were about, where another database comes back that lay aside meanwhile.

Here only the numbers of purged consultations are left; the other database still knows whose they
are. Words that belong to a consultation go again by its number
(``vault.removal.patient_data.purge_again``); names and half-filled forms belong to a person, so
they are not taken over. Tests: ``tests/session/test_purged_and_set_aside.py``.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.changes import Place
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.purged_numbers import purged_ids

if TYPE_CHECKING:
    import apsw


class ConsultationPeople(Value):
    """The patient of a consultation, and who asked for it."""

    consultation_id: ConsultationId
    patient_id: MemberId | None
    creator_id: MemberId | None


class PurgedPeople(Value):
    """The patients that were purged, and everybody whose name is not to come back."""

    patients: frozenset[MemberId] = frozenset()
    named: frozenset[MemberId] = frozenset()


def read(connection: "apsw.Connection") -> tuple[ConsultationPeople, ...]:
    """The people of all consultations that a database knows."""
    rows = sql.rows(connection, "SELECT consultation_id, target_id, creator_id FROM consultation")
    return tuple(ConsultationPeople(*row) for row in rows)


def find(connection: "apsw.Connection", people: Iterable[ConsultationPeople]) -> PurgedPeople:
    """Who was purged here, by what the other database knows; not who has come again since."""
    purged = purged_ids(connection)
    concerned = [one for one in people if one.consultation_id in purged]
    patients = {one.patient_id for one in concerned if one.patient_id is not None}
    creators = {one.creator_id for one in concerned if one.creator_id is not None}
    patients -= _known_here(connection, patients)
    return PurgedPeople(
        frozenset(patients), frozenset(patients | creators - _known_here(connection, creators))
    )


def _known_here(connection: "apsw.Connection", people: set[MemberId]) -> set[MemberId]:
    rows = sql.rows(
        connection,
        "SELECT value FROM json_each(?1) WHERE EXISTS (SELECT 1 FROM consultation"
        " WHERE value IN (target_id, creator_id) AND place = ?2)",
        (json.dumps(sorted(people)), Place.IN_PROCESS.value),
    )
    return {MemberId(value) for (value,) in rows}
