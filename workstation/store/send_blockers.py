"""Rooms in which nothing can be sent just now, although the session is well."""

from collections import Counter
from collections.abc import Mapping

from workstation.domain.events import Joined, Left, PageFailed
from workstation.domain.ids import ConsultationId
from workstation.domain.send_blocker import SendBlocker, blocker_of
from workstation.domain.value import Value
from workstation.store.feed import Feed

SILENT_SECONDS = 3.0
"""What passes by itself within this time is not worth a word."""


class ActiveBlocker(Value):
    """A blocker that is active: why, and since when (monotonic seconds)."""

    why: SendBlocker
    since: float


class SendBlockers:
    """Blockers by consultation; ``changed`` publishes the id of each that changed."""

    def __init__(self) -> None:
        self.changed: Feed[ConsultationId] = Feed()
        self._blockers: dict[ConsultationId, ActiveBlocker] = {}

    def on_room_event(self, event: Joined | Left | PageFailed, now: float) -> None:
        """Apply an event of a room; ``now`` is in monotonic seconds.

        Entering the room ends all blockers but a missing archive, which is requested again.
        """
        consultation_id = event.consultation_id
        current = self._blockers.get(consultation_id)
        if isinstance(event, Joined):
            if current is not None and current.why is not SendBlocker.NO_RECORD:
                self.clear(consultation_id)
            return
        why = blocker_of(event)
        if why is None:
            self.clear(consultation_id)
        elif current is None or current.why is not why:
            since = now if current is None else current.since
            self._blockers[consultation_id] = ActiveBlocker(why, since)
            self.changed.publish(consultation_id)

    def clear(self, consultation_id: ConsultationId) -> None:
        """Note that messages can be sent there again."""
        if self._blockers.pop(consultation_id, None) is not None:
            self.changed.publish(consultation_id)

    def clear_all(self) -> None:
        """Drop all: without a session the connection's state says why nothing is sent."""
        for consultation_id in list(self._blockers):
            self.clear(consultation_id)

    def seconds_until_due(self, consultation_id: ConsultationId, now: float) -> float | None:
        """Seconds until the blocker is to be shown; 0 or less: now. ``None``: no blocker."""
        blocker = self._blockers.get(consultation_id)
        if blocker is None:
            return None
        return blocker.since + (SILENT_SECONDS if blocker.why.is_temporary else 0.0) - now

    def counts(self) -> Mapping[SendBlocker, int]:
        """In how many rooms each blocker holds."""
        return Counter(blocker.why for blocker in self._blockers.values())

    def get(self, consultation_id: ConsultationId) -> SendBlocker | None:
        """The blocker, whether it is to be shown already or not."""
        blocker = self._blockers.get(consultation_id)
        return blocker.why if blocker is not None else None
