"""Fetching what was missed: page after page, room by room, until each room has caught up.

Only the archive's word moves a room's cursor, since a live copy proves nothing of what came before
it: of "a", "b", "c" the copy of "b" may have been lost, and a cursor after "c" would never ask for
it. The cost is that a long day would be fetched anew at the next start, so the archive is asked
again after some live messages (``test_a_live_copy_that_was_lost_is_missed_in_the_same_visit``).

What to ask next is the vault's to say (``workstation.vault.archive``); this is who asks, how many
rooms at once, which first, and what happens when no answer comes. After an outage hundreds of rooms
ask at the same time, most of them to hear that nothing was said: the conversation that the doctor
looks at waits for none of them (``test_the_preferred_room_is_asked_before_all_others``), and for
few pages that are under way already (``query_pacing``).

Two catch-ups of one room side by side would each find the other's work done and call the room
caught up too early, which lets the outbox send what the archive has: the older one ends
(``test_of_two_catch_ups_the_older_one_ends``).
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping

from workstation.base.clock import Clock
from workstation.domain import backoff
from workstation.domain.changes import Gap
from workstation.domain.commands import Command, FetchPage
from workstation.domain.errors import ArchiveRefused
from workstation.domain.events import PageFailed
from workstation.domain.ids import ConsultationId
from workstation.services.lost_pages import LostPages
from workstation.services.query_pacing import MIN_QUERIES, QueryPacing
from workstation.store.feed import Feed
from workstation.vault.archive.requests import PageRequest, RequestReason, Step, gap_request

PAGE_MESSAGES, SLOW_PAGE_MESSAGES = 100, 25
MAX_PAGES = 600
LIVE_MESSAGES = 50
"""After so many of a room its archive is asked again."""
FOLLOWED = frozenset({RequestReason.CATCH_UP, RequestReason.VERIFY, RequestReason.BRIDGE})


class CatchUp:
    """Open queries of the present session; ``post`` carries out a command as far as possible now.

    ``on_caught_up`` gets the rooms that have caught up: what their archives lack then was never
    sent. Who shows something is told by ``caught_up``, after that.
    """

    def __init__(
        self,
        post: Callable[[Command], None],
        on_caught_up: Callable[[Collection[ConsultationId]], None],
        clock: Clock,
    ) -> None:
        self._pacing, self.lost = QueryPacing(clock.monotonic), LostPages()
        self._post, self._on_caught_up = post, on_caught_up
        self._query_numbers = itertools.count(1)
        self._open_queries: dict[str, PageRequest] = {}
        self._queued: dict[str, PageRequest] = {}
        self._catch_ups: dict[ConsultationId, str] = {}
        self._pages_fetched: dict[ConsultationId, int] = {}
        self._gap_queries: set[str] = set()
        self._awaited: dict[str, asyncio.Future[None]] = {}
        self._failed: set[ConsultationId] = set()
        self._left: set[ConsultationId] = set()
        self._backoff: dict[ConsultationId, Iterator[float]] = {}
        self._live_messages: Counter[int] = Counter()
        self._overlooked: set[ConsultationId] = set()
        self._preferred: ConsultationId | None = None
        self._complete: set[ConsultationId] = set()
        self.caught_up: Feed[Collection[ConsultationId]] = Feed()

    def has_caught_up(self, consultation_id: ConsultationId) -> bool:
        """Whether this room lacked nothing at some time since the sign-in."""
        return consultation_id in self._complete

    @property
    def open_requests(self) -> Mapping[str, PageRequest]:
        """The open queries, for the vault to read their answers by."""
        return self._open_queries

    @property
    def failed(self) -> frozenset[ConsultationId]:
        """Rooms whose catch-up got no answer, or too many; ``begin`` tries again."""
        return frozenset(self._failed)

    def prefer(self, consultation_id: ConsultationId) -> None:
        """Ask this room's archive before all others from now on: the doctor looks at it."""
        self._preferred = consultation_id
        for query in [q for q, each in self._queued.items() if self._is_preferred(each)]:
            self._send(query, self._queued.pop(query))

    def enter(self, consultation_id: ConsultationId) -> None:
        """We are in this room, and what was missed there may be asked for."""
        self._left.discard(consultation_id)

    def begin(self, request: PageRequest, *, again: bool = False) -> bool:
        """A room was entered afresh: ask for what was missed, unless it was left by now.

        What was asked for the same end before is dropped. False where it is to be asked ``again`` a
        while later, after all others (``lost_pages``).
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
        """Its archive may never be had: what was not tried there yet is sent all the same."""
        self.lost.note_unproven(consultation_id)
        self._on_caught_up([consultation_id])

    def leave(self, consultation_id: ConsultationId) -> bool:
        """Nobody is to be in this room any more: ask for nothing that was missed there.

        Whether the doctor waits for the messages of a gap, of which none come now. Opened again,
        it is read on demand (``history_reader``), and how often it failed says nothing then.
        """
        self._left.add(consultation_id)
        self._drop(consultation_id)
        had_gaps = self._drop_gaps(consultation_id)
        self._failed.discard(consultation_id)
        self._pages_fetched.pop(consultation_id, None)
        self._backoff.pop(consultation_id, None)
        self._overlooked.discard(consultation_id)
        self._send_queued()
        return had_gaps

    def count_live_message(self, consultation_id: ConsultationId) -> bool:
        """A live message came; whether the archive is to be asked for what came since it was."""
        self._live_messages[consultation_id] += 1
        self.lost.note_live_message(consultation_id)
        return (
            self._live_messages[consultation_id] >= LIVE_MESSAGES
            and consultation_id not in self._pages_fetched
        )

    def note_overlooked(self, consultation_id: ConsultationId) -> None:
        """A live message came that nobody could read: only its archive tells of it."""
        self._overlooked.add(consultation_id)

    def take_overlooked(self) -> set[ConsultationId]:
        """Rooms whose archives are to be asked for such messages now.

        A page under way may be older than the message, and is waited for: asked anew for each of a
        flood of them, a room would never catch up.
        """
        due = self._overlooked - self._catch_ups.keys()
        self._overlooked -= due
        return due

    def next_backoff(self, consultation_id: ConsultationId) -> float:
        """Seconds until a room that got no answer is to be asked again: 5, then twice as long."""
        waits = self._backoff.setdefault(consultation_id, backoff.CATCH_UP.waits())
        return self.lost.rest_seconds(consultation_id) or next(waits)

    def load_gap(self, gap: Gap) -> bool:
        """The doctor wants the messages of a gap; False when nobody has them.

        They come through the inbound as any page of an archive does.
        """
        request = gap_request(gap)
        if request is None:
            return False
        self._gap_queries.add(self._enqueue(request))
        return True

    async def read_page(self, request: PageRequest) -> None:
        """One page for somebody who waits for it, and what the vault asks to verify it.

        What it brought is shown when this returns. Raises ``ArchiveRefused`` where none came.
        """
        answer = asyncio.get_running_loop().create_future()
        self._awaited[self._enqueue(request)] = answer
        await answer

    def apply_steps(self, steps: Mapping[str, Step]) -> frozenset[ConsultationId]:
        """The vault took in answers: go on, or be done with the room.

        ``steps`` says by query what the archive engine asks for next. Call it after the batch is
        committed and shown, so that "whole" is never said of what is not on the disk. Gives the
        rooms whose catch-up had ``MAX_PAGES``: they count as failed, ``begin`` goes on with them.
        """
        failed_before = self.failed
        answered = [
            (query, request.consultation_id, step)
            for query, step in steps.items()
            if (request := self._open_queries.pop(query, None)) is not None
        ]
        for query, room, _ in answered:
            self._pacing.on_answered(query)
            self.lost.note_page(room)
        caught_up = [room for query, room, step in answered if self._apply_step(query, room, step)]
        if caught_up:
            self._complete.update(caught_up)
            self._on_caught_up(caught_up)
            self.caught_up.publish(caught_up)
        self._send_queued()
        return self.failed - failed_before

    def _apply_step(self, query: str, consultation_id: ConsultationId, step: Step) -> bool:
        """Ask for what follows an answer; whether its room has caught up."""
        verify = step.request if step.reason is RequestReason.VERIFY else None
        if query in self._gap_queries:
            self._gap_queries.remove(query)
            if verify is not None:
                self._gap_queries.add(self._enqueue(verify))
        elif (answer := self._awaited.pop(query, None)) is not None:
            if verify is not None:
                self._awaited[self._enqueue(verify)] = answer
            elif not answer.done():
                answer.set_result(None)
        elif step.reason not in FOLLOWED or self.lost.passes_by(step):
            self.lost.note_caught_up(consultation_id)
            self._catch_ups.pop(consultation_id, None)
            self._backoff.pop(consultation_id, None)
            self._pages_fetched.pop(consultation_id, None)
            self._live_messages.pop(consultation_id, None)
            return True
        elif step.request is not None:
            self._follow_within_bound(step.request)
        return False

    def on_page_failed(self, event: PageFailed) -> bool:
        """No answer came; the gap stays in sight, and the room is not whole.

        Whether the doctor had asked for the gap's messages (``load_gap``).
        """
        request = self._forget_open(event.query)
        if is_of_gap := event.query in self._gap_queries:
            self._gap_queries.remove(event.query)
        elif (answer := self._awaited.pop(event.query, None)) is not None:
            if not answer.done():
                answer.set_exception(ArchiveRefused(event.reason))
        elif request is not None:
            self._failed.add(request.consultation_id)
            self.lost.note_failed(request.consultation_id, event.reason)
        self._send_queued()
        return is_of_gap

    def _drop(self, consultation_id: ConsultationId) -> None:
        """Forget the catch-up of a room; what the doctor asked for goes on."""
        query = self._catch_ups.pop(consultation_id, "")
        self._forget_open(query)
        self._queued.pop(query, None)

    def _drop_gaps(self, consultation_id: ConsultationId) -> bool:
        """Forget what the doctor asked for in a room; whether that was anything."""
        requests = {**self._open_queries, **self._queued}
        of_room = {
            query
            for query, request in requests.items()
            if query in self._gap_queries and request.consultation_id == consultation_id
        }
        for query in of_room:
            self._forget_open(query)
            self._queued.pop(query, None)
        self._gap_queries -= of_room
        return bool(of_room)

    def _forget_open(self, query: str) -> PageRequest | None:
        """No answer to it counts any more."""
        self._pacing.forget(query)
        return self._open_queries.pop(query, None)

    def _follow(self, request: PageRequest) -> None:
        """Ask for the next page of a room's catch-up; of each room one is on its way."""
        self._catch_ups[request.consultation_id] = self._enqueue(request)

    def _follow_within_bound(self, request: PageRequest) -> None:
        """The server gets a rest after so many pages, and others their turn, before it goes on."""
        consultation_id = request.consultation_id
        self._pages_fetched[consultation_id] = self._pages_fetched.get(consultation_id, 0) + 1
        if self._pages_fetched[consultation_id] < MAX_PAGES:
            self._follow(request)
        else:
            self._failed.add(consultation_id)

    def _enqueue(self, request: PageRequest) -> str:
        query = f"q{next(self._query_numbers)}"
        if self._is_preferred(request):
            self._send(query, request)
        else:
            self._queued[query] = request
            self._send_queued()
        return query

    def _is_preferred(self, request: PageRequest) -> bool:
        room = request.consultation_id
        return room == self._preferred and not self.lost.is_suspect(room)

    def _send_queued(self) -> None:
        while (query := self._next_query()) is not None:
            self._send(query, self._queued.pop(query))

    def _next_query(self) -> str | None:
        """Few beside the conversation that the doctor looks at: ejabberd sends them all at once."""
        open_requests = self._open_queries.values()
        is_beside = self._preferred in {request.consultation_id for request in open_requests}
        most = MIN_QUERIES if is_beside else self._pacing.limit
        return self.lost.choose(self._queued, open_requests, most)

    def _send(self, query: str, request: PageRequest) -> None:
        self._open_queries[query] = request
        self._pacing.on_asked(query)
        # Whole pages are shown: on a slow line a hundred messages would be a minute of nothing.
        usual = SLOW_PAGE_MESSAGES if self._pacing.is_slow else PAGE_MESSAGES
        room, after, before = request.consultation_id, request.after, request.before
        self._post(FetchPage(room, query, after, before, limit=self.lost.limit(room, usual)))
