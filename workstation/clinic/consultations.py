"""Consultations as the clinic keeps them, and the JSON that the contract makes of them."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workstation.base.clock import Clock
from workstation.clinic.database import Database, texts_from_column, texts_to_column

_SELECT = """
SELECT c.*, creator.name AS creator_name, target.name AS target_name, teams.name AS team_name,
       (SELECT group_concat(member_id) FROM (
            SELECT member_id FROM consultation_doctors
            WHERE consultation_id = c.consultation_id ORDER BY place)) AS doctor_ids
FROM consultations c
JOIN members creator ON creator.member_id = c.creator_member_id
JOIN members target ON target.member_id = c.target_member_id
JOIN teams ON teams.team_id = c.team_id
"""
_TAKES_PART = """
(c.creator_member_id = :member OR EXISTS (
    SELECT 1 FROM consultation_doctors d
    WHERE d.consultation_id = c.consultation_id AND d.member_id = :member))
"""
_NOT_DELETED = """
NOT EXISTS (SELECT 1 FROM deleted_history h
            WHERE h.consultation_id = c.consultation_id AND h.member_id = :member)
"""
IN_PROCESS = "in_process"
FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class NewConsultation:
    """What ``POST /consult`` (contract 1.3) asks for, already checked."""

    creator_member_id: int
    target_member_id: int
    team_id: int
    symptom_content: str
    symptom_type: str
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consultation:
    """One consultation; media addresses are in the stored form of ``addresses``."""

    consultation_id: int
    status: str
    creator_member_id: int
    creator_member_name: str
    target_member_id: int
    target_member_name: str
    team_id: int
    team_name: str
    doctor_ids: tuple[int, ...]
    symptom_content: str
    symptom_type: str
    images: tuple[str, ...]
    created: int
    ended: int | None

    def has(self, member_id: int) -> bool:
        """Whether a member takes part: the asking account, or one of the doctors."""
        return member_id == self.creator_member_id or member_id in self.doctor_ids

    def to_json(self, address: Callable[[str], str]) -> dict[str, Any]:
        """The fields of "A consultation" without ``created``, whose place differs by call."""
        spoken = self.symptom_type.startswith(("voice", "audio/"))
        return {
            "consultation_id": self.consultation_id,
            "status": self.status,
            "creator_member_id": self.creator_member_id,
            "creator_member_name": self.creator_member_name,
            "target_member_id": self.target_member_id,
            "target_member_name": self.target_member_name,
            "team_id": self.team_id,
            "team_name": self.team_name,
            "doctor_ids": list(self.doctor_ids),
            "symptom_content": address(self.symptom_content) if spoken else self.symptom_content,
            "symptom_type": self.symptom_type,
            "images": [address(image) for image in self.images],
        }


class Consultations:
    """The table of consultations; ``on_created`` is called after each commit of a new one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.on_created: list[Callable[[Consultation], None]] = []
        self.on_finished: list[Callable[[Consultation], None]] = []

    def find(self, consultation_id: int) -> Consultation | None:
        """One consultation, in process or not, or None."""
        return self._first("c.consultation_id = :id", id=consultation_id)

    def in_process(self, member_id: int) -> list[Consultation]:
        """A member's open consultations, newest first (contract 1.5)."""
        return self._all(f"c.ended IS NULL AND {_TAKES_PART}", member=member_id)

    def history(self, member_id: int) -> list[Consultation]:
        """A member's ended consultations that it did not delete (contract 1.6)."""
        where = f"c.ended IS NOT NULL AND {_TAKES_PART} AND {_NOT_DELETED}"
        return self._all(where, member=member_id)

    def all_in_process(self) -> list[Consultation]:
        """All open ones of all members, newest first: each has a room."""
        return self._all("c.ended IS NULL")

    def delete_from_history(self, member_id: int, consultation_id: int) -> bool:
        """Hide an ended one from this member's history; False if it is not there."""
        where = f"c.consultation_id = :id AND c.ended IS NOT NULL AND {_TAKES_PART} AND "
        if self._first(where + _NOT_DELETED, id=consultation_id, member=member_id) is None:
            return False
        self._database.execute(
            "INSERT INTO deleted_history (member_id, consultation_id) VALUES (?, ?)",
            member_id,
            consultation_id,
        )
        return True

    def create(self, new: NewConsultation) -> Consultation:
        """Open one with the team's doctors; an unknown id raises sqlite3.IntegrityError."""
        with self._database.transaction():
            consultation_id = self._insert(new)
            self._database.execute(
                "INSERT INTO consultation_doctors (consultation_id, member_id, place)"
                " SELECT ?, member_id, place FROM team_doctors WHERE team_id = ?",
                consultation_id,
                new.team_id,
            )
        return self._announce(consultation_id, self.on_created)

    def finish(self, consultation_id: int) -> Consultation | None:
        """Move an open one to the history; None if there is no such open one."""
        changed = self._database.execute(
            "UPDATE consultations SET ended = ?, status = ?"
            " WHERE consultation_id = ? AND ended IS NULL",
            self._clock.now_ms(),
            FINISHED,
            consultation_id,
        )
        return self._announce(consultation_id, self.on_finished) if changed.rowcount else None

    def knows_team(self, team_id: int) -> bool:
        """Whether there is a team of this number."""
        return self._database.row("SELECT 1 FROM teams WHERE team_id = ?", team_id) is not None

    def _insert(self, new: NewConsultation) -> int:
        inserted = self._database.execute(
            "INSERT INTO consultations (status, creator_member_id, target_member_id, team_id,"
            " symptom_content, symptom_type, images, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            IN_PROCESS,
            new.creator_member_id,
            new.target_member_id,
            new.team_id,
            new.symptom_content,
            new.symptom_type,
            texts_to_column(list(new.images)),
            self._clock.now_ms(),
        )
        return int(inserted.lastrowid or 0)

    def _announce(
        self, consultation_id: int, listeners: list[Callable[[Consultation], None]]
    ) -> Consultation:
        consultation = self.find(consultation_id)
        if consultation is None:
            raise KeyError(consultation_id)
        for listener in listeners:
            listener(consultation)
        return consultation

    def _all(self, where: str, **values: int) -> list[Consultation]:
        order = " ORDER BY c.created DESC, c.consultation_id DESC"
        return [_consultation(row) for row in self._query(where + order, values)]

    def _first(self, where: str, **values: int) -> Consultation | None:
        rows = self._query(where, values)
        return _consultation(rows[0]) if rows else None

    def _query(self, where: str, values: dict[str, int]) -> list[sqlite3.Row]:
        return self._database.named_rows(f"{_SELECT} WHERE {where}", values)


def _consultation(row: sqlite3.Row) -> Consultation:
    return Consultation(
        consultation_id=row["consultation_id"],
        status=row["status"],
        creator_member_id=row["creator_member_id"],
        creator_member_name=row["creator_name"],
        target_member_id=row["target_member_id"],
        target_member_name=row["target_name"],
        team_id=row["team_id"],
        team_name=row["team_name"],
        doctor_ids=tuple(int(part) for part in (row["doctor_ids"] or "").split(",") if part),
        symptom_content=row["symptom_content"],
        symptom_type=row["symptom_type"],
        images=tuple(texts_from_column(row["images"])),
        created=row["created"],
        ended=row["ended"],
    )
