"""Who I am in this vault, and the display names of doctors by their account."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.speaker import Cast
from workstation.vault import preferences, sql
from workstation.vault.conversation import consultation_rows

if TYPE_CHECKING:
    import apsw

ME = "me"


def set_me(connection: "apsw.Connection", member_id: MemberId, name: str = "") -> None:
    """Store whose vault this is, and the account's display name if it is known."""
    preferences.put(connection, ME, member_id)
    if name:
        learn(connection, member_id, name)


def me(connection: "apsw.Connection") -> MemberId | None:
    """The account that this vault belongs to, ``None`` before the first sign-in."""
    value = preferences.get(connection, ME)
    return MemberId(value) if isinstance(value, int) else None


def learn(connection: "apsw.Connection", member_id: MemberId, name: str) -> bool:
    """Keep a display name; false where it was known."""
    return (
        sql.run(
            connection,
            "INSERT INTO member (member_id, name) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET name = excluded.name WHERE name <> excluded.name",
            (member_id, name),
        )
        > 0
    )


def names(connection: "apsw.Connection") -> dict[MemberId, str]:
    """All known display names by account."""
    return {
        MemberId(member_id): str(name)
        for member_id, name in sql.rows(connection, "SELECT * FROM member")
    }


def named_in(connection: "apsw.Connection", ids: Iterable[ConsultationId]) -> frozenset[MemberId]:
    """Patients of these consultations, who asked, and whoever else wrote there, but doctors."""
    rows = sql.rows(
        connection,
        "WITH room AS (SELECT value AS number FROM json_each(?))"
        " SELECT target_id FROM consultation WHERE consultation_id IN room"
        " UNION SELECT creator_id FROM consultation WHERE consultation_id IN room"
        " UNION SELECT member_id FROM (SELECT DISTINCT consultation_id, member_id FROM message"
        " WHERE consultation_id IN room) m WHERE NOT EXISTS (SELECT 1 FROM consultation c,"
        " json_each(c.doctor_ids) d"
        " WHERE c.consultation_id = m.consultation_id AND d.value = m.member_id)",
        (json.dumps(list(ids)),),
    )
    return frozenset(MemberId(person) for (person,) in rows if person is not None)


def forget_unneeded(connection: "apsw.Connection", people: Iterable[MemberId]) -> None:
    """Delete the names of these that no consultation and no message shows any more.

    The doctor's own stays. One look through the messages for all of them, of whom there are many
    where a year's consultations go at once.
    """
    mine = me(connection)
    sql.run(
        connection,
        "WITH person AS (SELECT value AS number FROM json_each(?))"
        " DELETE FROM member WHERE member_id IN person AND member_id NOT IN ("
        "SELECT target_id FROM consultation WHERE target_id IN person"
        " UNION SELECT creator_id FROM consultation WHERE creator_id IN person"
        " UNION SELECT d.value FROM consultation c, json_each(c.doctor_ids) d"
        " UNION SELECT member_id FROM message WHERE member_id IN person)",
        (json.dumps([person for person in people if person != mine]),),
    )


def cast(connection: "apsw.Connection", consultation_id: ConsultationId) -> Cast:
    """The people of one conversation, as far as this computer knows them."""
    listed = consultation_rows.get(connection, consultation_id)
    value = None if listed is None else listed.consultation
    ids = () if value is None else value.doctor_ids
    mine = me(connection)
    names_by_id = {
        member_id: _name(connection, member_id)
        for member_id in {*ids, mine}
        if member_id is not None
    }
    return Cast(mine, value, names_by_id)


def _name(connection: "apsw.Connection", member_id: MemberId) -> str:
    name = sql.value(connection, "SELECT name FROM member WHERE member_id = ?", (member_id,))
    return "" if name is None else str(name)
