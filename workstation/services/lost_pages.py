"""Pages that never come: asked for last, smaller and smaller, and at last passed by.

A gateway may carry no frame over some size, and ends the connection. An entry of an archive that it
does not carry then ends each session that asks for its page, and all rooms behind it are never
read: nothing can be sent there. Other servers never answer where they cannot read what they have
stored themselves, as Prosody does. Whatever was under way as a session was lost may be to blame: it
is asked after all others, and alone, so that one of them is blamed at most once without reason.
Pages of a room that is to blame get smaller until the one entry is met, which nobody can name, and
which is passed by from above: the newest page is asked for, and what lies between stays in sight as
a gap that the doctor may load. Where not even the newest entry can be had, and costs a session, the
room rests until something is said there::

    a b c X e f     after c: 100, 100, 20, 2     the newest: 20, 4, 2     shown: a b c | e f

Much else ends a session, or lets a question go unanswered. So a session counts only that ended by a
frame that was not carried, and a page that was not answered only where few rooms fail: most fail at
once where the server does. What brought anything of the room since is no failure in a row. What the
doctor writes does not wait for such a room beyond the second; of what was tried there before nobody
can say whether it came, so the doctor decides. A room that has caught up is like any other again
(``tests/services/test_lost_pages.py``). A cut counts for nothing: there are days with hundreds, and
messages would be called not sent that are only late (``tests/simulation``).
"""

from collections import Counter
from collections.abc import Collection, Mapping

from workstation.domain.backoff import CATCH_UP
from workstation.domain.events import FRAME_REFUSED
from workstation.domain.ids import ConsultationId
from workstation.vault.archive.requests import PageRequest, RequestReason, Step

DOUBTFUL = 2
"""So many failures in a row are no accident."""
SHORT_PAGES, SHORT_NEWEST_PAGES = (20, 2), (20, 4, 2, 1)
"""A page goes on from the last entry that is known, and begins with it."""
LIMITS = (*SHORT_PAGES, *SHORT_NEWEST_PAGES)
NEWEST, HOPELESS = DOUBTFUL + len(SHORT_PAGES), DOUBTFUL + len(LIMITS)
FEW = 0.25
"""So large a part of the rooms that ever answered may fail, each by itself."""
OF_ONE_PAGE = frozenset({FRAME_REFUSED, "timeout", "malformed-answer"})
"""What may be the doing of what is on the page."""


class LostPages:
    """How often in a row the pages of each room did not come."""

    def __init__(self) -> None:
        self._losses: Counter[ConsultationId] = Counter()
        self._answering: set[ConsultationId] = set()
        self._failing: set[ConsultationId] = set()
        self._moved: set[ConsultationId] = set()
        self._costly: set[ConsultationId] = set()
        self._passed: set[ConsultationId] = set()
        self._unproven: set[ConsultationId] = set()

    def note_failed(self, consultation_id: ConsultationId, reason: str) -> None:
        """A page of this room's catch-up did not come."""
        if reason not in OF_ONE_PAGE:
            return
        is_refused = reason == FRAME_REFUSED
        self._failing.add(consultation_id)
        is_alone = len(self._failing) <= max(1, len(self._answering) * FEW)
        if consultation_id in self._moved:
            self._moved.remove(consultation_id)
        elif is_refused or is_alone:
            self._losses[consultation_id] += 1
        (self._costly.add if is_refused else self._costly.discard)(consultation_id)

    def note_page(self, consultation_id: ConsultationId) -> None:
        """A page came."""
        self._answering.add(consultation_id)
        self._failing.clear()
        if consultation_id in self._losses:
            self._moved.add(consultation_id)

    def note_caught_up(self, consultation_id: ConsultationId) -> None:
        """It lacks nothing but what a gap names."""
        self._losses.pop(consultation_id, None)
        self._moved.discard(consultation_id)
        self._costly.discard(consultation_id)

    def note_live_message(self, consultation_id: ConsultationId) -> None:
        """Something newer is there now, which may be had."""
        if self.is_hopeless(consultation_id):
            self._losses[consultation_id] = HOPELESS - 1

    def choose(
        self, waiting: Mapping[str, PageRequest], under_way: Collection[PageRequest], most: int
    ) -> str | None:
        """What to ask next, while ``most`` may be under way; ``None`` for nothing now.

        The first that waits, and what may cost the session only when nothing else is asked.
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
        """Whether it is to be asked after all others, and alone: it may cost the session."""
        return consultation_id in self._costly

    def is_doubtful(self, consultation_id: ConsultationId) -> bool:
        """Whether what is written there should wait for its archive no longer."""
        return self._losses[consultation_id] >= DOUBTFUL

    def is_costly(self, consultation_id: ConsultationId) -> bool:
        """Whether it cost sessions: it is asked a while after a new one has begun."""
        return consultation_id in self._costly and self.is_doubtful(consultation_id)

    def rest_seconds(self, consultation_id: ConsultationId) -> float:
        """How long that while is: longer with each session, and nothing where it cost none."""
        if not self.is_costly(consultation_id):
            return 0.0
        seconds = CATCH_UP.first_seconds
        for _ in range(DOUBTFUL, self._losses[consultation_id]):
            seconds = CATCH_UP.after(seconds)
        return seconds

    def is_hopeless(self, consultation_id: ConsultationId) -> bool:
        """Whether it is not to be asked."""
        return consultation_id in self._costly and self._losses[consultation_id] >= HOPELESS

    def amend(self, request: PageRequest) -> PageRequest:
        """What to ask instead: the newest page, where the next one cannot be had."""
        consultation_id = request.consultation_id
        if self._losses[consultation_id] < NEWEST:
            return request
        self._passed.add(consultation_id)
        return PageRequest(consultation_id, asked=request.asked)

    def note_unproven(self, consultation_id: ConsultationId) -> None:
        """Whether an own message stands there cannot be told."""
        self._unproven.add(consultation_id)

    def take_unproven(self, rooms: Collection[ConsultationId]) -> frozenset[ConsultationId]:
        """Those of which something is left out, each once: an own message may stand there."""
        unproven = self._unproven.intersection(rooms)
        self._unproven -= unproven
        return frozenset(unproven)

    def limit(self, consultation_id: ConsultationId, usual: int) -> int:
        """How many entries to ask for at most."""
        tried = self._losses[consultation_id] - DOUBTFUL
        return usual if tried < 0 else min(usual, LIMITS[min(tried, len(LIMITS) - 1)])

    def passes_by(self, step: Step) -> bool:
        """Whether what would be asked for next is left out; the gap in its place stays.

        An own message may stand in there.
        """
        request = step.request
        if request is None or step.reason is not RequestReason.BRIDGE:
            return False
        if is_passed := request.consultation_id in self._passed:
            self.note_unproven(request.consultation_id)
        return is_passed
