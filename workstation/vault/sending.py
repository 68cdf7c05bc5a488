"""Sending as one transaction: the message is in the outbox and gone from the draft, or neither."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import MessageKind
from workstation.vault import drafts, outbox

if TYPE_CHECKING:
    import apsw


def send_text(
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    origin_id: OriginId,
    text: str,
    now_ms: int,
) -> Changes:
    """Take a text from its draft into the outbox; files of the draft stay in it."""
    added = outbox.add(connection, consultation_id, origin_id, MessageKind.TEXT, text, now_ms)
    draft = drafts.get(connection, consultation_id)
    emptied = drafts.put(connection, replace(draft, text="", caret=0), now_ms)
    return replace(added, drafts=emptied.drafts)


def send_draft(  # noqa: PLR0913, PLR0917 - a draft's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    pictures: Mapping[OriginId, str],
    origin_id: OriginId,
    text: str,
    now_ms: int,
) -> Changes:
    """Take a whole draft into the outbox: its pictures in order, then its words, or nothing of it.

    ``pictures`` are the ids of kept files, by the ids of the messages they become.
    """
    steps = [
        send_file(connection, consultation_id, name, MessageKind.IMAGE, file_id, now_ms)
        for name, file_id in pictures.items()
    ]
    if text:
        steps.append(send_text(connection, consultation_id, origin_id, text, now_ms))
    if not steps:
        return Changes()
    messages = tuple(message for step in steps for message in step.messages)
    return replace(steps[-1], messages=messages)


def send_file(  # noqa: PLR0913, PLR0917 - a message's parts are these
    connection: "apsw.Connection",
    consultation_id: ConsultationId,
    origin_id: OriginId,
    kind: MessageKind,
    file_id: str,
    now_ms: int,
) -> Changes:
    """Take a kept file from its draft into the outbox."""
    added = outbox.add(connection, consultation_id, origin_id, kind, "", now_ms, file_id=file_id)
    left = drafts.without(drafts.get(connection, consultation_id), file_id)
    emptied = drafts.put(connection, left, now_ms)
    return replace(added, drafts=emptied.drafts)
