"""What the vault holds of one patient, and purging it: for good, but for what is in process.

A patient is who is to be treated, over all consultations; where the platform names nobody, the one
consultation. A purged consultation is remembered by its number alone, so that neither the
platform's history nor a set-aside vault that is merged later brings its words back.

Deleted rows are overwritten, and the search index is written anew without them, so that the file
holds none of it once the program has ended and its log with it.
"""

import json
from collections.abc import Iterable
from dataclasses import field, replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Draft, Place
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.purge import PatientData
from workstation.domain.value import Value
from workstation.vault import preferences, sql
from workstation.vault.codec import CONSULTATION_COLUMNS, attachment_value, consultation_value
from workstation.vault.doctor import notes
from workstation.vault.lists import consultations
from workstation.vault.overwriting import Overwriting
from workstation.vault.purged_numbers import PURGED, note_unfinished, purged_ids
from workstation.vault.removal.unfinished import left_files, note_left_files
from workstation.vault.rescue.form_merge import OPENING, drop_forms
from workstation.vault.search import message_index
from workstation.vault.unsent import drafts, files
from workstation.vault.unsent.unsaved import SUMMARIES

if TYPE_CHECKING:
    import apsw

OWN_TABLES = (
    "outbox",
    "draft",
    "closing_summary",
    "message",
    "measurement",
    "bookmark",
    "handover_mark",
)
"""What of a consultation a merged vault may bring back."""


class Purged(Value):
    """What a purge has taken away.

    ``addresses`` are those of pictures and voices whose files are to go.
    """

    consultation_ids: tuple[ConsultationId, ...] = ()
    addresses: frozenset[str] = frozenset()
    changes: Changes = field(default_factory=Changes)


def survey(connection: "apsw.Connection", consultation: Consultation) -> PatientData:
    """The data that a purge would take, and what stays as it is in process."""
    known = _of_patient(connection, consultation)
    closed = tuple(one for one, place in known if place is not Place.IN_PROCESS)
    ids = json.dumps([one.consultation_id for one in closed])
    patient_id = consultation.target.member_id if len(closed) == len(known) else None
    _, forms = drop_forms(preferences.get(connection, OPENING), patient_id)

    def count(table: str) -> int:
        return int(
            sql.value(
                connection,
                f"SELECT count(*) FROM {table} WHERE consultation_id IN"
                " (SELECT value FROM json_each(?))",
                (ids,),
            )
        )

    return PatientData(
        tuple(one.consultation_id for one in closed),
        in_process=len(known) - len(closed),
        unsent=count("outbox"),
        drafts=count("draft") + count(f"({SUMMARIES})") + forms,
        patient_id=patient_id,
    )


def purge(
    connection: "apsw.Connection",
    ids: Iterable[ConsultationId],
    patient_id: MemberId | None = None,
) -> Purged:
    """Delete everything of these consultations, and names that only they have.

    Half-filled forms of a new consultation for ``patient_id`` go as well.
    """
    ids = tuple(ids)
    with Overwriting(connection):
        addresses = _addresses(connection, ids)
        for consultation_id in ids:
            _delete_own_words(connection, consultation_id)
        _delete_forms(connection, patient_id)
        changes = consultations.forget(connection, ids)
        for consultation_id in ids:
            preferences.put(connection, f"{PURGED}{consultation_id}", True)
        addresses |= left_files(connection)
        note_left_files(connection, addresses)
        note_unfinished(connection, ids)
        message_index.compact(connection)
    emptied = tuple(Draft(one, "") for one in ids)
    return Purged(ids, addresses, replace(changes, purged=frozenset(ids), drafts=emptied))


def forget_deleted(connection: "apsw.Connection", ids: Iterable[ConsultationId]) -> Purged:
    """Delete what is here of consultations that the platform has deleted.

    With their drafts, which forgetting leaves, as what no list has may come back; not with what was
    to be sent.
    """
    ids = tuple(ids)
    with Overwriting(connection):
        addresses = _addresses(connection, ids) | left_files(connection)
        note_left_files(connection, addresses)
        changes = consultations.forget(connection, ids)
        emptied = tuple(draft for one in ids for draft in drafts.discard(connection, one).drafts)
    return Purged(ids, addresses, replace(changes, drafts=emptied))


def purge_again(connection: "apsw.Connection") -> Purged:
    """Purge what a merged vault has brought back of purged consultations; not what is reopened."""
    returned = [
        consultation_id
        for consultation_id in sorted(purged_ids(connection))
        if any(
            sql.exists(
                connection, f"SELECT 1 FROM {table} WHERE consultation_id = ?", (consultation_id,)
            )
            for table in OWN_TABLES
        )
        and not _is_in_process(connection, consultation_id)
    ]
    rest = Purged(addresses=left_files(connection))
    purged = purge(connection, returned) if returned else rest
    with Overwriting(connection):
        gone = notes.forget_returned(connection, purged_ids(connection))
    return replace(purged, changes=replace(purged.changes, notes=(*purged.changes.notes, *gone)))


def _of_patient(
    connection: "apsw.Connection", consultation: Consultation
) -> list[tuple[Consultation, Place]]:
    patient = consultation.target.member_id
    rows = sql.rows(
        connection,
        f"SELECT place, {CONSULTATION_COLUMNS} FROM consultation"
        " WHERE consultation_id = ?1 OR target_id = ?2 ORDER BY consultation_id",
        (consultation.consultation_id, patient),
    )
    return [(consultation_value(row[1:]), Place(str(row[0]))) for row in rows]


def _is_in_process(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    listed = consultations.get(connection, consultation_id)
    return listed is not None and listed.place is Place.IN_PROCESS


def _addresses(connection: "apsw.Connection", ids: Iterable[ConsultationId]) -> frozenset[str]:
    """Where the pictures and voices of these consultations are."""
    return frozenset(url for one in ids for url in _addresses_of(connection, one))


def _addresses_of(connection: "apsw.Connection", consultation_id: ConsultationId) -> list[str]:
    rows = sql.rows(
        connection,
        "SELECT attachment FROM message WHERE consultation_id = ?1 UNION"
        " SELECT attachment FROM outbox WHERE consultation_id = ?1",
        (consultation_id,),
    )
    attachments = (attachment_value(text) for (text,) in rows)
    addresses = [each.url for each in attachments if each is not None and each.url]
    listed = consultations.get(connection, consultation_id)
    if listed is not None:
        addresses += listed.consultation.images
        if listed.consultation.symptom.kind is not SymptomKind.TEXT:
            addresses.append(listed.consultation.symptom.content)
    return addresses


def _delete_own_words(connection: "apsw.Connection", consultation_id: ConsultationId) -> None:
    named = sql.rows(
        connection,
        "SELECT file_id FROM outbox WHERE consultation_id = ?1 AND file_id IS NOT NULL UNION"
        " SELECT j.value FROM draft, json_each(draft.files) j WHERE consultation_id = ?1",
        (consultation_id,),
    )
    for table in ("outbox", "draft", "closing_summary"):
        sql.run(connection, f"DELETE FROM {table} WHERE consultation_id = ?", (consultation_id,))
    for (file_id,) in named:
        files.release(connection, str(file_id))


def _delete_forms(connection: "apsw.Connection", patient_id: MemberId | None) -> None:
    """Delete what is half filled in about a patient."""
    rest, count = drop_forms(preferences.get(connection, OPENING), patient_id)
    if count and any(rest.values()):
        preferences.put(connection, OPENING, rest)
    elif count:
        preferences.remove(connection, OPENING)
