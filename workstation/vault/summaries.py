"""Conversations in one glance, computed from the rows: nothing to drift out of step."""

from typing import TYPE_CHECKING

from workstation.domain.changes import Place, Summary
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.message import Message, SpeakerRole
from workstation.domain.speaker import Cast
from workstation.vault import outbox_rows, sql
from workstation.vault.message_reader import COLUMNS, MessageReader
from workstation.vault.messages import VISIBLE

if TYPE_CHECKING:
    import apsw


_STANDS = (
    f"{VISIBLE} AND NOT EXISTS"
    " (SELECT 1 FROM message r WHERE r.target_id = m.message_id AND r.retracts)"
)
"""What was said and not taken back: only that asks, and only that answers."""


_BEFORE_ALL = -(1 << 62)


def of_room(connection: "apsw.Connection", consultation_id: ConsultationId) -> Summary:
    """The summary of one conversation."""
    return of_reader(connection, MessageReader(connection, consultation_id))


def of_reader(connection: "apsw.Connection", reader: MessageReader) -> Summary:
    """The summary of the conversation of a reader made after the last change."""
    consultation_id = reader.consultation_id
    patient = _patient(reader.cast)
    doctors = _last_of_doctors(connection, consultation_id, reader.cast)
    doctor, doctor_id = max(doctors, default=(None, None))
    unanswered_ms = _first_of_patient(connection, consultation_id, patient, doctor)
    unsent, failed = outbox_rows.count_unsent(connection, consultation_id)
    team = _team(reader.cast)
    return Summary(
        consultation_id,
        last=_last(connection, reader),
        unread=count_unread(connection, consultation_id),
        patient_ms=_last_of_patient(connection, consultation_id, patient),
        answered=doctor is not None and unanswered_ms is None,
        unsent=unsent,
        failed=failed,
        last_unsent=outbox_rows.last_unsent(connection, consultation_id, reader.cast)
        if unsent
        else None,
        patient_unread=_unread_of_others(connection, consultation_id, team),
        doctor_id=None if doctor_id is None else MemberId(doctor_id),
        doctor_ms=None if doctor is None else _time(connection, consultation_id, doctor),
        mine=unsent > 0 or reader.cast.me in {member for _, member in doctors},
        pictures=_has_pictures(connection, consultation_id),
        unanswered_ms=unanswered_ms,
    )


def in_process(connection: "apsw.Connection") -> tuple[Summary, ...]:
    """The summaries of all consultations in process."""
    rows = sql.rows(
        connection,
        "SELECT consultation_id FROM consultation WHERE place = ?",
        (Place.IN_PROCESS.value,),
    )
    return tuple(
        of_room(connection, ConsultationId(consultation_id)) for (consultation_id,) in rows
    )


def count_unread(connection: "apsw.Connection", consultation_id: ConsultationId) -> int:
    """How many messages of others the doctor has not seen."""
    count = sql.value(
        connection,
        "SELECT count(*) FROM message WHERE consultation_id = ? AND unread",
        (consultation_id,),
    )
    return int(count)


def _last(connection: "apsw.Connection", reader: MessageReader) -> Message | None:
    rows = sql.rows(
        connection,
        f"SELECT {COLUMNS} FROM message m WHERE consultation_id = ? AND {VISIBLE}"
        " ORDER BY position DESC LIMIT 1",
        (reader.consultation_id,),
    )
    return next(reader.messages(rows), None)


def _patient(cast: Cast) -> int | None:
    """The patient's account, if there is one that is no doctor's of the team."""
    patient = None if cast.consultation is None else cast.consultation.creator.member_id
    if patient is None or cast.role(patient) is not SpeakerRole.PATIENT:
        return None
    return patient


def _last_of_patient(
    connection: "apsw.Connection", consultation_id: ConsultationId, patient: int | None
) -> int | None:
    """When the patient last wrote."""
    row = sql.one(
        connection,
        "SELECT at_ms FROM message INDEXED BY message_member"
        f" WHERE consultation_id = ? AND member_id = ? AND {VISIBLE}"
        " ORDER BY position DESC LIMIT 1",
        (consultation_id, patient),
    )
    return None if row is None else int(row[0])


def _first_of_patient(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    patient: int | None,
    after: int | None,
) -> int | None:
    """When the patient wrote the first message after a place, or the first of all."""
    row = sql.one(
        connection,
        "SELECT at_ms FROM message m INDEXED BY message_member"
        f" WHERE consultation_id = ? AND member_id = ? AND position > ? AND {_STANDS}"
        " ORDER BY position LIMIT 1",
        (consultation_id, patient, _BEFORE_ALL if after is None else after),
    )
    return None if row is None else int(row[0])


def _team(cast: Cast) -> set[int]:
    consultation = cast.consultation
    return {
        *(() if consultation is None else consultation.doctor_ids),
        *(() if cast.me is None else (cast.me,)),
    }


def _last_of_doctors(
    connection: "apsw.Connection", consultation_id: ConsultationId, cast: Cast
) -> list[tuple[int, int]]:
    """Where each doctor of the team last wrote what still stands: place and account."""
    places = [
        (
            sql.value(
                connection,
                "SELECT position FROM message m INDEXED BY message_member"
                f" WHERE consultation_id = ? AND member_id = ? AND {_STANDS}"
                " ORDER BY position DESC LIMIT 1",
                (consultation_id, member_id),
            ),
            member_id,
        )
        for member_id in _team(cast)
    ]
    return [(int(position), member) for position, member in places if position is not None]


def _time(connection: "apsw.Connection", consultation_id: ConsultationId, position: int) -> int:
    at_ms = sql.value(
        connection,
        "SELECT at_ms FROM message WHERE consultation_id = ? AND position = ?",
        (consultation_id, position),
    )
    return int(at_ms)


def _unread_of_others(
    connection: "apsw.Connection", consultation_id: ConsultationId, team: set[int]
) -> int:
    places = ", ".join("?" * len(team))
    count = sql.value(
        connection,
        "SELECT count(*) FROM message WHERE consultation_id = ? AND unread"
        f" AND coalesce(member_id, -1) NOT IN ({places})",
        (consultation_id, *team),
    )
    return int(count)


def _has_pictures(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    exists = sql.value(
        connection,
        "SELECT EXISTS (SELECT 1 FROM message INDEXED BY message_picture"
        f" WHERE consultation_id = ? AND kind = 'image' AND {VISIBLE})",
        (consultation_id,),
    )
    return bool(exists)
