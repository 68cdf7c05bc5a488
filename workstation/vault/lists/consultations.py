"""Snapshots of the platform's two lists: what is shown before the network answers."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.vault import preferences, sql
from workstation.vault.archive import order, unread
from workstation.vault.conversation import members, messages, outbox_counts, summaries
from workstation.vault.conversation.consultation_rows import (
    compare,
    get,
    id_of,
    ids_in_place,
    in_place,
    put_row,
)
from workstation.vault.doctor import notes
from workstation.vault.search import message_index
from workstation.vault.unsent import closing

if TYPE_CHECKING:
    import apsw

__all__ = ["forget", "forget_aged", "get", "in_place", "put", "renew", "replace_list"]


def replace_list(
    connection: "apsw.Connection", place: Place, values: Sequence[Consultation]
) -> Changes:
    """Replace the platform's list by exactly this; what left it is kept as ``GONE``.

    The changes name what is new or different; ``GONE`` ones among them. A consultation that both
    lists name is in process.
    """
    if place is Place.HISTORY:
        open_ones = ids_in_place(connection, Place.IN_PROCESS)
        values = [value for value in values if value.consultation_id not in open_ones]
    same, gone = compare(connection, place, values)
    different = [Listed(value, place) for value in values if value.consultation_id not in same]
    different += [Listed(value, Place.GONE) for value in gone]
    return _put_all(connection, different)


def put(connection: "apsw.Connection", item: Listed) -> Changes:
    """Store one consultation as it is known anew."""
    same = get(connection, id_of(item)) == item
    return Changes() if same else _put_all(connection, [item])


def renew(connection: "apsw.Connection", value: Consultation) -> Changes:
    """Renew a consultation that is known; it stays in its list.

    What the value leaves open stays as it was.
    """
    stored = get(connection, value.consultation_id)
    if stored is None:
        return Changes()
    return put(connection, Listed(value.completed_from(stored.consultation), stored.place))


def _put_all(connection: "apsw.Connection", items: Sequence[Listed]) -> Changes:
    """Store consultations; lines are read anew where people changed: who speaks depends on them.

    Whoever shows the queue read only the summaries of what was in it at the start, so a
    consultation that comes back into it brings its own.
    """
    pairs = [(get(connection, id_of(item)), item) for item in items]
    others = [id_of(item) for before, item in pairs if _people_differ(connection, before, item)]
    back = [id_of(item) for before, item in pairs if _comes_back(connection, before, item)]
    for item in items:
        put_row(connection, item)
    return Changes(
        listed=tuple(items),
        reread=frozenset(others),
        summaries=tuple(
            summaries.keep_of_room(connection, consultation_id)
            for consultation_id in dict.fromkeys((*others, *back))
        ),
    )


def _people_differ(connection: "apsw.Connection", before: Listed | None, item: Listed) -> bool:
    value = item.consultation
    if before is None:  # messages may have come before the platform's list
        return order.has_messages(connection, value.consultation_id)
    stored = before.consultation
    return (stored.doctor_ids, stored.creator) != (value.doctor_ids, value.creator)


def _comes_back(connection: "apsw.Connection", before: Listed | None, item: Listed) -> bool:
    """Whether it enters the queue out of another list, or with words that outlived it."""
    if item.place is not Place.IN_PROCESS:
        return False
    if before is None:  # own unsent words stay where a consultation is forgotten
        return outbox_counts.count_unsent(connection, id_of(item)) != (0, 0)
    return before.place is not Place.IN_PROCESS


def forget(connection: "apsw.Connection", consultation_ids: Iterable[ConsultationId]) -> Changes:
    """Delete consultations with their conversations; own unsent words and drafts stay.

    What is noted about a patient goes with the last of that patient's consultations, and so does
    the name.
    """
    ids = tuple(consultation_ids)
    people = members.named_in(connection, ids)
    patients = notes.subjects(connection, ids)
    messages.retire_numbers(connection)
    for table in (
        "gap",
        "cursor",
        "displayed",
        "archived",
        "desk_mark",
        "measurement",
        "bookmark",
        "handover_mark",
        "consultation",
    ):
        connection.executemany(
            f"DELETE FROM {table} WHERE consultation_id = ?",
            ((consultation_id,) for consultation_id in ids),
        )
    for consultation_id in ids:
        message_index.forget(connection, consultation_id)
        sql.run(connection, "DELETE FROM message WHERE consultation_id = ?", (consultation_id,))
        closing.forget_sent(connection, consultation_id)
        preferences.remove(connection, f"{unread.OWED_MARKER}{consultation_id}")
    members.forget_unneeded(connection, people)
    return Changes(forgotten=frozenset(ids), notes=notes.forget(connection, patients))


def forget_aged(connection: "apsw.Connection", before_ms: int) -> Changes:
    """Forget what is in no list and began before that; nothing that a list has just brought back.

    What does not say when it began stays.
    """
    old = [
        listed.consultation.consultation_id
        for listed in in_place(connection, Place.GONE)
        if (began_ms := listed.consultation.created_ms) is not None and began_ms < before_ms
    ]
    return forget(connection, old) if old else Changes()
