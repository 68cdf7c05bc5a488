"""The photographs of one person: with symptoms, and sent into the rooms of the consultations."""

from typing import TYPE_CHECKING

from workstation.domain.changes import Place
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.photos import (
    Photo,
    PhotoTimeline,
    photo_of,
    sort_photos,
    symptom_photos,
)
from workstation.vault import sql
from workstation.vault.archive import gaps
from workstation.vault.codec import CONSULTATION_COLUMNS, consultation_value
from workstation.vault.conversation import consultation_rows, outbox_rows
from workstation.vault.conversation.message_line import COLUMNS
from workstation.vault.conversation.message_reader import MessageReader
from workstation.vault.conversation.messages import VISIBLE

if TYPE_CHECKING:
    import apsw

MAX_PHOTOS = 1_000
MAX_CONSULTATIONS = 200


def timeline(connection: "apsw.Connection", consultation_id: ConsultationId) -> PhotoTimeline:
    """All known photographs of the person whom a consultation is about.

    Of consultations in process and in history, by the account alone: without one, only this
    consultation's own. ``PhotoTimeline()`` for an unknown consultation.
    """
    listed = consultation_rows.get(connection, consultation_id)
    if listed is None:
        return PhotoTimeline(())
    consultations = _of_same_target(connection, listed.consultation)
    photos = sort_photos(
        photo for consultation in consultations for photo in _of_one(connection, consultation)
    )
    partial = frozenset(
        consultation.consultation_id
        for consultation in consultations
        if _is_partial(connection, consultation.consultation_id)
    )
    left_out = max(len(photos) - MAX_PHOTOS, 0)
    return PhotoTimeline(tuple(photos[left_out:]), left_out, partial)


def _of_same_target(connection: "apsw.Connection", present: Consultation) -> list[Consultation]:
    rows = sql.rows(
        connection,
        f"SELECT {CONSULTATION_COLUMNS} FROM consultation WHERE target_id = ? AND place <> ?"
        " AND consultation_id <> ? ORDER BY consultation_id DESC LIMIT ?",
        (
            present.target.member_id,
            Place.GONE.value,
            present.consultation_id,
            MAX_CONSULTATIONS,
        ),
    )
    return [present, *(consultation_value(row) for row in rows)]


def _of_one(connection: "apsw.Connection", consultation: Consultation) -> list[Photo]:
    consultation_id = consultation.consultation_id
    rows = sql.rows(
        connection,
        f"SELECT {COLUMNS} FROM message m INDEXED BY message_picture"
        f" WHERE consultation_id = ? AND kind = 'image' AND {VISIBLE}"
        " ORDER BY position DESC LIMIT ?",
        (consultation_id, MAX_PHOTOS),
    )
    messages = [
        *MessageReader(connection, consultation_id).messages(rows),
        *outbox_rows.messages(connection, consultation_id),
    ]
    sent = (photo_of(consultation, message) for message in messages)
    return [*symptom_photos(consultation), *(photo for photo in sent if photo is not None)]


def _is_partial(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    """Whether a room was never entered, or has stretches that were not loaded."""
    was_entered = sql.exists(
        connection, "SELECT 1 FROM cursor WHERE consultation_id = ?", (consultation_id,)
    )
    return not was_entered or bool(gaps.of_room(connection, consultation_id))
