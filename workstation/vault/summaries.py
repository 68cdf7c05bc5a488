"""Conversations in one glance, computed from the rows: nothing to drift out of step."""

from typing import TYPE_CHECKING

from workstation.domain.changes import Place, Summary
from workstation.domain.message import Message, SpeakerRole
from workstation.domain.speaker import Cast
from workstation.vault import outbox_rows, sql
from workstation.vault.messages import VISIBLE
from workstation.vault.reading import COLUMNS, Reader

if TYPE_CHECKING:
    import apsw


def of_room(connection: "apsw.Connection", consultation_id: int) -> Summary:
    """The summary of one conversation."""
    return of_reader(connection, Reader(connection, consultation_id))


def of_reader(connection: "apsw.Connection", reader: Reader) -> Summary:
    """The summary of the conversation of a reader made after the last change."""
    consultation_id = reader.consultation_id
    patient = _last_of_patient(connection, consultation_id, reader.cast)
    doctor = _last_of_doctors(connection, consultation_id, reader.cast)
    unsent, failed = outbox_rows.count(connection, consultation_id)
    return Summary(
        consultation_id,
        last=_last(connection, reader),
        unread=unread(connection, consultation_id),
        patient_ms=None if patient is None else patient[1],
        answered=doctor is not None and (patient is None or doctor > patient[0]),
        unsent=unsent,
        failed=failed,
        last_unsent=outbox_rows.last(connection, consultation_id, reader.cast) if unsent else None,
    )


def in_process(connection: "apsw.Connection") -> tuple[Summary, ...]:
    """The summaries of all consultations in process."""
    rows = sql.rows(
        connection,
        "SELECT consultation_id FROM consultation WHERE place = ?",
        (Place.IN_PROCESS.value,),
    )
    return tuple(of_room(connection, int(number)) for (number,) in rows)


def unread(connection: "apsw.Connection", consultation_id: int) -> int:
    """How many messages of others the doctor has not seen."""
    found = sql.value(
        connection,
        "SELECT count(*) FROM message WHERE consultation_id = ? AND unread",
        (consultation_id,),
    )
    return int(found)


def _last(connection: "apsw.Connection", reader: Reader) -> Message | None:
    rows = sql.rows(
        connection,
        f"SELECT {COLUMNS} FROM message m WHERE consultation_id = ? AND {VISIBLE}"
        " ORDER BY position DESC LIMIT 1",
        (reader.consultation_id,),
    )
    return next(reader.messages(rows), None)


def _last_of_patient(
    connection: "apsw.Connection", consultation_id: int, cast: Cast
) -> tuple[int, int] | None:
    patient = None if cast.consultation is None else cast.consultation.creator.member_id
    if patient is None or cast.role(patient) is not SpeakerRole.PATIENT:
        return None
    row = sql.one(
        connection,
        "SELECT position, at_ms FROM message INDEXED BY message_member"
        f" WHERE consultation_id = ? AND member_id = ? AND {VISIBLE}"
        " ORDER BY position DESC LIMIT 1",
        (consultation_id, patient),
    )
    return None if row is None else (int(row[0]), int(row[1]))


def _last_of_doctors(connection: "apsw.Connection", consultation_id: int, cast: Cast) -> int | None:
    known = cast.consultation
    team = {*(() if known is None else known.doctor_ids), cast.me} - {None}
    found = [
        sql.value(
            connection,
            "SELECT max(position) FROM message INDEXED BY message_member"
            f" WHERE consultation_id = ? AND member_id = ? AND {VISIBLE}",
            (consultation_id, member_id),
        )
        for member_id in team
    ]
    return max((int(position) for position in found if position is not None), default=None)
