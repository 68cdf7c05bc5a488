"""Carrying a doctor's own words from one database into another: all of them, once, in order.

Two databases of one doctor come to be where the disk or the key was missing for a while: what was
written meanwhile is in the memory of a run, or a vault was set aside and another begun. The
conversations come from the server again; messages that were not sent, drafts, summaries, notes,
quick replies and marks are nowhere else. ``merge`` may be begun again after a kill: a message is
known by its id, a draft by its words, so nothing comes twice.
"""

import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Draft
from workstation.domain.ids import MemberId, OriginId
from workstation.domain.message import MessageKind
from workstation.domain.quick_replies import QuickReply
from workstation.domain.value import Value
from workstation.vault import preferences, sql
from workstation.vault.conversation.in_doubt import RESTORED
from workstation.vault.doctor import notes, quick_replies
from workstation.vault.doctor.text_merge import merge_texts
from workstation.vault.rescue import named_rows, purged_people
from workstation.vault.rescue.form_merge import (
    OPENING,
    PROFILE,
    drop_forms,
    merge_openings,
    merge_profiles,
)
from workstation.vault.rescue.named_rows import Row
from workstation.vault.rescue.own_tables import BACKED_UP, without_numbers
from workstation.vault.rescue.purged_people import ConsultationPeople, PurgedPeople
from workstation.vault.rescue.revisions import REVISION
from workstation.vault.rescue.sent_drafts import SentContent, drop_sent, leave_out_sent, read_sent
from workstation.vault.unsent import closing, drafts, failures, outbox

if TYPE_CHECKING:
    import apsw

SET_ASIDE = "set_aside"
"""The reason of a message that never went out while its database was set aside."""

KEEP_FIRST = ("im.resource", "im.user_agent", "im.token.", "im.strongest.")
"""The installation's names, what a server gave to them, and what it must prove: a run in memory
knew none of these."""

ONE_DATABASE = ("archive.", "marker.", REVISION)
"""What a database notes under such names is true of what it holds itself, and of no other."""

MERGED_TABLES = ("file", "outbox", "draft", "closing_summary", "patient_note", "quick_reply")
"""Of these two rows become one, or both stay; of all others one of the two does."""

PLAIN_TABLES = (
    "preference",
    *(name for name in BACKED_UP if name not in MERGED_TABLES),
    "member",
)


FORMS: dict[str, Callable[[object, object], object]] = {
    OPENING: merge_openings,
    PROFILE: merge_profiles,
}
"""Preferences that hold the doctor's words: how two become one."""


class LocalData(Value):
    """What a database holds of its doctor's own; drafts with when they were last written."""

    files: tuple[Row, ...]
    outbox: tuple[Row, ...]
    drafts: tuple[tuple[Draft, int], ...]
    summaries: tuple[Row, ...]
    notes: tuple[Row, ...]
    replies: tuple[QuickReply, ...]
    plain: dict[str, tuple[Row, ...]]
    sent: tuple[SentContent, ...] = ()
    people: tuple[ConsultationPeople, ...] = ()


class RestoredCounts(Value):
    """How much came back: messages that were not sent, and drafts, of summaries also."""

    unsent: int = 0
    drafts: int = 0

    def __add__(self, other: "RestoredCounts") -> "RestoredCounts":
        return RestoredCounts(self.unsent + other.unsent, self.drafts + other.drafts)


def read(connection: "apsw.Connection") -> LocalData:
    """Everything of the doctor's own, in the order typed."""
    listed = sql.rows(connection, "SELECT consultation_id, updated_ms FROM draft")
    times: dict[int, int] = {int(consultation_id): int(at_ms) for consultation_id, at_ms in listed}
    listed_drafts = reversed(drafts.read_all(connection))
    return LocalData(
        named_rows.read(connection, "file"),
        named_rows.read(connection, "outbox", "ORDER BY entry_id"),
        tuple((draft, times[draft.consultation_id]) for draft in listed_drafts),
        named_rows.read(connection, "closing_summary"),
        named_rows.read(connection, "patient_note"),
        quick_replies.read_all(connection),
        {table: named_rows.read(connection, table) for table in PLAIN_TABLES},
        people=purged_people.read(connection),
    )


def read_newer(connection: "apsw.Connection") -> LocalData:
    """Read as ``read``, from a database written after the other, with what was sent from it."""
    return replace(read(connection), sent=read_sent(connection))


def merge(connection: "apsw.Connection", data: LocalData, *, newer: bool) -> RestoredCounts:
    """Merge another database's data in behind what is here; ``newer``: written after it.

    Older ones were set aside for nobody knows how long: their messages wait as failed until the
    doctor decides. Raises whatever the database raises; run it in a transaction.
    """
    drop_sent(connection, data.sent)
    for row in data.files:
        named_rows.put(connection, "file", row)
    unsent_drafts = data.drafts if newer else tuple(leave_out_sent(connection, data.drafts))
    unsent = sum(_put_message(connection, row, newer=newer) for row in data.outbox)
    draft_count = sum(
        _put_draft(connection, draft, updated_ms, newer=newer)
        for draft, updated_ms in unsent_drafts
    )
    draft_count += sum(_put_summary(connection, row, newer=newer) for row in data.summaries)
    for row in data.notes:
        notes.merge(connection, row, newer=newer)
    _add_replies(connection, data.replies)
    purged = PurgedPeople() if newer else purged_people.find(connection, data.people)
    for table, rows in data.plain.items():
        for row in rows:
            _put_plain(connection, table, row, purged, newer=newer)
    return RestoredCounts(unsent, draft_count)


def _put_plain(
    connection: "apsw.Connection", table: str, row: Row, purged: PurgedPeople, *, newer: bool
) -> None:
    name = str(row.get("name", ""))
    if table == "member":
        if row["member_id"] not in purged.named:
            named_rows.put(connection, table, row, "IGNORE")
    elif name in FORMS:
        _put_form(connection, row, purged.patients, newer=newer)
    elif not name.startswith(ONE_DATABASE):
        wins = newer and not name.startswith(KEEP_FIRST)
        carried = without_numbers(table, row)
        named_rows.put(connection, table, carried, "REPLACE" if wins else "IGNORE")


def _put_message(connection: "apsw.Connection", row: Row, *, newer: bool) -> bool:
    exists = sql.value(
        connection,
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE origin_id = ?2) OR EXISTS"
        " (SELECT 1 FROM message WHERE consultation_id = ?1 AND origin_id = ?2)",
        (row["consultation_id"], row["origin_id"]),
    )
    if exists:
        return False
    row = {name: value for name, value in row.items() if name != "entry_id"}
    if not newer and row["state"] != "failed":
        row |= {
            "state": "failed",
            "failure": RESTORED if row["attempts"] else SET_ASIDE,
        }
    named_rows.put(connection, "outbox", row)
    return True


def _put_draft(connection: "apsw.Connection", draft: Draft, at_ms: int, *, newer: bool) -> bool:
    stored = drafts.get(connection, draft.consultation_id)
    first, second = (stored, draft) if newer else (draft, stored)
    both = _merge_drafts(first, second)
    spare = first.voice if first.voice not in {None, both.voice} else None
    if spare is not None:
        name = OriginId(str(uuid.uuid4()))
        consultation_id = draft.consultation_id
        outbox.add(
            connection, consultation_id, name, MessageKind.VOICE, "", at_ms, file_id=spare.file_id
        )
        failures.fail(connection, name, SET_ASIDE)
    if both == stored:
        return spare is not None
    drafts.put(connection, both, at_ms)
    return True


def _put_summary(connection: "apsw.Connection", row: Row, *, newer: bool) -> bool:
    """Store a summary; whether words came that were not here and not sent."""
    stored = named_rows.read(
        connection, "closing_summary", "WHERE consultation_id = ?", row["consultation_id"]
    )
    if stored:
        first, second = (stored[0], row) if newer else (row, stored[0])
        row = row | closing.merge_rows(first, second)
    named_rows.put(connection, "closing_summary", row, "REPLACE")
    before = {stored[0]["content"], stored[0]["sent"]} if stored else {""}
    return row["content"] not in {*before, row["sent"]}


def _put_form(
    connection: "apsw.Connection", row: Row, purged: frozenset[MemberId], *, newer: bool
) -> None:
    """Keep what is half filled in in both databases, but nothing about patients purged since."""
    name, carried = str(row["name"]), json.loads(row["value"])
    for patient_id in purged if name == OPENING else ():
        carried, _ = drop_forms(carried, patient_id)
    stored = preferences.get(connection, name)
    if stored is not None:
        first, second = (stored, carried) if newer else (carried, stored)
        carried = FORMS[name](first, second)
    preferences.put(connection, name, carried)


def _merge_drafts(first: Draft, second: Draft) -> Draft:
    """The draft of both: what was written first, then what later; neither is lost, none doubled."""
    text = merge_texts(first.text, second.text)
    files = tuple(dict.fromkeys((*first.files, *second.files)))
    voice = second.voice or first.voice
    caret = len(text) if text != second.text else second.caret
    quote = second.quote or first.quote
    return replace(second, text=text, caret=caret, files=files, voice=voice, quote=quote)


def _add_replies(connection: "apsw.Connection", replies: Iterable[QuickReply]) -> None:
    """Add quick replies, also beyond their bound, which is for the doctor's hand."""
    for reply in replies:
        sql.run(
            connection,
            "INSERT INTO quick_reply (position, section, title, text)"
            " SELECT (SELECT coalesce(max(position), 0) + 1 FROM quick_reply), ?1, ?2, ?3"
            " WHERE NOT EXISTS (SELECT 1 FROM quick_reply"
            " WHERE (section, title, text) = (?1, ?2, ?3))",
            (reply.section, reply.title, reply.text),
        )
