"""Requests to the server that wait for an answer: archive pages and upload slots.

Every request ends: by its answer, a timeout, or with the session. Otherwise a room's catch-up or a
picture would be blocked for the whole day, since nothing is requested again while an answer is due.
After a timeout the session forgets the request as well, so that a late answer is ignored
(``test_a_page_without_an_answer_is_given_up_and_a_late_answer_counts_no_more``): the page may have
been requested again meanwhile, from another position.

A slot is secret until its file is sent, and valid in one session only: the upload service is
discovered once a session, and uploads under way at its end begin anew
(``test_what_a_lost_session_was_asked_is_answered_by_nobody``).
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from workstation.domain.commands import FetchPage
from workstation.domain.errors import LocalProtocolError, UploadRefused
from workstation.domain.events import FRAME_REFUSED, SESSION_LOST, SUSPECTED, PageFailed
from workstation.domain.ids import ConsultationId, StanzaId
from workstation.domain.value import Value
from workstation.xmpp.events import UploadService, UploadSlot
from workstation.xmpp.jid import Jid
from workstation.xmpp.session import XmppSession

ANSWER_SECONDS = 30.0
MAX_ANSWER_SECONDS = 240.0
"""How far the time for a room's page grows, twice as long after each that was given up.

An archive that always takes longer than ``ANSWER_SECONDS`` would never be read otherwise.
"""
MAX_QUIET_SECONDS = 600.0
"""How long a page of which nothing comes is waited for while entries of others do."""


class UploadTarget(Value):
    """Where to PUT a file, with which headers, and where all will GET it (XEP-0363, 5).

    All three are secrets as long as the slot is good, and left out of ``repr``.
    """

    put_url: str = field(repr=False)
    get_url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(slots=True)
class _OpenQuery:
    """A query of an archive that is under way.

    ``heard_at`` is when it was asked, or when it was noticed that more of its page is here.
    """

    command: FetchPage
    heard_at: float
    seconds: float
    results: int = 0


class ArchiveQueries:
    """Archive queries under way, and how far each has come; times are monotonic seconds.

    Pages of many rooms come one after the other, or side by side, and a slow line needs minutes for
    each. So none is given up while entries of any of them come.
    """

    def __init__(self, session: XmppSession) -> None:
        self._session = session
        self._open: dict[StanzaId, _OpenQuery] = {}
        self._answer_seconds: dict[ConsultationId, float] = {}
        self._heard_at, self._had_page = 0.0, False
        self._lost_by = SESSION_LOST

    def ask(self, room_jid: Jid, command: FetchPage, now: float) -> PageFailed | None:
        """Query one page (XEP-0313, XEP-0059); ``now`` is in monotonic seconds.

        Returns ``PageFailed`` where nothing could be sent.
        """
        try:
            request = self._session.archive.query(
                room_jid, after=command.after, before=command.before, limit=command.limit
            )
        except LocalProtocolError as error:
            return PageFailed(command.consultation_id, command.query, error.detail)
        seconds = self._answer_seconds.get(command.consultation_id, ANSWER_SECONDS)
        self._open[request] = _OpenQuery(command, now, seconds)
        return None

    def take_query(self, request: StanzaId) -> FetchPage | None:
        """The query that this request asked, which is open no longer; ``None`` for any other."""
        query = self._open.pop(request, None)
        self._had_page |= query is not None
        return query.command if query is not None else None

    @property
    def is_waiting(self) -> bool:
        """Whether a page of any room is to come."""
        return bool(self._open)

    def due_at(self) -> float:
        """When the first open query is given up, unless something comes."""
        return min(map(self._ends_at, self._open.values()), default=math.inf)

    def expire(self, now: float) -> list[PageFailed]:
        """Give up what was not answered while nothing came for ``ANSWER_SECONDS`` or longer.

        An answer after that is ignored.
        """
        self._note_results(now)
        late = [request for request, query in self._open.items() if now >= self._ends_at(query)]
        failures = []
        for request in late:
            query = self._open.pop(request)
            command, seconds = query.command, min(2 * query.seconds, MAX_ANSWER_SECONDS)
            self._answer_seconds[command.consultation_id] = seconds
            self._session.forget(request)
            failures.append(PageFailed(command.consultation_id, command.query, "timeout"))
        return failures

    def _note_results(self, now: float) -> None:
        """Note which pages have grown since this was last done."""
        for request, query in self._open.items():
            results = self._session.archive.count_results(request)
            if results > query.results:
                query.results, query.heard_at, self._had_page = results, now, True
        if self._had_page:
            self._heard_at, self._had_page = now, False

    def _ends_at(self, query: _OpenQuery) -> float:
        quiet_since = max(query.heard_at, self._heard_at)
        return min(quiet_since + query.seconds, query.heard_at + MAX_QUIET_SECONDS)

    def note_refused(self, *, beside_messages: bool) -> None:
        """Note that the session ends by a frame not carried, which may be of any open page.

        With ``beside_messages`` it may as well be an own message.
        """
        self._lost_by = SUSPECTED if beside_messages else FRAME_REFUSED

    def lose(self) -> list[PageFailed]:
        """Give up all pages: the session is over, and none of it comes any more."""
        lost, reason = [query.command for query in self._open.values()], self._lost_by
        self._lost_by = SESSION_LOST
        self._open.clear()
        self._answer_seconds.clear()
        return [PageFailed(each.consultation_id, each.query, reason) for each in lost]


class UploadSlots:
    """Places for uploads (XEP-0363): one service of the domain, asked for once a session.

    ``on_request`` is called when the session has a question to send.
    """

    def __init__(self, session: XmppSession, domain: str) -> None:
        self._session = session
        self._domain = domain
        self.on_request: Callable[[], None] = lambda: None
        self._waiting: dict[StanzaId, asyncio.Future[UploadService | UploadSlot]] = {}
        self._service: str | None = None

    async def request_slot(self, name: str, size: int, media_type: str) -> UploadTarget:
        """A place for a file of ``size`` bytes.

        Raises ``UploadRefused`` with the condition, also when offline or when the session ends
        before the answer. Cancelling forgets the request.
        """
        try:
            service = await self._find_service()
            request = self._session.upload.request_slot(service, name, size, media_type)
        except LocalProtocolError as error:
            raise UploadRefused(error.detail) from None
        answer = await self._wait_for_answer(request)
        if not isinstance(answer, UploadSlot):
            raise UploadRefused("no slot")
        return UploadTarget(answer.put_url, answer.get_url, answer.headers)

    def on_answer(self, event: UploadService | UploadSlot) -> None:
        """Take an answer; one that is not waited for any more is ignored."""
        future = self._waiting.pop(event.request, None)
        if future is not None and not future.done():
            future.set_result(event)

    def on_failure(self, request: StanzaId, condition: str, server_text: str = "") -> bool:
        """Take a failed request; whether it was one of these.

        The caller gets ``UploadRefused`` with the server's own text in ``server_text``.
        """
        future = self._waiting.pop(request, None)
        if future is not None and not future.done():
            future.set_exception(UploadRefused(condition, server_text=server_text))
        return future is not None

    def lose(self) -> None:
        """Fail what was asked of the session that ended: uploads begin anew in the next one."""
        self._service = None
        for request in tuple(self._waiting):
            self.on_failure(request, SESSION_LOST)

    async def _find_service(self) -> str:
        if self._service is None:
            answer = await self._wait_for_answer(self._session.discovery.find_upload(self._domain))
            if not isinstance(answer, UploadService) or answer.jid is None:
                raise UploadRefused("no upload service")
            self._service = answer.jid
        return self._service

    async def _wait_for_answer(self, request: StanzaId) -> UploadService | UploadSlot:
        future: asyncio.Future[UploadService | UploadSlot]
        future = asyncio.get_running_loop().create_future()
        self._waiting[request] = future
        self.on_request()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await future
        except TimeoutError:
            raise UploadRefused("timeout") from None
        finally:
            self._waiting.pop(request, None)
            self._session.forget(request)
