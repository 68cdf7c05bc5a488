"""The doctors' personal details (contract 2.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from workstation.clinic.database import Database, texts_from_column, texts_to_column

TEXT_FIELDS: Final = ("name", "title", "hospital", "department", "introduction", "photo")
LIST_FIELDS: Final = ("specialties", "honours")


@dataclass(frozen=True, slots=True)
class Detail:
    """A doctor's page as patients see it."""

    member_id: int
    name: str
    title: str
    hospital: str
    department: str
    introduction: str
    photo: str
    specialties: tuple[str, ...]
    honours: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The fields of contract 2.1."""
        texts = {field: getattr(self, field) for field in TEXT_FIELDS}
        lists = {field: list(getattr(self, field)) for field in LIST_FIELDS}
        return {"member_id": self.member_id, **texts, **lists}


class Doctors:
    """The table of details; the last writer wins, as the platform does it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def detail(self, member_id: int) -> Detail | None:
        """A doctor's detail, or None for a member who is no doctor."""
        row = self._database.row(
            "SELECT d.*, m.name FROM doctors d JOIN members m USING (member_id)"
            " WHERE d.member_id = ?",
            member_id,
        )
        if row is None:
            return None
        values: dict[str, Any] = {field: row[field] for field in TEXT_FIELDS}
        values |= {field: tuple(texts_from_column(row[field])) for field in LIST_FIELDS}
        return Detail(member_id=member_id, **values)

    def change(self, member_id: int, changes: Mapping[str, str | list[str]]) -> None:
        """Write the given fields; those not given keep their value."""
        with self._database.transaction():
            for field, value in changes.items():
                self._write(member_id, field, value)

    def _write(self, member_id: int, field: str, value: str | list[str]) -> None:
        table = "members" if field == "name" else "doctors"
        if field not in TEXT_FIELDS + LIST_FIELDS:
            raise KeyError(field)
        self._database.execute(
            f"UPDATE {table} SET {field} = ? WHERE member_id = ?",  # noqa: S608 - a known column
            texts_to_column(value) if isinstance(value, list) else value,
            member_id,
        )
