"""Who I am in this vault, and the display names of doctors by their account."""

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
