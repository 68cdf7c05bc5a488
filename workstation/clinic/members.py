"""Who has an account: doctors and patients."""

from dataclasses import dataclass
from typing import Literal

from workstation.clinic.database import Database

Role = Literal["doctor", "patient"]


@dataclass(frozen=True, slots=True)
class Account:
    """One member of the platform."""

    member_id: int
    name: str
    role: Role


class Members:
    """The table of accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, member_id: int) -> Account | None:
        """The account of a member, or None."""
        row = self._database.row("SELECT * FROM members WHERE member_id = ?", member_id)
        return None if row is None else Account(row["member_id"], row["name"], row["role"])

    def doctors(self) -> list[Account]:
        """All doctors, the demo's own first."""
        rows = self._database.rows("SELECT * FROM members WHERE role = 'doctor' ORDER BY member_id")
        return [Account(row["member_id"], row["name"], "doctor") for row in rows]

    def find_doctor(self, name_or_id: str) -> Account | None:
        """A doctor by name or by member id as text, or None."""
        return next(
            (
                doctor
                for doctor in self.doctors()
                if name_or_id in {doctor.name, str(doctor.member_id)}
            ),
            None,
        )
