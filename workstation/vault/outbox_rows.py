"""Rows of the outbox, and how they are shown.

The law: the doctor's actions write only the outbox. A row is shown as the last of its conversation,
under the key that it keeps once it is confirmed (``domain.row_key``), so that the line does not
blink when it moves from here to the archive. ``was_tried`` decides how far a room must be read
before anything is sent again: a message that was under way once may be in any page that was not
read yet. Red without: ``tests/services/test_caught_up.py`` (an own message beyond the newest page
is looked for), ``tests/vault/test_outbox.py``.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workstation.domain.commands import Send
from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.domain.row_key import own_row
from workstation.domain.speaker import Cast
from workstation.vault import members, sql
from workstation.vault.codec import attachment_value

if TYPE_CHECKING:
    import apsw

_COLUMNS = (
    "consultation_id, origin_id, kind, text, attachment, file_id, created_ms, state, failure,"
    " said, kills"
)


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A row of the outbox. ``file_id`` names bytes that are still to be uploaded."""

    consultation_id: ConsultationId
    origin_id: OriginId
    kind: MessageKind
    text: str
    attachment: Attachment | None
    file_id: str | None
    created_ms: int
    state: Delivery
    failure: str
    refusal_text: str
    kills: int

    @property
    def command(self) -> Send:
        """What to ask of the session, once nothing is left to upload."""
        return Send(self.consultation_id, self.origin_id, self.kind, self.text, self.attachment)


def entries(
    connection: "apsw.Connection", consultation_id: ConsultationId | None = None
) -> tuple[OutboxEntry, ...]:
    """All rows in the order typed, of one room or of all."""
    rows = sql.rows(
        connection,
        f"SELECT {_COLUMNS} FROM outbox WHERE ?1 IS NULL OR consultation_id = ?1 ORDER BY entry_id",
        (consultation_id,),
    )
    return tuple(_value(row) for row in rows)


def get(connection: "apsw.Connection", origin_id: OriginId) -> OutboxEntry | None:
    """One row; ``None`` once the room has confirmed the message."""
    row = sql.one(
        connection,
        f"SELECT {_COLUMNS} FROM outbox WHERE origin_id = ?",
        (origin_id,),
    )
    return None if row is None else _value(row)


def messages(connection: "apsw.Connection", consultation_id: ConsultationId) -> tuple[Message, ...]:
    """The unsent messages of a conversation as they are shown, in the order typed."""
    rows = entries(connection, consultation_id)
    if not rows:
        return ()
    cast = members.cast(connection, consultation_id)
    return tuple(as_message(entry, cast) for entry in rows)


def last_unsent(
    connection: "apsw.Connection", consultation_id: ConsultationId, cast: Cast
) -> Message | None:
    """The unsent message typed last."""
    row = sql.one(
        connection,
        f"SELECT {_COLUMNS} FROM outbox WHERE consultation_id = ? ORDER BY entry_id DESC LIMIT 1",
        (consultation_id,),
    )
    return None if row is None else as_message(_value(row), cast)


def count_unsent(connection: "apsw.Connection", consultation_id: ConsultationId) -> tuple[int, int]:
    """How many messages are unsent, and how many of them failed."""
    ((unsent, failed),) = sql.rows(
        connection,
        "SELECT count(*), count(*) FILTER (WHERE state = 'failed') FROM outbox"
        " WHERE consultation_id = ?",
        (consultation_id,),
    )
    return int(unsent), int(failed)


def count_all_unsent(connection: "apsw.Connection") -> tuple[int, int]:
    """How many messages of all rooms are unsent, and how many of them failed."""
    ((unsent, failed),) = sql.rows(
        connection, "SELECT count(*), count(*) FILTER (WHERE state = 'failed') FROM outbox"
    )
    return int(unsent), int(failed)


def has_sendable(connection: "apsw.Connection") -> bool:
    """Whether a message waits that goes out by itself, or is under way."""
    return bool(sql.value(connection, "SELECT count(*) FROM outbox WHERE state <> 'failed'"))


def was_tried(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    """Whether an unsent message may be in the room's archive: it was under way at least once."""
    count_tried = sql.value(
        connection,
        "SELECT count(*) FROM outbox WHERE consultation_id = ? AND attempts > 0"
        " AND state <> 'failed'",
        (consultation_id,),
    )
    return bool(count_tried)


def as_message(entry: OutboxEntry, cast: Cast) -> Message:
    """A row as the message that stands at the end of its conversation."""
    return Message(
        consultation_id=entry.consultation_id,
        origin_id=entry.origin_id,
        speaker=Speaker(cast.me, SpeakerRole.ME, cast.names.get(cast.me or MemberId(0), "")),
        kind=entry.kind,
        text=entry.text,
        at_ms=entry.created_ms,
        delivery=entry.state,
        attachment=entry.attachment,
        failure=entry.failure,
        key=own_row(entry.origin_id),
        file_id=entry.file_id or "",
    )


def _value(row: tuple[Any, ...]) -> OutboxEntry:
    consultation_id, origin_id, kind, text, attachment, file_id, created, state, *remaining = row
    return OutboxEntry(
        consultation_id,
        origin_id,
        MessageKind(kind),
        text,
        attachment_value(attachment),
        file_id,
        created,
        Delivery(state),
        *remaining,
    )
