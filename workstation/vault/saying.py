"""Sending as one transaction: the message is in the outbox and gone from the draft, or neither."""

from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Draft
from workstation.domain.message import MessageKind
from workstation.vault import drafts, outbox

if TYPE_CHECKING:
    import apsw


def say(
    connection: "apsw.Connection", consultation_id: int, origin_id: str, text: str, now_ms: int
) -> Changes:
    """Take a text from its draft into the outbox; files of the draft stay in it."""
    added = outbox.add(connection, consultation_id, origin_id, MessageKind.TEXT, text, now_ms)
    draft = drafts.get(connection, consultation_id)
    emptied = drafts.put(connection, replace(draft, text="", caret=0), now_ms)
    return replace(added, drafts=emptied.drafts)


def share(  # noqa: PLR0913, PLR0917 - a message's parts are these
    connection: "apsw.Connection",
    consultation_id: int,
    origin_id: str,
    kind: MessageKind,
    file_id: str,
    now_ms: int,
) -> Changes:
    """Take a kept file from its draft into the outbox."""
    added = outbox.add(connection, consultation_id, origin_id, kind, "", now_ms, file_id=file_id)
    draft = drafts.get(connection, consultation_id)
    left: Draft = replace(draft, files=tuple(name for name in draft.files if name != file_id))
    emptied = drafts.put(connection, left, now_ms)
    return replace(added, drafts=emptied.drafts)
