"""Everything the session tells, taken into the vault in one transaction.

``ingest`` removes copies, keeps what is new in its place, takes confirmed messages out of the
outbox, moves cursors, closes gaps and keeps unread marks. Once it is committed, the stanzas behind
its events may be acknowledged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Changes
from workstation.domain.events import ArchivePage, Arrived, Displayed, Event, Joined
from workstation.vault import messages
from workstation.vault.archive import gaps, pages
from workstation.vault.archive.message_writer import Intake
from workstation.vault.archive.steps import Step, Want

if TYPE_CHECKING:
    import apsw


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became different, and for each answered query what to ask next."""

    changes: Changes
    steps: Mapping[str, Step] = field(default_factory=dict)


def ingest(
    connection: "apsw.Connection", events: Iterable[Event], wants: Mapping[str, Want] | None = None
) -> Ingested:
    """Take in events in the order they came.

    ``wants`` are the open archive queries of this session by query id; a page that answers none of
    them is dropped, so forget them when the session ends. ``Joined`` means a fresh join: from here
    on something may be missing, until a page says otherwise. Other events change nothing here.
    """
    intake = Intake(connection)
    steps: dict[str, Step] = {}
    for event in events:
        match event:
            case Arrived():
                _live(intake, event)
            case Displayed():
                intake.marker(event)
            case Joined(consultation_id=room, archives=archives):
                intake.forget_end(room)
                if gaps.open_at_end(connection, room, loadable=archives):
                    intake.gaps.add(room)
            case ArchivePage(query=query) if wants and query in wants:
                intake.forget_end(event.consultation_id)
                steps[query] = pages.apply(intake, wants[query], event)
            case _:
                pass
    return Ingested(intake.changes(), steps)


def fitting(connection: "apsw.Connection", page: ArchivePage) -> ArchivePage:
    """The page with each item that cannot be kept replaced by what stands for it."""
    items = (
        item if not isinstance(item, Arrived) or _fits(connection, item) else item.unreadable()
        for item in page.items
    )
    return replace(page, items=tuple(items))


def _fits(connection: "apsw.Connection", arrived: Arrived) -> bool:
    """Try to keep it; changes nothing."""
    connection.execute("SAVEPOINT trial")
    try:
        ingest(connection, [arrived])
    except Exception:  # noqa: BLE001 - whatever it is, the page must not fail for it
        return False
    finally:
        connection.execute("ROLLBACK TO trial")
        connection.execute("RELEASE trial")
    return True


def _live(intake: Intake, arrived: Arrived) -> None:
    known = messages.identify(intake.connection, arrived)
    if known is not None:
        intake.again(arrived, known)
        return
    room = arrived.consultation_id
    place, over_gap = intake.notes(room).next_place()
    intake.keep(arrived, place, fresh=True)
    if arrived.archive_id is None or not over_gap:
        return
    if gaps.touch_from_above(intake.connection, room, place, arrived.archive_id):
        intake.gaps.add(room)
