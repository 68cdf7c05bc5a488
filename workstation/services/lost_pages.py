"""Pages that never come: asked for last, in smaller and smaller parts, and skipped in the end.

A gateway may refuse frames over some size and end the connection. An archive entry that is too
large then ends each session that asks for its page, and no room behind it is ever read, so that
nothing can be sent there. Other servers, such as Prosody, never answer where they cannot read their
own storage. Each request that was under way when a session was lost may be to blame: it is repeated
after all others, and alone, so that a room is blamed at most once without reason. Pages of a room
that is to blame get smaller until only the bad entry is left. It is skipped from above: the newest
page is read, and what lies between remains visible as a gap that the doctor may load. Where even
the newest entry costs a session, the room pauses until a new message arrives there::

    a b c X e f     after c: 100, 100, 20, 2     the newest: 20, 4, 2     shown: a b c | e f

Where an own message was under way as well, neither counts: both are tried alone (``under_way``).
Sessions end and requests remain unanswered for many other reasons. So the end of a session counts
only where a frame was refused, and a missing answer only where few rooms fail, since most fail at
once when the server does. A page that came in between ends a row of failures, unless it had come
before: each session may bring it, and be ended at the next. After the second failure new messages
are sent to such a room without waiting for its archive. For those tried before it is unknown
whether they arrived, so the doctor decides. A room that has caught up is like any other again
(``tests/services/test_lost_pages.py``). A lost connection does not count: some days have hundreds,
and messages that are only late would be reported as not sent (``tests/simulation``).
"""

from collections import Counter
from collections.abc import Collection, Mapping

from workstation.domain.backoff import CATCH_UP
from workstation.domain.events import FRAME_REFUSED, SUSPECTED
from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.vault.archive.requests import PageRequest, RequestReason, Step

DOUBTFUL = 2
"""Failures in a row after which a room is doubted."""
SHORT_PAGES, SHORT_NEWEST_PAGES = (20, 2), (20, 4, 2, 1)
"""A page goes on from the last entry that is known, and begins with it."""
LIMITS = (*SHORT_PAGES, *SHORT_NEWEST_PAGES)
NEWEST, HOPELESS = DOUBTFUL + len(SHORT_PAGES), DOUBTFUL + len(LIMITS)
FEW = 0.25
"""Up to this share of the rooms that ever answered, failures count as the rooms' own."""
REFUSED = frozenset({FRAME_REFUSED, SUSPECTED})
OF_ONE_PAGE = REFUSED | {"timeout", "malformed-answer"}
"""Failures that the content of a page may cause."""

_Place = tuple[ArchiveId | None, ArchiveId | None]
"""After and before which entry a page was asked for."""


class LostPages:
    """How often in a row the pages of each room did not come."""

    def __init__(self) -> None:
        # By room: failures in a row, pages that came since the first of them, and how often what
        # lies below the newest page was skipped.
        self._losses: Counter[ConsultationId] = Counter()
        self._seen: dict[ConsultationId, set[_Place]] = {}
        self._passed: Counter[ConsultationId] = Counter()
        # Rooms that ever brought a page, and those that failed since any room brought one.
        self._answering: set[ConsultationId] = set()
        self._failing: set[ConsultationId] = set()
        # Rooms that brought a new page since their last failure.
        self._moved: set[ConsultationId] = set()
        # Rooms whose pages may end the session.
        self._costly: set[ConsultationId] = set()
        # Rooms that are asked once more for what was skipped.
        self._retried: set[ConsultationId] = set()
        # Rooms of which a part was skipped that may contain an own message.
        self._unproven: set[ConsultationId] = set()

    def note_failed(self, consultation_id: ConsultationId, reason: str) -> None:
        """Count a page of this room's catch-up that did not come, where the room may be why."""
        if reason not in OF_ONE_PAGE:
            return
        if reason == SUSPECTED and not self.is_suspect(consultation_id):
            self._costly.add(consultation_id)
            return
        is_refused = reason in REFUSED
        self._failing.add(consultation_id)
        is_alone = len(self._failing) <= max(1, len(self._answering) * FEW)
        if consultation_id in self._moved:
            self._moved.remove(consultation_id)
        elif is_refused or is_alone:
            least = NEWEST if consultation_id in self._retried else 1
            self._losses[consultation_id] = max(self._losses[consultation_id] + 1, least)
        self._retried.discard(consultation_id)
        (self._costly.add if is_refused else self._costly.discard)(consultation_id)

    def note_page(self, request: PageRequest) -> None:
        """Note that a page came.

        One that each session brings again, before it is ended at the next, is no progress.
        """
        consultation_id = request.consultation_id
        self._answering.add(consultation_id)
        self._failing.clear()
        if consultation_id not in self._losses:
            return
        seen, place = self._seen.setdefault(consultation_id, set()), (request.after, request.before)
        if place not in seen:
            seen.add(place)
            self._moved.add(consultation_id)

    def note_caught_up(self, consultation_id: ConsultationId, *, is_whole: bool) -> None:
        """Forget the losses of a room that caught up; ``is_whole`` where nothing was passed by."""
        if is_whole:
            self._passed.pop(consultation_id, None)
        self._losses.pop(consultation_id, None)
        self._seen.pop(consultation_id, None)
        self._moved.discard(consultation_id)
        self._costly.discard(consultation_id)
        self._retried.discard(consultation_id)

    def note_live_message(self, consultation_id: ConsultationId) -> None:
        """Let a hopeless room be asked once more: a newer entry exists, which may be readable."""
        if self.is_hopeless(consultation_id):
            self._losses[consultation_id] = HOPELESS - 1

    def choose(
        self, waiting: Mapping[str, PageRequest], under_way: Collection[PageRequest], most: int
    ) -> str | None:
        """The query to send next, while ``most`` may be open; ``None`` for none now.

        The first one queued; one that may cost the session only when no other is open.
        """
        if len(under_way) >= most or any(map(self._may_cost, under_way)):
            return None
        rest = waiting.items()
        harmless = next((query for query, each in rest if not self._may_cost(each)), None)
        if harmless is not None or under_way:
            return harmless
        return min(
            waiting, key=lambda query: self._losses[waiting[query].consultation_id], default=None
        )

    def _may_cost(self, request: PageRequest) -> bool:
        return self.is_suspect(request.consultation_id)

    def is_suspect(self, consultation_id: ConsultationId) -> bool:
        """Whether a room may cost the session, and so is asked after all others, and alone."""
        return consultation_id in self._costly

    def is_doubtful(self, consultation_id: ConsultationId) -> bool:
        """Whether new messages should be sent there without waiting for its archive."""
        return self._losses[consultation_id] >= DOUBTFUL

    def is_costly(self, consultation_id: ConsultationId) -> bool:
        """Whether a room has cost sessions, and so is asked some time after a new one has begun."""
        return consultation_id in self._costly and self.is_doubtful(consultation_id)

    def rest_seconds(self, consultation_id: ConsultationId) -> float:
        """Seconds to wait after a session has begun: more with each that it cost, else 0."""
        if not self.is_costly(consultation_id):
            return 0.0
        seconds = CATCH_UP.first_seconds
        for _ in range(DOUBTFUL, self._losses[consultation_id]):
            seconds = CATCH_UP.after(seconds)
        return seconds

    def is_hopeless(self, consultation_id: ConsultationId) -> bool:
        """Whether a room is not asked any more."""
        return consultation_id in self._costly and self._losses[consultation_id] >= HOPELESS

    def amend(self, request: PageRequest) -> PageRequest:
        """The request to send: one for the newest page, where the next one is unreadable."""
        consultation_id = request.consultation_id
        if self._losses[consultation_id] < NEWEST:
            return request
        self._passed.setdefault(consultation_id, 0)
        return PageRequest(consultation_id, asked=request.asked)

    def note_unproven(self, consultation_id: ConsultationId) -> None:
        """Note a room of which it is unknown whether the archive has an own message."""
        self._unproven.add(consultation_id)

    def take_unproven(self, rooms: Collection[ConsultationId]) -> frozenset[ConsultationId]:
        """Rooms of which a part was skipped, each once: it may contain an own message."""
        unproven = self._unproven.intersection(rooms)
        self._unproven -= unproven
        return frozenset(unproven)

    def limit(self, consultation_id: ConsultationId, usual: int) -> int:
        """How many entries to ask for at most."""
        tried = self._losses[consultation_id] - DOUBTFUL
        return usual if tried < 0 else min(usual, LIMITS[min(tried, len(LIMITS) - 1)])

    def passes_by(self, step: Step) -> bool:
        """Whether the next request is skipped; the gap in its place remains.

        It may contain an own message. What was in its way may be gone, so it is asked for after all
        the 2nd time, the 4th, the 8th.
        """
        request = step.request
        if request is None or step.reason is not RequestReason.BRIDGE:
            return False
        room = request.consultation_id
        if room not in self._passed or room in self._retried:
            return False
        self._passed[room] += 1
        if self._passed[room] > 1 and self._passed[room].bit_count() == 1:
            self._retried.add(room)
            return False
        self.note_unproven(room)
        return True
