"""Rows as the messages that are shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.domain.message import (
    AnswerPlace,
    Message,
    Quote,
    Speaker,
    SpeakerRole,
)
from workstation.domain.row_key import RowKey, own_row, stored_row
from workstation.domain.speaker import Cast
from workstation.vault import sql
from workstation.vault.codec import attachment_value, kind_value
from workstation.vault.conversation import members, outbox_rows, quotes
from workstation.vault.conversation.message_line import (
    AMENDED,
    COLUMNS,
    DOCTORS,
    MEMBER,
    NOTHING,
    PLAYED,
    plain_line,
    unplayed,
    with_mentions,
)
from workstation.vault.conversation.messages import VISIBLE

if TYPE_CHECKING:
    import apsw

_SLICE = 400


class MessageReader:
    """Builds messages of one conversation; looks its people up once.

    Who knows them already gives ``cast``, ``read_to``: the place up to which the patient has read
    (``NOTHING`` for none), and ``has_quotes``: whether anything is quoted there.
    """

    def __init__(
        self,
        connection: "apsw.Connection",
        consultation_id: ConsultationId,
        cast: Cast | None = None,
        read_to: int | None = None,
        *,
        has_quotes: bool | None = None,
    ) -> None:
        self._connection, self.consultation_id = connection, consultation_id
        self.cast = members.cast(connection, consultation_id) if cast is None else cast
        if read_to is not None:
            self._read_to = read_to
        if has_quotes is not None:
            self._has_quotes = has_quotes
        self._speakers: dict[int | None, Speaker] = {}

    def by_number(self, numbers: Iterable[int]) -> list[Message]:
        """The messages of these numbers that are lines of their own, in the archive's order."""
        messages: list[Message] = []
        remaining = iter(numbers)
        while part := list(islice(remaining, _SLICE)):
            marks = ", ".join("?" * len(part))
            rows = sql.rows(
                self._connection,
                f"SELECT {COLUMNS} FROM message m WHERE m.message_id IN ({marks}) AND {VISIBLE}",
                part,
            )
            messages += self.messages(rows)
        return sorted(messages, key=lambda message: message.position or 0)

    def messages(self, rows: Iterable[sql.Row]) -> Iterator[Message]:
        """Rows of ``COLUMNS`` as messages."""
        for row in list(rows):
            yield self.message(row)

    def message(self, row: sql.Row) -> Message:
        """A line with what it quotes and, where others than doctors speak, who answered it."""
        message, number = self._line(row), int(row[0])
        if message.retracted:
            return message
        if self._has_quotes and message.speaker.role not in DOCTORS:
            message = replace(message, answer=self._find_answer(number))
        reference, excerpt = self._quoted(row)
        if not reference:
            return message
        return replace(message, quote=self.quote(reference, excerpt, number))

    def unsent(self) -> tuple[Message, ...]:
        """The unsent messages as they are shown, in the order typed."""
        waiting = outbox_rows.messages(self._connection, self.consultation_id)
        return tuple(self.with_quote(message) for message in waiting)

    def with_quote(self, message: Message) -> Message:
        """An unsent message with what it quotes, as that stands here now."""
        if message.quote is None:
            return message
        return replace(message, quote=self.quote(message.quote.reference))

    def quote(self, reference: str, excerpt: str = "", itself: int | None = None) -> Quote:
        """What a reference names, unless that is the message ``itself``."""
        number = quotes.find(self._connection, self.consultation_id, reference)
        rows = sql.rows(
            self._connection,
            f"SELECT {COLUMNS} FROM message m WHERE m.message_id = ? AND {VISIBLE}",
            (None if number == itself else number,),
        )
        return Quote(reference, excerpt, next((self._line(row) for row in rows), None))

    def speaker(self, member_id: MemberId | None) -> Speaker:
        """Who is behind an account here."""
        if member_id not in self._speakers:
            self._speakers[member_id] = self.cast.speaker(member_id)
        return self._speakers[member_id]

    def _quoted(self, row: sql.Row) -> tuple[str, str]:
        """What a message names; where it names nothing, what the first correction of it does."""
        amended, _, reference, excerpt, _ = row[-5:]
        if amended and not reference:
            corrected = sql.one(
                self._connection,
                "SELECT quotes, excerpt FROM message WHERE target_id = ? AND quotes <> ''"
                " ORDER BY position LIMIT 1",
                (row[0],),
            )
            reference, excerpt = corrected or ("", "")
        return str(reference), str(excerpt)

    def _find_answer(self, number: int) -> AnswerPlace | None:
        for answering, member, origin_id, twin, position in quotes.answers(
            self._connection, self.consultation_id, number
        ):
            speaker = self.speaker(None if member is None else MemberId(member))
            mine = speaker.role is SpeakerRole.ME and bool(origin_id) and not twin
            key = own_row(OriginId(origin_id)) if mine else stored_row(answering)
            if speaker.role in DOCTORS:
                return AnswerPlace(key, position, speaker)
        return None

    @cached_property
    def _read_to(self) -> int:
        consultation = self.cast.consultation
        patient = None if consultation is None else consultation.creator.member_id
        if patient is None:
            return NOTHING
        return displayed_to(self._connection, self.consultation_id, patient)

    @cached_property
    def _has_quotes(self) -> bool:
        return quotes.has_any(self._connection, self.consultation_id)

    def _line(self, row: sql.Row) -> Message:
        speaker = self.speaker(row[MEMBER])
        mine = speaker.role is SpeakerRole.ME
        plain = plain_line(row, self.cast, speaker, self._read_to if mine else NOTHING)
        message = self._apply_amendments(plain, row[0]) if row[AMENDED] else plain
        if mine and message.key in self._waiting:
            message = outbox_rows.overlay(message, self._waiting[message.key])
        return message if mine or row[PLAYED] else unplayed(message)

    @cached_property
    def _waiting(self) -> Mapping[RowKey, list[outbox_rows.OutboxEntry]]:
        """What the doctor has changed of own messages and the room has not confirmed."""
        waiting = outbox_rows.amendments(self._connection, self.consultation_id)
        return {own_row(name): entries for name, entries in waiting.items()}

    def _apply_amendments(self, plain: Message, number: int) -> Message:
        rows = sql.rows(
            self._connection,
            "SELECT kind, text, attachment, at_ms, retracts, mentions FROM message"
            " WHERE target_id = ? ORDER BY position",
            (number,),
        )
        texts = [plain.text, *(str(text) for _, text, *_, retracts, _ in rows if not retracts)]
        withdrawn_ms = [int(at_ms) for *_, at_ms, retracts, _ in rows if retracts]
        if withdrawn_ms:
            return replace(
                plain,
                text="",
                attachment=None,
                earlier=tuple(texts),
                retracted=True,
                amended_ms=withdrawn_ms[0],
                mentions=(),
                mentions_me=False,
            )
        kind, text, attachment, at_ms, _, mentions = rows[-1]
        attached = attachment_value(attachment)
        corrected = replace(
            plain,
            kind=kind_value(kind, attached),
            text=str(text),
            attachment=attached,
            earlier=tuple(texts[:-1]),
            amended_ms=int(at_ms),
        )
        return with_mentions(corrected, self.cast, mentions)


def displayed_to(
    connection: "apsw.Connection", consultation_id: ConsultationId, member_id: MemberId
) -> int:
    """The place up to which a member has read; below every place where nothing is known."""
    position = sql.value(
        connection,
        "SELECT max(m.position) FROM displayed d JOIN message m USING (message_id)"
        " WHERE d.consultation_id = ? AND d.member_id = ?",
        (consultation_id, member_id),
    )
    return NOTHING if position is None else int(position)
