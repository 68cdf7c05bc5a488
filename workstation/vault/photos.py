"""The photographs of one person: with symptoms, and sent into the rooms of the consultations."""

from typing import TYPE_CHECKING

from workstation.domain.changes import Place
from workstation.domain.consultation import Consultation
from workstation.domain.photos import (
    Photo,
    PhotoTimeline,
    photo_of,
    sort_photos,
    symptom_photos,
)
from workstation.vault import consultation_rows, outbox_rows, sql
from workstation.vault.archive import gaps
from workstation.vault.codec import CONSULTATION_COLUMNS, consultation_value
from workstation.vault.messages import VISIBLE
from workstation.vault.reading import COLUMNS, Reader

if TYPE_CHECKING:
    import apsw

MOST_PHOTOS = 1_000
MOST_CONSULTATIONS = 200


def timeline(connection: "apsw.Connection", consultation_id: int) -> PhotoTimeline:
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
    left_out = max(len(photos) - MOST_PHOTOS, 0)
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
            MOST_CONSULTATIONS,
        ),
    )
    return [present, *(consultation_value(row) for row in rows)]


def _of_one(connection: "apsw.Connection", consultation: Consultation) -> list[Photo]:
    number = consultation.consultation_id
    rows = sql.rows(
        connection,
        f"SELECT {COLUMNS} FROM message m WHERE consultation_id = ? AND kind = 'image'"
        f" AND {VISIBLE} ORDER BY position DESC LIMIT ?",
        (number, MOST_PHOTOS),
    )
    said = [*Reader(connection, number).messages(rows), *outbox_rows.messages(connection, number)]
    sent = (photo_of(consultation, message) for message in said)
    return [*symptom_photos(consultation), *(photo for photo in sent if photo is not None)]


def _is_partial(connection: "apsw.Connection", number: int) -> bool:
    """A room never entered, or one with stretches that were not loaded."""
    cursor = sql.value(connection, "SELECT 1 FROM cursor WHERE consultation_id = ?", (number,))
    return cursor is None or bool(gaps.of_room(connection, number))
