"""Archive pages put into their place: forward from the cursor, backward into a gap, or the newest.

A page is a stretch of the archive without a break. What lies between its ends is whole, so gaps
there close; what lies outside stays as unknown as it was. An answer that does not fit what is known
(an anchor forgotten by the server, "empty and complete", a page from the beginning) is checked
against the newest page, and what cannot be had any more stays visible as a gap.

An answer may come late: a gap that another page has closed meanwhile is not filled again, and an
answer to a request of an earlier visit is not taken at all (``ingest``). Tests:
``tests/vault/archive/test_pages.py``, ``test_merge.py``.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from workstation.domain.changes import Gap, Place
from workstation.domain.events import ArchivePage, Arrived
from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.vault.archive import (
    backward_pages,
    cursors,
    forward_pages,
    gaps,
    loss_detection,
    lost_gaps,
    newest_page,
    order,
    overlaps,
)
from workstation.vault.archive.cursors import BEGINNING
from workstation.vault.archive.loss_detection import ProvenRange
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.archive.page_merge import PageMerge
from workstation.vault.archive.requests import PageRequest, RequestReason, Step, gap_request
from workstation.vault.conversation import consultation_rows, messages

if TYPE_CHECKING:
    import apsw


def first_request(connection: "apsw.Connection", consultation_id: ConsultationId) -> PageRequest:
    """What to ask after entering a room (XEP-0313, paged by XEP-0059).

    One entry more than is missing: whether the answer begins with the last that is known shows
    whether the archive still has it.
    """
    cursor = cursors.get(connection, consultation_id)
    asked = messages.newest_number(connection, consultation_id)
    if cursor is None or (cursor.anchor is None and cursor.archive_id != BEGINNING):
        return PageRequest(consultation_id, asked=asked)
    if cursor.archive_id == BEGINNING:
        return PageRequest(consultation_id, after=BEGINNING, asked=asked)
    return PageRequest(
        consultation_id, after=cursor.anchor, expected=cursor.archive_id, asked=asked
    )


def first_requests(
    connection: "apsw.Connection", consultation_ids: Iterable[ConsultationId]
) -> list[PageRequest]:
    """``first_request`` for several rooms."""
    return [first_request(connection, consultation_id) for consultation_id in consultation_ids]


def history_request(
    connection: "apsw.Connection", consultation_id: ConsultationId
) -> PageRequest | None:
    """What to ask when a consultation that is over is opened; ``None`` for one in another list."""
    if not _is_over(connection, consultation_id):
        return None
    asked = messages.newest_number(connection, consultation_id)
    return PageRequest(consultation_id, asked=asked).for_history()


def apply(writer: MessageWriter, request: PageRequest, page: ArchivePage) -> Step:
    """Take in the answer to ``request``; an answer for another room changes nothing.

    One for the history counts only while the consultation is in it: purged meanwhile, it must not
    come back, and of one in process the live catch-up alone tells what is news.
    """
    consultation_id, connection = request.consultation_id, writer.connection
    if page.consultation_id != consultation_id:
        return Step()
    if request.history and not _is_over(connection, consultation_id):
        return Step()
    before = gaps.of_room(connection, consultation_id)
    writer.brings_news = not request.history
    step = _apply(writer, request, page)
    writer.brings_news = True
    lost_gaps.merge_adjacent(connection, consultation_id)
    if gaps.of_room(connection, consultation_id) != before:
        writer.changed_gaps.add(consultation_id)
    if step.request is not None and request.history:
        return replace(step, request=step.request.for_history())
    return step


def _is_over(connection: "apsw.Connection", consultation_id: ConsultationId) -> bool:
    listed = consultation_rows.get(connection, consultation_id)
    return listed is not None and listed.place is Place.HISTORY


def _apply(writer: MessageWriter, request: PageRequest, page: ArchivePage) -> Step:
    consultation_id = request.consultation_id
    if request.after is not None:
        cursor = cursors.get(writer.connection, consultation_id)
        end = request.after if request.expected is None else request.expected
        if cursor is not None and end == cursor.archive_id:
            return forward_pages.apply(writer, cursor, request, page)
        return _fill_gap(writer, request, end, page)
    end_above = request.before if request.expected is None else request.expected
    if end_above is not None and (
        request.before is not None or _ends_with(writer, end_above, page)
    ):
        return backward_pages.apply(writer, request, end_above, page)
    return newest_page.apply(writer, request, page)


def _ends_with(writer: MessageWriter, archive_id: ArchiveId, page: ArchivePage) -> bool:
    """Whether a newest page has nothing unknown after this entry."""
    if archive_id not in page.ids:
        return False
    later = set(page.ids[page.ids.index(archive_id) + 1 :])
    return all(
        writer.identify(item) is not None
        for item in page.items
        if isinstance(item, Arrived) and item.archive_id in later
    )


def _fill_gap(
    writer: MessageWriter, request: PageRequest, after: ArchiveId, page: ArchivePage
) -> Step:
    """Read a gap upward from ``after``, its lower end: nobody knows yet where it ends above.

    Of ``a b |``, asked after ``a`` so that the answer must hold ``b`` (``request.expected``)::

        b c d    goes on above b; complete: the room is whole, else the gap begins behind d now
        c d      the archive has lost b (_apply_without_end)
        b        nothing new: asked once more, after b itself and without the overlap

    Asked after ``b`` itself, an answer that brings nothing, does not know ``b`` or begins with the
    archive's beginning leaves the gap as a loss: there is nothing else to ask from.
    """
    consultation_id, connection = request.consultation_id, writer.connection
    gap = gaps.with_end(connection, consultation_id, after=after)
    if gap is None:
        return _continue_overtaken(writer, consultation_id)
    if request.expected is not None and after not in loss_detection.archive_ids_of(page):
        return _apply_without_end(writer, gap)
    if page.last in {None, after} and request.expected is not None and not page.complete:
        return Step(PageRequest(consultation_id, after=after), RequestReason.VERIFY)
    if request.expected is None and (
        page.unknown_anchor or page.from_start or page.last in {None, after}
    ):
        lost_gaps.give_up(connection, gap.gap_id)
        return Step()
    start = _place_below(connection, gap, request)
    top = PageMerge(writer, consultation_id, start, fresh=True).merge_upward(page.items)
    loss_detection.mark_losses(
        writer, ProvenRange(consultation_id, start, top, loss_detection.archive_ids_of(page))
    )
    if page.complete:
        gaps.close_between(connection, consultation_id, start, None)
        return newest_page.resume_bridge(writer, consultation_id)
    forward_pages.shorten_from_below(writer, consultation_id, start, top, ArchiveId(str(page.last)))
    left = gaps.get(connection, gap.gap_id)
    return Step() if left is None else Step(gap_request(left), RequestReason.BRIDGE)


def _apply_without_end(writer: MessageWriter, gap: Gap) -> Step:
    """Go on where what the gap begins after is lost: at a room's end the newest page tells."""
    cursor = cursors.get(writer.connection, gap.consultation_id)
    if cursor is None or cursor.position < gap.position:
        return newest_page.verify(writer, gap.consultation_id)
    lost_gaps.give_up(writer.connection, gap.gap_id)
    return Step()


def _place_below(connection: "apsw.Connection", gap: Gap, request: PageRequest) -> int:
    """The place of the entry that a gap was asked from, or right below the gap's own end."""
    consultation_id = gap.consultation_id
    place = order.known_below(connection, consultation_id, gap.position)
    if request.expected is None or request.after is None:
        return place
    asked = overlaps.place_of_entry(connection, consultation_id, request.after)
    return place - 1 if asked is None else asked


def _continue_overtaken(writer: MessageWriter, consultation_id: ConsultationId) -> Step:
    """Go on after another answer has filled what this was asked for; more may be missing beyond."""
    cursor = cursors.get(writer.connection, consultation_id)
    if cursor is None:
        return Step()
    gap = gaps.with_end(writer.connection, consultation_id, after=cursor.archive_id)
    if gap is None:
        return newest_page.resume_bridge(writer, consultation_id)
    return Step(first_request(writer.connection, consultation_id), RequestReason.CATCH_UP)
