"""Rows of the platform's lists."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.changes import Listed, Place
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.vault import sql
from workstation.vault.codec import (
    CONSULTATION_COLUMNS,
    ListedMembers,
    consultation_row,
    consultation_value,
)

if TYPE_CHECKING:
    import apsw

_LISTED = f"{CONSULTATION_COLUMNS}, place"


def in_place(connection: "apsw.Connection", place: Place) -> tuple[Listed, ...]:
    """A whole list, the newest consultation first."""
    members = ListedMembers()
    rows = connection.execute(
        f"SELECT {CONSULTATION_COLUMNS} FROM consultation WHERE place = ?"
        " ORDER BY consultation_id DESC",
        (place.value,),
    )
    return tuple([Listed(consultation_value(row, members), place) for row in rows])


def ids_in_place(connection: "apsw.Connection", place: Place) -> set[ConsultationId]:
    """The numbers of a whole list."""
    rows = connection.execute(
        "SELECT consultation_id FROM consultation WHERE place = ?", (place.value,)
    )
    return {number for (number,) in rows}


def compare(
    connection: "apsw.Connection", place: Place, values: Iterable[Consultation]
) -> tuple[set[ConsultationId], list[Consultation]]:
    """A list beside a new one: the numbers of what is the same, and what is not in the new one.

    Of thousands nearly all are the same: they are compared as columns, row by row, so that none is
    made into a value for it.
    """
    by_id = {value.consultation_id: value for value in values}
    same, gone = set[ConsultationId](), list[Consultation]()
    statement = f"SELECT {CONSULTATION_COLUMNS} FROM consultation WHERE place = ?"
    with sql.few_pages(connection):
        for row in connection.execute(statement, (place.value,)):
            value = by_id.get(row[0])
            if value is None:
                gone.append(consultation_value(row))
            elif consultation_row(value) == row:
                same.add(value.consultation_id)
    return same, gone


def get(connection: "apsw.Connection", consultation_id: ConsultationId) -> Listed | None:
    """One consultation, wherever it stands."""
    row = sql.one(
        connection,
        f"SELECT {_LISTED} FROM consultation WHERE consultation_id = ?",
        (consultation_id,),
    )
    return None if row is None else _value(row)


def put_row(connection: "apsw.Connection", item: Listed) -> None:
    """Write a row, in place of the one there was."""
    row = (*consultation_row(item.consultation), item.place.value)
    marks = ", ".join("?" * len(row))
    sql.run(connection, f"INSERT OR REPLACE INTO consultation ({_LISTED}) VALUES ({marks})", row)


def id_of(item: Listed) -> ConsultationId:
    """The number of a listed consultation."""
    return item.consultation.consultation_id


def _value(row: tuple[object, ...]) -> Listed:
    return Listed(consultation_value(row[:-1]), Place(str(row[-1])))
