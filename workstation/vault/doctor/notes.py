"""Private notes and labels about patients: one row for each person, sealed with all the rest.

They go with the last consultation of their patient that this computer knows, by age, by deletion
or by a purge alike: what nobody's list names is nobody's business any more.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.domain.ids import ConsultationId
from workstation.domain.notes import NoteSubject, PatientNote
from workstation.vault import sql
from workstation.vault.doctor.text_merge import merge_texts

if TYPE_CHECKING:
    import apsw

_COLUMNS = "subject, consultation_id, text, labels"
SUBJECT = "iif(target_id IS NULL, 'consultation:' || consultation_id, 'patient:' || target_id)"
"""``domain.notes.note_subject`` of a row of consultations."""


def put(connection: "apsw.Connection", note: PatientNote) -> Changes:
    """Store what is noted about a patient now; an empty note deletes the row."""
    if note:
        _put(connection, note)
    else:
        sql.run(connection, "DELETE FROM patient_note WHERE subject = ?", (note.subject,))
    return Changes(notes=(note,))


def read_all(connection: "apsw.Connection") -> tuple[PatientNote, ...]:
    """All notes."""
    rows = sql.rows(connection, f"SELECT {_COLUMNS} FROM patient_note ORDER BY subject")
    return tuple(
        PatientNote(subject, consultation_id, text, tuple(json.loads(labels)))
        for subject, consultation_id, text, labels in rows
    )


def subjects(
    connection: "apsw.Connection", ids: Iterable[ConsultationId]
) -> dict[NoteSubject, ConsultationId]:
    """Whom these consultations are about, each with one of them; to be asked before they go."""
    rows = sql.rows(
        connection,
        f"SELECT {SUBJECT}, consultation_id FROM consultation"
        " WHERE consultation_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {NoteSubject(str(subject)): ConsultationId(number) for subject, number in rows}


def forget(
    connection: "apsw.Connection", subjects: dict[NoteSubject, ConsultationId]
) -> tuple[PatientNote, ...]:
    """Delete the notes of those of them of whom no consultation is left; gives them empty.

    Those of whom nothing was noted, too: what somebody is writing about them is to go as well.
    """
    gone = []
    for subject, consultation_id in subjects.items():
        here = f"SELECT 1 FROM consultation WHERE {SUBJECT} = ?"
        if not sql.exists(connection, here, (subject,)):
            sql.run(connection, "DELETE FROM patient_note WHERE subject = ?", (subject,))
            gone.append(PatientNote(subject, consultation_id))
    return tuple(gone)


def forget_returned(
    connection: "apsw.Connection", purged: frozenset[ConsultationId]
) -> tuple[PatientNote, ...]:
    """Delete what a merged vault has brought back of purged patients."""
    returned = {
        note.subject: note.consultation_id
        for note in read_all(connection)
        if note.consultation_id in purged
    }
    return forget(connection, returned)


def merge(connection: "apsw.Connection", row: dict[str, str | int], *, newer: bool) -> None:
    """Take in a row of another database behind what is here: no word and no label is lost."""
    came = PatientNote(
        NoteSubject(str(row["subject"])),
        ConsultationId(int(row["consultation_id"])),
        str(row["text"]),
        tuple(json.loads(str(row["labels"]))),
    )
    here = next((one for one in read_all(connection) if one.subject == came.subject), None)
    if here is None:
        _put(connection, came)
        return
    first, second = (here, came) if newer else (came, here)
    labels = tuple(dict.fromkeys((*first.labels, *second.labels)))
    text = merge_texts(first.text, second.text)
    _put(connection, PatientNote(second.subject, second.consultation_id, text, labels))


def _put(connection: "apsw.Connection", note: PatientNote) -> None:
    sql.run(
        connection,
        f"INSERT OR REPLACE INTO patient_note ({_COLUMNS}) VALUES (?, ?, ?, ?)",
        (
            note.subject,
            note.consultation_id,
            note.text,
            json.dumps(note.labels, ensure_ascii=False),
        ),
    )
