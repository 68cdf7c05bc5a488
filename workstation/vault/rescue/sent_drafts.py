"""What stands in a draft of one database and was sent meanwhile out of another.

While the disk took nothing, the doctor went on with a draft in the memory of a run, and sent it; or
an older program was put back, and sent what it had been given of the vault that was set aside. The
draft that is left is the beginning of that message: taken over, it would stand in the composer
again, to be sent a second time. So would its files, which are known by what is said of them: a
picture that was made smaller before it was sent is another one, and stays. Tests:
``tests/vault/rescue/test_sent_drafts.py``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Draft
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Attachment
from workstation.domain.value import Value
from workstation.vault import sql
from workstation.vault.codec import attachment_value
from workstation.vault.conversation import members
from workstation.vault.unsent import drafts, files

if TYPE_CHECKING:
    import apsw


class SentContent(Value):
    """Text and file of an own message, or of one that waits to be sent, and of when it is."""

    consultation_id: ConsultationId
    text: str = field(repr=False)
    at_ms: int
    attachment: Attachment | None = field(default=None, repr=False)


def read_sent(connection: "apsw.Connection") -> tuple[SentContent, ...]:
    """What the doctor said, as far as this database knows."""
    rows = sql.rows(
        connection,
        "SELECT consultation_id, text, at_ms, attachment FROM message WHERE member_id = ?1"
        " UNION ALL SELECT consultation_id, text, created_ms, attachment FROM outbox",
        (members.me(connection),),
    )
    return tuple(
        SentContent(ConsultationId(room), str(text), at_ms, attachment_value(attachment))
        for room, text, at_ms, attachment in rows
    )


def drop_sent(connection: "apsw.Connection", sent: Iterable[SentContent]) -> None:
    """Take out of the drafts here what was sent after they were written."""
    by_room = _by_room(sent)
    written = sql.rows(connection, "SELECT consultation_id, updated_ms FROM draft")
    for room, updated_ms in written:
        if later := by_room.get(room):
            draft = drafts.get(connection, room)
            drafts.put(connection, _without(connection, draft, updated_ms, later), updated_ms)


def leave_out_sent(
    connection: "apsw.Connection", older: Iterable[tuple[Draft, int]]
) -> Iterator[tuple[Draft, int]]:
    """Drafts of an older database, with when each was written, without what was sent from here.

    Their files are here by now.
    """
    by_room = _by_room(read_sent(connection))
    for draft, updated_ms in older:
        sent = by_room.get(draft.consultation_id, [])
        yield _without(connection, draft, updated_ms, sent), updated_ms


def _by_room(sent: Iterable[SentContent]) -> dict[ConsultationId, list[SentContent]]:
    by_room: defaultdict[ConsultationId, list[SentContent]] = defaultdict(list)
    for each in sent:
        by_room[each.consultation_id].append(each)
    return by_room


def _without(
    connection: "apsw.Connection", draft: Draft, updated_ms: int, sent: Iterable[SentContent]
) -> Draft:
    """A draft without what was sent after it was written."""
    later = [each for each in sent if each.at_ms >= updated_ms]
    text = draft.text.strip()
    left = draft
    if text and any(text in each.text for each in later):
        left = replace(left, text="", caret=0, quote=None)
    sent_files = {_traits(each.attachment) for each in later} - {None}
    for name in (*draft.files, *([draft.voice.file_id] if draft.voice else [])):
        if _traits(files.as_attachment(connection, name)) in sent_files:
            left = drafts.without(left, name)
    return left


def _traits(attachment: Attachment | None) -> Attachment | None:
    """What tells a file from any other; nothing where that is not known."""
    if attachment is None or attachment.size is None:
        return None
    return replace(attachment, url="", name="")
