"""Everything the session tells, taken into the vault in one transaction.

``ingest`` removes copies, keeps what is new in its place, takes confirmed messages out of the
outbox, moves cursors, closes gaps and keeps unread marks. Once it is committed, the stanzas behind
its events may be acknowledged.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.domain.errors import ContentRefused, StorageError
from workstation.domain.events import ArchivePage, Arrived, Displayed, Event, Joined
from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.vault import purged_numbers
from workstation.vault.archive import gaps, pages
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.archive.requests import PageRequest, Step
from workstation.vault.faults import translated_faults

if TYPE_CHECKING:
    import apsw


class Ingested(Value):
    """What became different, and for each answered query what to ask next."""

    changes: Changes
    steps: Mapping[str, Step] = field(default_factory=dict)


def ingest(
    connection: "apsw.Connection",
    events: Iterable[Event],
    requests: Mapping[str, PageRequest] | None = None,
) -> Ingested:
    """Take in events in the order they came.

    ``requests`` are the open archive queries of this session by query id; a page that answers none
    of them is dropped, so forget them when the session ends. ``Joined`` means a fresh join: from
    here on something may be missing, until a page says otherwise. Other events change nothing here,
    nor does anything of a purged consultation: its room may still be asked, or heard, for a while.
    Of what was written there while it was open again an echo says that it was sent, and no more.
    """
    events = list(events)
    kept_out = _kept_out(connection, events)
    writer = MessageWriter(connection, _arrived_in(events))
    steps: dict[str, Step] = {}
    for event in events:
        match event:
            case ArchivePage(consultation_id, query) if consultation_id in kept_out:
                steps[query] = Step()
                _confirm_alone(writer, [event])
            case Arrived() | Displayed() | Joined() if event.consultation_id in kept_out:
                _confirm_alone(writer, [event])
            case Arrived():
                _apply_live(writer, event)
            case Displayed():
                writer.apply_marker(event)
            case Joined(consultation_id=consultation_id, archives=archives):
                writer.forget_end(consultation_id)
                if gaps.open_at_end(connection, consultation_id, loadable=archives):
                    writer.changed_gaps.add(consultation_id)
            case ArchivePage(query=query) if requests and query in requests:
                writer.forget_end(event.consultation_id)
                steps[query] = pages.apply(writer, requests[query], event)
            case _:
                pass
    writer.finish()
    return Ingested(writer.build_changes(), steps)


def _kept_out(connection: "apsw.Connection", events: Iterable[Event]) -> set[ConsultationId]:
    """The purged consultations among those that events tell of."""
    rooms = {
        event.consultation_id
        for event in events
        if isinstance(event, Arrived | Displayed | Joined | ArchivePage)
    }
    return {room for room in rooms if purged_numbers.is_kept_out(connection, room)}


def _confirm_alone(writer: MessageWriter, events: Iterable[Event]) -> None:
    for arrived in _arrived_in(events):
        writer.confirm_alone(arrived)


def _arrived_in(events: Iterable[Event]) -> Iterator[Arrived]:
    for event in events:
        if isinstance(event, Arrived):
            yield event
        elif isinstance(event, ArchivePage):
            yield from (item for item in event.items if isinstance(item, Arrived))


def replace_unfit_items(connection: "apsw.Connection", page: ArchivePage) -> ArchivePage:
    """The page with each item that cannot be kept replaced by what stands for it.

    Raises ``StorageError`` where the disk takes nothing.
    """
    items = (
        item if not isinstance(item, Arrived) or _fits(connection, item) else item.unreadable()
        for item in page.items
    )
    return replace(page, items=tuple(items))


def _fits(connection: "apsw.Connection", arrived: Arrived) -> bool:
    """Whether an item can be kept: tries it, changes nothing. Raises ``StorageError`` in doubt."""
    connection.execute("SAVEPOINT trial")
    try:
        with translated_faults("try", connection):
            ingest(connection, [arrived])
    except Exception as fault:
        if isinstance(fault, StorageError) and not isinstance(fault, ContentRefused):
            raise  # a full disk: it would be unreadable for good
        return False
    finally:
        if connection.in_transaction:  # a disk that fails has ended it
            connection.execute("ROLLBACK TO trial")
            connection.execute("RELEASE trial")
    return True


def _apply_live(writer: MessageWriter, arrived: Arrived) -> None:
    stored = writer.identify(arrived)
    if stored is not None:
        writer.note_copy(arrived, stored)
        return
    consultation_id = arrived.consultation_id
    place, over_gap = writer.state_of(consultation_id).take_next_place()
    writer.insert([(arrived, place)], fresh=True)
    if arrived.archive_id is None or not over_gap:
        return
    if gaps.touch_from_above(writer.connection, consultation_id, place, arrived.archive_id):
        writer.changed_gaps.add(consultation_id)
