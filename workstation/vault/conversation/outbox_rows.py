"""Rows of the outbox, and how they are shown.

The law: the doctor's actions write only the outbox. A row is shown as the last of its conversation,
under the key that it keeps once it is confirmed (``domain.row_key``), so that the line does not
blink when it moves from here to the archive. ``was_tried`` decides how far a room must be read
before anything is sent again: a message that was under way once may be in any page that was not
read yet. A correction or a withdrawal is a row, too, and no line: it is laid over the message that
it amends, wherever that stands (``overlay``).

Tests: ``tests/services/test_caught_up.py`` (an own message beyond the newest page is looked
for), ``tests/vault/unsent/test_outbox.py``, ``tests/vault/unsent/test_own_amendments.py``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workstation.domain.commands import Send
from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.domain.mentions import find_mentions
from workstation.domain.message import (
    Amending,
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Quote,
    Speaker,
    SpeakerRole,
)
from workstation.domain.row_key import own_row
from workstation.domain.speaker import Cast
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.codec import attachment_value, kind_value
from workstation.vault.conversation import members
from workstation.vault.conversation.in_doubt import IN_DOUBT, IS_IN_DOUBT

if TYPE_CHECKING:
    import apsw

_COLUMNS = (
    "consultation_id, origin_id, kind, text, attachment, file_id, created_ms, state, failure,"
    " said, kills, attempts, amends, retracts, quotes"
)

Amendments = Mapping[OriginId, list["OutboxEntry"]]
"""Corrections and withdrawals that wait, in the order made, by the message that they amend."""


class OutboxEntry(Value):
    """A row of the outbox. ``file_id`` names bytes that are still to be uploaded.

    A correction or withdrawal ``amends`` the own message of that origin id; ``target`` is what the
    room knows that message by, empty as long as the room has not confirmed it. ``quotes`` is what
    the room knows the message by that it answers (``Quote.reference``). ``server_text`` is what was
    said by who refused it, beside the ``failure``.
    """

    consultation_id: ConsultationId
    origin_id: OriginId
    kind: MessageKind
    text: str
    attachment: Attachment | None
    file_id: str | None
    created_ms: int
    state: Delivery
    failure: str
    server_text: str
    kills: int
    attempts: int
    amends: OriginId
    retracts: bool
    quotes: str
    target: str = ""

    @property
    def is_held_back(self) -> bool:
        """Whether it amends a message that the room has not confirmed: that one goes first."""
        return bool(self.amends) and not self.target

    @property
    def is_unproven(self) -> bool:
        """Whether it failed and nobody knows that the room has it, or has it not."""
        may_be_there = self.failure in IN_DOUBT and self.attempts > 0
        return self.state is Delivery.FAILED and may_be_there and not self.amends

    @property
    def is_tried(self) -> bool:
        """Whether it was under way, and the room may have it."""
        return self.attempts > 0 and self.state is not Delivery.FAILED

    @property
    def command(self) -> Send:
        """What to ask of the session, once nothing is left to upload."""
        return Send(
            self.consultation_id,
            self.origin_id,
            self.kind,
            self.text,
            self.attachment,
            replaces="" if self.retracts else self.amends,
            retracts=self.target if self.retracts else "",
            quote=self.quote,
        )

    @property
    def quote(self) -> Quote | None:
        """What it answers, by its id alone."""
        return Quote(self.quotes) if self.quotes else None


def entries(
    connection: "apsw.Connection", consultation_id: ConsultationId | None = None
) -> tuple[OutboxEntry, ...]:
    """All rows in the order typed, of one room or of all."""
    rows = sql.rows(
        connection,
        f"SELECT {_COLUMNS} FROM outbox WHERE ?1 IS NULL OR consultation_id = ?1 ORDER BY entry_id",
        (consultation_id,),
    )
    return tuple(_with_target(connection, _value(row)) for row in rows)


def get(connection: "apsw.Connection", origin_id: OriginId) -> OutboxEntry | None:
    """One row; ``None`` once the room has confirmed the message."""
    row = sql.one(
        connection,
        f"SELECT {_COLUMNS} FROM outbox WHERE origin_id = ?",
        (origin_id,),
    )
    return None if row is None else _with_target(connection, _value(row))


def amendments(connection: "apsw.Connection", consultation_id: ConsultationId) -> Amendments:
    """The corrections and withdrawals of a room that the room has not confirmed."""
    rows = sql.rows(
        connection,
        f"SELECT {_COLUMNS} FROM outbox WHERE consultation_id = ? AND amends <> ''"
        " ORDER BY entry_id",
        (consultation_id,),
    )
    return _by_amended(map(_value, rows))


def messages(connection: "apsw.Connection", consultation_id: ConsultationId) -> tuple[Message, ...]:
    """The unsent messages of a conversation as they are shown, in the order typed."""
    rows = entries(connection, consultation_id)
    if not rows:
        return ()
    cast, waiting = members.cast(connection, consultation_id), _by_amended(rows)
    return tuple(
        overlay(as_message(entry, cast), waiting.get(entry.origin_id, ()))
        for entry in rows
        if not entry.amends
    )


def last_unsent(
    connection: "apsw.Connection", consultation_id: ConsultationId, cast: Cast
) -> Message | None:
    """The unsent message typed last."""
    row = sql.one(
        connection,
        f"SELECT {_COLUMNS} FROM outbox WHERE consultation_id = ? AND amends = ''"
        " ORDER BY entry_id DESC LIMIT 1",
        (consultation_id,),
    )
    if row is None:
        return None
    message = as_message(_value(row), cast)
    waiting = amendments(connection, consultation_id)
    return overlay(message, waiting.get(message.origin_id, ()))


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
        server_text=entry.server_text,
        key=own_row(entry.origin_id),
        file_id=entry.file_id or "",
        quote=entry.quote,
        mentions=find_mentions(entry.text, cast.mentionable()),
    )


def overlay(message: Message, waiting: Iterable[OutboxEntry]) -> Message:
    """A message with what the doctor has changed of it since, whether or not the room knows.

    A withdrawal that failed is not shown as one: everybody else reads the message still.
    """
    for entry in waiting:
        if not message.retracted:
            message = _amend(message, entry)
    return message


def _amend(message: Message, entry: OutboxEntry) -> Message:
    if message.position is not None or message.delivery is Delivery.FAILED:
        state, failure, server_text = entry.state, entry.failure, entry.server_text
        message = replace(message, delivery=state, failure=failure, server_text=server_text)
    amending = Amending.WITHDRAWING if entry.retracts else Amending.CORRECTING
    message = replace(message, amending=amending)
    if entry.retracts and entry.state is Delivery.FAILED:
        return message
    return replace(
        message,
        text="" if entry.retracts else entry.text,
        attachment=None if entry.retracts else message.attachment,
        earlier=(*message.earlier, message.text),
        retracted=entry.retracts,
        amended_ms=entry.created_ms,
        quote=None if entry.retracts else message.quote,
        mentions=(),
    )


def _by_amended(rows: Iterable[OutboxEntry]) -> Amendments:
    waiting: defaultdict[OriginId, list[OutboxEntry]] = defaultdict(list)
    for entry in rows:
        if entry.amends:
            waiting[entry.amends].append(entry)
    return waiting


def _with_target(connection: "apsw.Connection", entry: OutboxEntry) -> OutboxEntry:
    """The entry with the id that the room gave: by that it is withdrawn (XEP-0424, 4.1).

    A correction of an unproven message goes out all the same: where the room has not what it
    corrects it stands there as a message.
    """
    if not entry.amends:
        return entry
    target = sql.value(
        connection,
        "SELECT coalesce((SELECT archive_id FROM archived a WHERE a.message_id = m.message_id"
        " AND NOT a.copy ORDER BY archive_id LIMIT 1), m.origin_id) FROM message m"
        " WHERE consultation_id = ? AND origin_id = ? AND coalesce(member_id, -1) = ? AND twin = 0",
        (entry.consultation_id, entry.amends, members.me(connection)),
    )
    if target is None and not entry.retracts:
        target = sql.value(
            connection,
            f"SELECT origin_id FROM outbox WHERE origin_id = ? AND {IS_IN_DOUBT}",
            (entry.amends,),
        )
    return entry if target is None else replace(entry, target=str(target))


def _value(row: tuple[Any, ...]) -> OutboxEntry:
    consultation_id, origin_id, kind, text, attachment, file_id, created, state, *remaining = row
    failure, server_text, kills, attempts, amends, retracts, quoted = remaining
    attached = attachment_value(attachment)
    return OutboxEntry(
        consultation_id,
        origin_id,
        kind_value(kind, attached),
        text,
        attached,
        file_id,
        created,
        Delivery(state),
        failure,
        server_text,
        kills,
        attempts,
        amends,
        bool(retracts),
        quoted,
    )
