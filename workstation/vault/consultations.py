"""Snapshots of the platform's two lists: what is shown before the network answers."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.consultation import Consultation
from workstation.vault import sql
from workstation.vault.codec import CONSULTATION_COLUMNS, consultation_row, consultation_value

if TYPE_CHECKING:
    import apsw

_LISTED = f"{CONSULTATION_COLUMNS}, place, rank"


def replace_list(
    connection: "apsw.Connection", place: Place, values: Sequence[Consultation], now_ms: int
) -> Changes:
    """The platform's list is now exactly this; what left it is kept as ``GONE``.

    The changes name what is new, moved or different; ``GONE`` ones among them. A consultation that
    both lists name is in process.
    """
    if place is Place.HISTORY:
        open_ones = {_number(item) for item in in_place(connection, Place.IN_PROCESS)}
        values = [value for value in values if value.consultation_id not in open_ones]
    before = {item.consultation.consultation_id: item for item in in_place(connection, place)}
    after = [Listed(value, place, rank) for rank, value in enumerate(values)]
    different = [item for item in after if before.pop(_number(item), None) != item]
    gone = [Listed(item.consultation, Place.GONE, item.rank) for item in before.values()]
    for item in (*different, *gone):
        _put(connection, item, now_ms)
    relisted = frozenset({place}) if different or gone else frozenset()
    return Changes(listed=(*different, *gone), relisted=relisted)


def put(connection: "apsw.Connection", item: Listed, now_ms: int) -> Changes:
    """One consultation is known anew."""
    if get(connection, _number(item)) == item:
        return Changes()
    _put(connection, item, now_ms)
    return Changes(listed=(item,))


def in_place(connection: "apsw.Connection", place: Place) -> tuple[Listed, ...]:
    """A whole list in the platform's order."""
    rows = sql.rows(
        connection,
        f"SELECT {_LISTED} FROM consultation WHERE place = ? ORDER BY rank",
        (place.value,),
    )
    return tuple(_value(row) for row in rows)


def get(connection: "apsw.Connection", consultation_id: int) -> Listed | None:
    """One consultation, wherever it stands."""
    row = sql.one(
        connection,
        f"SELECT {_LISTED} FROM consultation WHERE consultation_id = ?",
        (consultation_id,),
    )
    return None if row is None else _value(row)


def seen_ms(connection: "apsw.Connection", place: Place) -> int | None:
    """When a list was last changed by the platform's answer; ``None`` where it never was."""
    found = sql.value(
        connection, "SELECT max(seen_ms) FROM consultation WHERE place = ?", (place.value,)
    )
    return None if found is None else int(found)


def forget(connection: "apsw.Connection", consultation_ids: Iterable[int]) -> Changes:
    """Delete consultations with their conversations; own unsent words and drafts stay."""
    numbers = tuple(consultation_ids)
    for table in ("gap", "cursor", "displayed", "archived", "consultation"):
        connection.executemany(
            f"DELETE FROM {table} WHERE consultation_id = ?",
            ((number,) for number in numbers),
        )
    for number in numbers:
        sql.run(
            connection,
            "DELETE FROM message_index WHERE rowid IN"
            " (SELECT message_id FROM message WHERE consultation_id = ?)",
            (number,),
        )
        sql.run(connection, "DELETE FROM message WHERE consultation_id = ?", (number,))
    return Changes(forgotten=frozenset(numbers))


def _put(connection: "apsw.Connection", item: Listed, now_ms: int) -> None:
    row = (*consultation_row(item.consultation), item.place.value, item.rank, now_ms)
    marks = ", ".join("?" * len(row))
    sql.run(
        connection,
        f"INSERT OR REPLACE INTO consultation ({_LISTED}, seen_ms) VALUES ({marks})",
        row,
    )


def _number(item: Listed) -> int:
    return item.consultation.consultation_id


def _value(row: tuple[object, ...]) -> Listed:
    return Listed(consultation_value(row[:-2]), Place(str(row[-2])), int(str(row[-1])))
