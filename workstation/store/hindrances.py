"""Rooms in which nothing can be sent just now, although the session is well."""

from dataclasses import dataclass

from workstation.domain.events import Joined, Left, PageFailed
from workstation.domain.send_blocker import SendBlocker, blocker_of
from workstation.store.feed import Feed

SILENT_SECONDS = 3.0
"""What passes by itself within this time is not worth a word."""


@dataclass(frozen=True, slots=True)
class Hindered:
    """Why, and since when (monotonic seconds)."""

    why: SendBlocker
    since: float


class Hindrances:
    """What hinders, by consultation; ``changed`` tells the number of each that changed."""

    def __init__(self) -> None:
        self.changed: Feed[int] = Feed()
        self._hindered: dict[int, Hindered] = {}

    def heard(self, event: Joined | Left | PageFailed, now: float) -> None:
        """Take in what the session says of a room; ``now`` is monotonic seconds.

        Being let in again ends all but what the record holds up: it is asked for once more.
        """
        number = event.consultation_id
        before = self._hindered.get(number)
        if isinstance(event, Joined):
            if before is not None and before.why is not SendBlocker.NO_RECORD:
                self.clear(number)
            return
        why = blocker_of(event)
        if why is None:
            self.clear(number)
        elif before is None or before.why is not why:
            since = now if before is None else before.since
            self._hindered[number] = Hindered(why, since)
            self.changed.publish(number)

    def clear(self, consultation_id: int) -> None:
        """All is well there."""
        if self._hindered.pop(consultation_id, None) is not None:
            self.changed.publish(consultation_id)

    def forget(self) -> None:
        """There is no session, which is said elsewhere."""
        for number in list(self._hindered):
            self.clear(number)

    def due(self, consultation_id: int, now: float) -> float | None:
        """Seconds until it is to be said; 0 or less: now. ``None``: nothing hinders."""
        found = self._hindered.get(consultation_id)
        if found is None:
            return None
        return found.since + (SILENT_SECONDS if found.why.is_temporary else 0.0) - now

    def why(self, consultation_id: int) -> SendBlocker | None:
        """What hinders, to be said or not yet."""
        found = self._hindered.get(consultation_id)
        return found.why if found is not None else None
