"""Fetches what was missed: page after page, room by room, until each room has caught up.

Only the archive moves a room's cursor, since a live copy proves nothing of what came before it: of
"a", "b", "c" the copy of "b" may have been lost, and a cursor after "c" would never ask for it. The
cost is that a long day would be fetched anew at the next start, so the archive is asked again after
some live messages (``test_a_live_copy_that_was_lost_is_missed_in_the_same_visit``).

The vault decides what to ask next (``workstation.vault.archive``); this module does the asking, and
handles the answers that do not come. After an outage hundreds of rooms ask at the same time, most
of them to learn that nothing was missed: the open conversation waits for none of them
(``page_queue``, ``test_the_preferred_room_is_asked_before_all_others``).

Two catch-ups of one room side by side would each find the other's work done and report the room as
caught up too early, so that the outbox would send what the archive already has: the older one ends
(``test_of_two_catch_ups_the_older_one_ends``).
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping

from workstation.base.clock import Clock
from workstation.domain import backoff
from workstation.domain.changes import Gap
from workstation.domain.commands import Command
from workstation.domain.errors import ArchiveRefused
from workstation.domain.events import PageFailed
from workstation.domain.ids import ConsultationId
from workstation.services.lost_pages import LostPages
from workstation.services.page_queue import PageQueue
from workstation.services.under_way import UnderWay
from workstation.store.feed import Feed
from workstation.vault.archive.requests import PageRequest, RequestReason, Step, gap_request

MAX_PAGES = 600
LIVE_MESSAGES = 50
"""After so many in a room its archive is asked again."""
FOLLOWED = frozenset({RequestReason.CATCH_UP, RequestReason.VERIFY, RequestReason.BRIDGE})


class CatchUp:
    """The catch-ups of all rooms; ``post`` carries out a command as far as possible now.

    ``on_caught_up`` gets the rooms that have caught up: what their archives lack then was never
    delivered. ``caught_up`` is published after that, for what shows it. ``messages`` tells what of
    own messages is under way; ``on_line_freed`` is called when fewer pages are.
    """

    def __init__(
        self,
        post: Callable[[Command], None],
        on_caught_up: Callable[[Collection[ConsultationId]], None],
        clock: Clock,
        *,
        messages: Callable[[], UnderWay],
        on_line_freed: Callable[[], None],
    ) -> None:
        self.lost, self._on_caught_up = LostPages(), on_caught_up
        self._queue = PageQueue(post, clock.monotonic, self.lost, messages, on_line_freed)
        # Of a room's catch-up: the query under way, how many pages it took, the waits after it.
        self._catch_ups: dict[ConsultationId, str] = {}
        self._pages_fetched: dict[ConsultationId, int] = {}
        self._backoff: dict[ConsultationId, Iterator[float]] = {}
        # Queries beside the catch-ups: for gaps that the doctor loads, and for ``read_page``.
        self._gap_queries: set[str] = set()
        self._awaited: dict[str, asyncio.Future[None]] = {}
        self._failed: set[ConsultationId] = set()
        self._left: set[ConsultationId] = set()
        self._live_messages: Counter[ConsultationId] = Counter()
        self._overlooked: set[ConsultationId] = set()
        self._complete: set[ConsultationId] = set()
        self.caught_up: Feed[Collection[ConsultationId]] = Feed()

    def has_caught_up(self, consultation_id: ConsultationId) -> bool:
        """Whether this room has caught up at least once since the sign-in."""
        return consultation_id in self._complete

    @property
    def open_requests(self) -> Mapping[str, PageRequest]:
        """The requests that wait for answers, by which the vault reads these."""
        return self._queue.open_requests

    @property
    def failed(self) -> frozenset[ConsultationId]:
        """Rooms whose catch-up got no answer, or too many pages; ``begin`` tries again."""
        return frozenset(self._failed)

    @property
    def under_way(self) -> UnderWay:
        """What is asked of archives."""
        return self._queue.under_way

    def go_on(self) -> None:
        """Ask what waited until fewer messages were under way."""
        self._queue.send_queued()

    def prefer(self, consultation_id: ConsultationId) -> None:
        """Ask this room's archive before all others from now on: its conversation is open."""
        self._queue.prefer(consultation_id)

    def enter(self, consultation_id: ConsultationId) -> None:
        """Allow a room's archive to be asked, as it was entered."""
        self._left.discard(consultation_id)

    def begin(self, request: PageRequest, *, again: bool = False) -> bool:
        """Begin a room's catch-up, unless it was left by now.

        An earlier catch-up of the room ends. False where it has to be begun ``again`` a while
        later, after all others (``lost_pages``).
        """
        room = request.consultation_id
        if room in self._left:
            return True
        self._drop(room)
        if self.lost.is_hopeless(room) or (self.lost.is_costly(room) and not again):
            self._failed.add(room)
            return False
        self._failed.discard(room)
        self._pages_fetched[room] = 0
        self._follow(self.lost.amend(request))
        return True

    def go_on_without(self, consultation_id: ConsultationId) -> None:
        """Send what was not tried there yet, though its archive may never be readable."""
        self.lost.note_unproven(consultation_id)
        self._on_caught_up([consultation_id])

    def leave(self, consultation_id: ConsultationId) -> bool:
        """End the room's catch-up, and ask for nothing more: it is no longer in the work queue.

        Whether the doctor was loading a gap there, which fails. An ended consultation is read on
        demand (``history_reader``), regardless of how often this failed.
        """
        self._left.add(consultation_id)
        self._drop(consultation_id)
        had_gaps = self._drop_gaps(consultation_id)
        self._failed.discard(consultation_id)
        self._pages_fetched.pop(consultation_id, None)
        self._backoff.pop(consultation_id, None)
        self._overlooked.discard(consultation_id)
        self._queue.send_queued()
        return had_gaps

    def count_live_message(self, consultation_id: ConsultationId) -> bool:
        """Count a live message; whether the archive is to be asked again."""
        self._live_messages[consultation_id] += 1
        self.lost.note_live_message(consultation_id)
        return (
            self._live_messages[consultation_id] >= LIVE_MESSAGES
            and consultation_id not in self._pages_fetched
        )

    def note_overlooked(self, consultation_id: ConsultationId) -> None:
        """Note a live message that could not be read: it has to be fetched from the archive."""
        self._overlooked.add(consultation_id)

    def take_overlooked(self) -> set[ConsultationId]:
        """Rooms whose archives are to be asked for such messages now.

        A catch-up under way is waited for, though its page may be older than the message: begun
        anew for each message of a flood, it would never end.
        """
        due = self._overlooked - self._catch_ups.keys()
        self._overlooked -= due
        return due

    def next_backoff(self, consultation_id: ConsultationId) -> float:
        """Seconds until a room that did not answer is asked again: 5, twice as long, up to 300.

        One that costs sessions waits as long as ``LostPages.rest_seconds`` tells.
        """
        waits = self._backoff.setdefault(consultation_id, backoff.CATCH_UP.waits())
        return self.lost.rest_seconds(consultation_id) or next(waits)

    def load_gap(self, gap: Gap) -> bool:
        """Load messages of a gap; False when they can no longer be had.

        They come through ``inbound``, like every page of an archive.
        """
        request = gap_request(gap)
        if request is None:
            return False
        self._gap_queries.add(self._queue.add(request))
        return True

    async def read_page(self, request: PageRequest) -> None:
        """Read one page, and the page that the vault needs to verify it.

        Its messages are shown when this returns. Raises ``ArchiveRefused`` where none came.
        """
        answer = asyncio.get_running_loop().create_future()
        self._awaited[self._queue.add(request)] = answer
        await answer

    def apply_steps(self, steps: Mapping[str, Step]) -> frozenset[ConsultationId]:
        """Follow up on answers that the vault has stored.

        ``steps`` says by query what the archive engine asks for next. Call it after the batch was
        committed and shown, so that a room never counts as caught up before its messages are on the
        disk. Returns the rooms that reached ``MAX_PAGES``: they count as failed, and ``begin``
        continues their catch-up.
        """
        failed_before = self.failed
        answered = [
            (query, request, step)
            for query, step in steps.items()
            if (request := self._queue.take_answered(query)) is not None
        ]
        for _, request, _ in answered:
            self.lost.note_page(request)
        caught_up = [
            request.consultation_id
            for query, request, step in answered
            if self._apply_step(query, request.consultation_id, step)
        ]
        if caught_up:
            self._complete.update(caught_up)
            self._on_caught_up(caught_up)
            self.caught_up.publish(caught_up)
        self._queue.send_queued()
        return self.failed - failed_before

    def _apply_step(self, query: str, consultation_id: ConsultationId, step: Step) -> bool:
        """Ask for what follows an answer; whether the room has caught up."""
        verify = step.request if step.reason is RequestReason.VERIFY else None
        if query in self._gap_queries:
            self._gap_queries.remove(query)
            if verify is not None:
                self._gap_queries.add(self._queue.add(verify))
        elif (answer := self._awaited.pop(query, None)) is not None:
            if verify is not None:
                self._awaited[self._queue.add(verify)] = answer
            elif not answer.done():
                answer.set_result(None)
        elif step.reason not in FOLLOWED or self.lost.passes_by(step):
            self.lost.note_caught_up(consultation_id, is_whole=step.reason not in FOLLOWED)
            self._catch_ups.pop(consultation_id, None)
            self._backoff.pop(consultation_id, None)
            self._pages_fetched.pop(consultation_id, None)
            self._live_messages.pop(consultation_id, None)
            return True
        elif step.request is not None:
            self._follow_within_bound(step.request)
        return False

    def on_page_failed(self, event: PageFailed) -> bool:
        """Note that no answer came: the gap remains, and the room has not caught up.

        Whether the doctor had asked for the gap's messages (``load_gap``).
        """
        request = self._queue.drop(event.query)
        if is_of_gap := event.query in self._gap_queries:
            self._gap_queries.remove(event.query)
        elif (answer := self._awaited.pop(event.query, None)) is not None:
            if not answer.done():
                answer.set_exception(ArchiveRefused(event.reason))
        elif request is not None:
            self._failed.add(request.consultation_id)
            self.lost.note_failed(request.consultation_id, event.reason)
        self._queue.send_queued()
        return is_of_gap

    def _drop(self, consultation_id: ConsultationId) -> None:
        """End the catch-up of a room; what the doctor asked for goes on."""
        self._queue.drop(self._catch_ups.pop(consultation_id, ""))

    def _drop_gaps(self, consultation_id: ConsultationId) -> bool:
        """Drop the doctor's requests for gaps of a room; whether there were any."""
        of_room = {
            query
            for query, request in self._queue.requests.items()
            if query in self._gap_queries and request.consultation_id == consultation_id
        }
        for query in of_room:
            self._queue.drop(query)
        self._gap_queries -= of_room
        return bool(of_room)

    def _follow(self, request: PageRequest) -> None:
        """Ask for the next page of a room's catch-up; each room has one request at a time."""
        self._catch_ups[request.consultation_id] = self._queue.add(request)

    def _follow_within_bound(self, request: PageRequest) -> None:
        """Ask for the next page; after ``MAX_PAGES`` the room pauses: others have their turn."""
        consultation_id = request.consultation_id
        self._pages_fetched[consultation_id] = self._pages_fetched.get(consultation_id, 0) + 1
        if self._pages_fetched[consultation_id] < MAX_PAGES:
            self._follow(request)
        else:
            self._failed.add(consultation_id)
