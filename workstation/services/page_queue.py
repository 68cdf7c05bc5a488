"""Requests for pages of archives: queued, asked a few at a time, the open conversation first.

``query_pacing`` decides how many may be open at a time, ``lost_pages`` which rooms are asked alone,
``under_way`` what may be asked beside own messages.
"""

import itertools
from collections.abc import Callable, Mapping

from workstation.domain.commands import Command, FetchPage
from workstation.domain.ids import ConsultationId
from workstation.services.lost_pages import LostPages
from workstation.services.query_pacing import MIN_QUERIES, QueryPacing
from workstation.services.under_way import UnderWay
from workstation.vault.archive.requests import PageRequest

PAGE_MESSAGES, SLOW_PAGE_MESSAGES = 100, 25


class PageQueue:
    """Requests by the id of their query; ``post`` carries out a command as far as possible now.

    ``messages`` tells what of own messages is under way; ``on_line_freed`` is called when fewer
    pages are.
    """

    def __init__(
        self,
        post: Callable[[Command], None],
        monotonic: Callable[[], float],
        lost: LostPages,
        messages: Callable[[], UnderWay],
        on_line_freed: Callable[[], None],
    ) -> None:
        self._post, self._pacing, self._lost = post, QueryPacing(monotonic), lost
        self._messages, self._on_line_freed = messages, on_line_freed
        self._query_numbers = itertools.count(1)
        self._open: dict[str, PageRequest] = {}
        self._queued: dict[str, PageRequest] = {}
        self._preferred: ConsultationId | None = None
        # Few of what may be thousands, so that nothing added or answered looks at all of them.
        self._of_preferred: list[str] = []

    @property
    def open_requests(self) -> Mapping[str, PageRequest]:
        """Requests that were sent and wait for their answers."""
        return self._open

    @property
    def requests(self) -> Mapping[str, PageRequest]:
        """All requests, sent or queued."""
        return {**self._open, **self._queued}

    @property
    def under_way(self) -> UnderWay:
        """What is asked of archives."""
        rooms = {request.consultation_id for request in self._open.values()}
        if any(map(self._lost.is_suspect, rooms)):
            return UnderWay.SUSPECT
        return UnderWay.INNOCENT if rooms else UnderWay.NOTHING

    def prefer(self, consultation_id: ConsultationId) -> None:
        """Ask this room's archive before all others from now on."""
        self._preferred = consultation_id
        self._of_preferred = [
            query for query, each in self._queued.items() if each.consultation_id == consultation_id
        ]
        self._send_preferred()

    def add(self, request: PageRequest) -> str:
        """Send a request as soon as there is room for it; returns the id of its query."""
        query = f"q{next(self._query_numbers)}"
        self._queued[query] = request
        if request.consultation_id == self._preferred:
            self._of_preferred.append(query)
        self.send_queued()
        return query

    def take_answered(self, query: str) -> PageRequest | None:
        """Take the request that was answered; ``None`` for one that was dropped before."""
        self._pacing.on_answered(query)
        return self._close(query)

    def drop(self, query: str) -> PageRequest | None:
        """Drop a request, whose answer is of no interest any more, or will not come."""
        self._pacing.forget(query)
        return self._close(query) or self._queued.pop(query, None)

    def send_queued(self) -> None:
        """Send what there is room for."""
        self._send_preferred()
        while (query := self._next_query()) is not None:
            self._send(query, self._queued.pop(query))

    def _close(self, query: str) -> PageRequest | None:
        request = self._open.pop(query, None)
        if request is not None:
            self._on_line_freed()
        return request

    def _send_preferred(self) -> None:
        room = self._preferred
        self._of_preferred = [query for query in self._of_preferred if query in self._queued]
        if room is None or self._lost.is_suspect(room):
            return
        for query in self._of_preferred:
            if self._may_go(room):
                self._send(query, self._queued.pop(query))

    def _may_go(self, consultation_id: ConsultationId | None) -> bool:
        """Whether the line is free for a room's request."""
        is_suspect = consultation_id is not None and self._lost.is_suspect(consultation_id)
        beside = self.under_way, self._messages()
        return all(each.leaves_room(for_suspect=is_suspect) for each in beside)

    def _next_query(self) -> str | None:
        """The next query to send; few beside the open conversation: ejabberd sends all at once."""
        open_requests = self._open.values()
        is_beside = self._preferred in {request.consultation_id for request in open_requests}
        most = MIN_QUERIES if is_beside else self._pacing.limit
        query = self._lost.choose(self._queued, open_requests, most)
        return query if query and self._may_go(self._queued[query].consultation_id) else None

    def _send(self, query: str, request: PageRequest) -> None:
        self._open[query] = request
        self._pacing.on_asked(query)
        # Pages are shown as a whole: on a slow line a hundred messages would take a minute.
        usual = SLOW_PAGE_MESSAGES if self._pacing.is_slow else PAGE_MESSAGES
        room, after, before = request.consultation_id, request.after, request.before
        self._post(FetchPage(room, query, after, before, limit=self._lost.limit(room, usual)))
