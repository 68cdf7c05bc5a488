"""Consultations: the two lists, one by its number, a new one, and deletion (1.3 to 1.7)."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from workstation.api import schemas
from workstation.api.envelope import PAYLOAD, SUCCESS, Envelope
from workstation.api.platform import Platform
from workstation.api.rows import Rows, read_rows
from workstation.config.calls import CONSULTATION, CREATE, DELETE, HISTORY, IN_PROCESS, Call
from workstation.domain.consultation import Consultation, NewConsultation
from workstation.domain.errors import MalformedAnswer, naming_call
from workstation.domain.ids import ConsultationId

_ENVELOPE_KEYS = frozenset((*SUCCESS, *PAYLOAD, "code"))

MAX_ROWS_AT_ONCE = 100
"""So many take less than waking a thread, and being woken by it, every half a minute."""

LookUp = Callable[[ConsultationId], Consultation | None]
"""A consultation as it is known by its number; called from a thread."""


class Consultations:
    """The platform's consultations of the signed-in doctor (platform contract, 1.3 to 1.7).

    All methods raise ``NetworkError``, ``AnswerError`` and ``PlatformError``; reads are tried again
    within 30 seconds, writes are sent once.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._queue: Envelope | None = None

    async def in_process(self, known: LookUp = lambda _: None) -> Rows[Consultation]:
        """The work queue (1.5), in the platform's order.

        What is as it is ``known`` is given as that value: of thousands nearly all are, and a second
        one of each would leave its pages behind between those of what stays. Raises
        ``MalformedAnswer`` also where there are rows and none of them can be read.

        It is asked for every half a minute and mostly says the same: that is not read again.
        """
        self._queue = await self._envelope(IN_PROCESS, known, self._queue)
        return await _read_in_thread(self._queue, IN_PROCESS)

    async def history(self, known: LookUp = lambda _: None) -> Rows[Consultation]:
        """The closed consultations (1.6). Gives what is ``known`` and raises as ``in_process``."""
        return await _read_in_thread(await self._envelope(HISTORY, known), HISTORY)

    async def one(self, consultation_id: ConsultationId) -> Consultation:
        """One consultation (1.4).

        Raises ``NotFound`` where there is none of this number, and ``MalformedAnswer`` also where
        the platform answers with another one.
        """
        envelope = await self._platform.read(CONSULTATION, consultation_id)
        consultation = _consultation(envelope, CONSULTATION)
        if consultation.consultation_id != consultation_id:
            raise MalformedAnswer("another consultation", call=CONSULTATION.name)
        return consultation

    async def create(self, new: NewConsultation) -> Consultation:
        """Open a consultation (1.3), once; what the platform made of it, with its number.

        After ``ConnectionDropped`` or ``DeadlineExceeded`` it may be there: look in the list before
        retrying. Raises ``Refused`` with the platform's reason in ``server_text``.
        """
        body = schemas.new_consultation(new)
        return _consultation(await self._platform.write(CREATE, body=body), CREATE)

    async def delete(self, consultation_id: ConsultationId) -> None:
        """Delete a closed consultation (1.7).

        Raises ``NotFound`` where it is gone already, ``Refused`` with the platform's reason.
        """
        await self._platform.write(DELETE, consultation_id)

    async def _envelope(
        self, call: Call, known: LookUp, before: Envelope | None = None
    ) -> Envelope:
        read_object = partial(_read_object, known=known)
        return await self._platform.read(call, read_object=read_object, before=before)


def _read_object(fields: dict[str, Any], known: LookUp) -> Consultation | dict[str, Any]:
    """A row as its value as soon as it is read, or the known one if nothing differs.

    What is no row stays as it is: the envelope, and what is dropped.
    """
    if not _ENVELOPE_KEYS.isdisjoint(fields):
        return fields
    try:
        consultation = schemas.consultation(fields)
    except MalformedAnswer:
        return fields
    before = known(consultation.consultation_id)
    return before if before is not None and before.has_same_content(consultation) else consultation


def _read_row(row: Any) -> Consultation:
    return row if isinstance(row, Consultation) else schemas.consultation(row)


async def _read_in_thread(envelope: Envelope, call: Call) -> Rows[Consultation]:
    """Read the rows in a thread: thousands take milliseconds, and the window must not wait."""
    rows = envelope.payload
    if isinstance(rows, list) and len(rows) <= MAX_ROWS_AT_ONCE:
        return _read(envelope, call)
    return await asyncio.to_thread(_read, envelope, call)


def _read(envelope: Envelope, call: Call) -> Rows[Consultation]:
    rows = read_rows(
        envelope.payload,
        _read_row,
        lambda consultation: consultation.consultation_id,
        call=call.name,
        read_nameless=schemas.nameless_consultation,
    )
    if rows.dropped and not rows.items:
        # Taken for an empty list it would empty the queue: another format, not an idle day.
        raise MalformedAnswer("no row can be read", call=call.name)
    return rows


def _consultation(envelope: Envelope, call: Call) -> Consultation:
    with naming_call(call.name):
        return schemas.consultation(envelope.payload, envelope.fields)
