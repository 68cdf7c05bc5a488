"""What to ask a room's archive for, and why."""

import enum
from dataclasses import field, replace

from workstation.domain.changes import Gap
from workstation.domain.ids import ArchiveId, ConsultationId
from workstation.domain.value import Value


class PageRequest(Value):
    """A page to ask the archive for, as ``FetchPage`` describes it.

    ``asked`` is the newest message that was here when this was asked: what came later may be newer
    than the answer, what was here before cannot be. ``expected`` is an entry that the answer must
    hold: it overlaps with what is known by it, so that nothing can be lost unseen in between.
    ``history`` says that a consultation that is over is read: nothing of the answer is news, and
    the cursor of the live catch-up stays where it is.
    """

    consultation_id: ConsultationId
    after: ArchiveId | None = None
    before: ArchiveId | None = None
    asked: int | None = field(default=None, compare=False)
    expected: ArchiveId | None = None
    history: bool = False

    def for_history(self) -> "PageRequest":
        """The same page, asked for a consultation that is over."""
        return replace(self, history=True)


class RequestReason(enum.Enum):
    """Why another page is wanted."""

    CATCH_UP = "catch_up"
    """What was missed since the cursor goes on."""

    VERIFY = "verify"
    """The answer did not fit or said nothing: the newest page tells what is true."""

    BRIDGE = "bridge"
    """The newest page does not reach what is known: go back until it does."""

    OLDER = "older"
    """There is more before all that is known: when the doctor scrolls up."""


class Step(Value):
    """What to ask next, and why; nothing once the room is whole."""

    request: PageRequest | None = None
    reason: RequestReason | None = None


def gap_request(gap: Gap) -> PageRequest | None:
    """What to ask to fill a gap, ``None`` where the archive no longer has it."""
    if not gap.loadable:
        return None
    consultation_id, beyond = gap.consultation_id, gap.overlap
    if gap.before is not None:
        return PageRequest(
            consultation_id, before=beyond, expected=None if beyond == gap.before else gap.before
        )
    if beyond is None or not gap.after or beyond == gap.after:
        return PageRequest(consultation_id, after=beyond)
    return PageRequest(consultation_id, after=beyond, expected=gap.after)
