"""One row as one line: what it says by itself, without what was changed, quoted or answered."""

import marshal
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.domain.message import Delivery, Message, Speaker, SpeakerRole
from workstation.domain.message_kinds import TRAITS
from workstation.domain.row_key import own_row, stored_row
from workstation.domain.speaker import Cast
from workstation.domain.value import Deferred
from workstation.vault import sql
from workstation.vault.codec import attachment_value, kind_value, mentions_value

COLUMNS = (
    "m.message_id, m.consultation_id, m.position, m.member_id, m.origin_id, m.twin, m.at_ms,"
    " m.kind, m.text, m.attachment,"
    " EXISTS (SELECT 1 FROM message t WHERE t.target_id = m.message_id),"
    " EXISTS (SELECT 1 FROM played p WHERE p.message_id = m.message_id), m.quotes, m.excerpt,"
    " m.mentions"
)
MEMBER, TEXT, AMENDED, PLAYED = 3, 8, 10, 11
"""Where in a row of them these stand."""

NOTHING = -(1 << 62)
"""Below every place: nothing was read."""

DOCTORS = frozenset({SpeakerRole.ME, SpeakerRole.COLLEAGUE})


def plain_line(row: sql.Row, people: Cast, speaker: Speaker, read_to: int) -> Message:
    """A row of ``COLUMNS`` as a line, not yet marked as one that waits to be played.

    ``read_to`` is the place up to which the patient has read: own lines ask for it.
    """
    # fmt: off
    (
        number, room, place, _, origin_id, twin, at_ms,
        kind, text, attachment, _, _, _, _, mentions,
    ) = row
    # fmt: on
    mine = speaker.role is SpeakerRole.ME
    is_own = mine and origin_id and not twin
    attached = attachment_value(attachment)
    sent = Delivery.READ if place <= read_to else Delivery.SENT
    line = Message(
        ConsultationId(room),
        OriginId(origin_id),
        speaker,
        kind_value(kind, attached),
        text,
        at_ms,
        sent if mine else Delivery.RECEIVED,
        attached,
        place,
        key=own_row(OriginId(origin_id)) if is_own else stored_row(number),
    )
    return with_mentions(line, people, mentions) if mentions else line


def with_mentions(line: Message, people: Cast, mentions: object) -> Message:
    """The line with its mentions of the team's doctors alone; other names are words."""
    team = [
        mention for mention in mentions_value(mentions) if people.role(mention.member_id) in DOCTORS
    ]
    is_me = any(mention.member_id == people.me for mention in team)
    return replace(line, mentions=tuple(team), mentions_me=is_me)


def unplayed(line: Message) -> Message:
    """A recording of somebody else marked as not yet played; any other line as it is."""
    plays = TRAITS.of(line.kind).is_played and not line.retracted
    return replace(line, played=False) if plays else line


class _StoredLine(Deferred[Message]):
    """A line as its row: of ten thousand some twenty are looked at."""

    __slots__ = ("_columns", "_consultation", "_names")

    def __init__(
        self, columns: bytes, consultation: Consultation, names: Mapping[MemberId, str]
    ) -> None:
        self._columns, self._consultation, self._names = columns, consultation, names

    def make(self) -> Message:
        row, me, read_to = marshal.loads(self._columns)  # noqa: S302 - our own, of this process
        people = Cast(me, self._consultation, self._names)
        speaker = people.speaker(row[MEMBER])
        line = plain_line(row, people, speaker, read_to)
        return line if speaker.role is SpeakerRole.ME or row[PLAYED] else unplayed(line)


def stored_line(
    row: sql.Row,
    me: MemberId | None,
    consultation: Consultation,
    names: Mapping[MemberId, str],
    read_to: int,
) -> Message:
    """The line that ``MessageReader`` makes, made each time somebody looks.

    Of a row that says everything of its line, because whoever looks has no database. A field that
    is deferrable gives what is made.
    """
    # A third of what the columns take as objects, and never out of the memory.
    columns = marshal.dumps((row, me, read_to))
    return cast("Message", _StoredLine(columns, consultation, names))
