"""Words that stand in a draft of one database and were sent meanwhile out of another.

While the disk took nothing, the doctor went on with a draft in the memory of a run, and sent it; or
an older program was put back, and sent what it had been given of the vault that was set aside. The
draft that is left is the beginning of that message: taken over, it would stand in the composer
again, to be sent a second time. Red without it: ``tests/vault/test_sent_drafts.py``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Draft
from workstation.domain.ids import ConsultationId
from workstation.domain.value import value
from workstation.vault import drafts, members, sql

if TYPE_CHECKING:
    import apsw


@value
class SentWords:
    """An own message, or one that waits to be sent, and of when it is."""

    consultation_id: ConsultationId
    text: str = field(repr=False)
    at_ms: int


def read_sent(connection: "apsw.Connection") -> tuple[SentWords, ...]:
    """What the doctor said, as far as this database knows."""
    rows = sql.rows(
        connection,
        "SELECT consultation_id, text, at_ms FROM message WHERE member_id = ?1 AND text <> ''"
        " UNION ALL SELECT consultation_id, text, created_ms FROM outbox WHERE text <> ''",
        (members.me(connection),),
    )
    return tuple(SentWords(ConsultationId(room), str(text), at_ms) for room, text, at_ms in rows)


def drop_sent(connection: "apsw.Connection", sent: Iterable[SentWords]) -> None:
    """Take out of the drafts here what was sent after it was written; their files stay."""
    written = sql.rows(
        connection, "SELECT consultation_id, text, updated_ms FROM draft WHERE trim(text) <> ''"
    )
    begun = {room: (str(text).strip(), updated_ms) for room, text, updated_ms in written}
    for room in {each.consultation_id for each in sent if _is_of(each, begun)}:
        draft = drafts.get(connection, room)
        _, updated_ms = begun[room]
        drafts.put(connection, replace(draft, text="", caret=0, quote=None), updated_ms)


def leave_out_sent(
    connection: "apsw.Connection", older: Iterable[tuple[Draft, int]]
) -> Iterator[tuple[Draft, int]]:
    """Drafts of an older database, with when each was written, without words sent from here since.

    Their files stay.
    """
    sent = read_sent(connection)
    for draft, updated_ms in older:
        begun = {draft.consultation_id: (draft.text.strip(), updated_ms)}
        is_sent = any(_is_of(each, begun) for each in sent)
        rest = replace(draft, text="", caret=0, quote=None) if is_sent else draft
        yield rest, updated_ms


def _is_of(sent: SentWords, begun: dict[ConsultationId, tuple[str, int]]) -> bool:
    text, updated_ms = begun.get(sent.consultation_id, ("", 0))
    return bool(text) and text in sent.text and sent.at_ms >= updated_ms
