"""In which stay in a room its archive was read up to now: only in that are messages sent there.

"Caught up" is true of one visit only. After the room was left and entered again, its archive may
hold what the first reading did not. The events of that may still wait behind a slow disk, so the
link, which is ahead of them, is asked too
(``test_a_session_ahead_of_its_events_is_not_sent_to_before_it_is_read``).
"""

from collections.abc import Callable

from workstation.domain.ids import ConsultationId


class CaughtUpVisits:
    """The stays in the rooms of one session, as its events tell of them.

    ``present_visit`` gives the stay in which a message would go out now, ``None`` for none.
    """

    def __init__(self, present_visit: Callable[[ConsultationId], int | None]) -> None:
        self._present_visit = present_visit
        self._entered: dict[ConsultationId, int] = {}
        self._caught_up: dict[ConsultationId, int] = {}

    def enter(self, consultation_id: ConsultationId, visit: int) -> None:
        """Begin a stay in a room: nothing is known of its archive in it."""
        self._entered[consultation_id] = visit
        self._caught_up.pop(consultation_id, None)

    def leave(self, consultation_id: ConsultationId) -> None:
        """End the stay in a room."""
        self._entered.pop(consultation_id, None)

    def note_caught_up(self, consultation_id: ConsultationId, visit: int) -> None:
        """Note that a stay's archive was read up to now; of a stay that is over, do nothing."""
        if visit == self._entered.get(consultation_id):
            self._caught_up[consultation_id] = visit

    def entered(self, consultation_id: ConsultationId) -> int | None:
        """The present stay, whether or not its archive was read."""
        return self._entered.get(consultation_id)

    def caught_up(self, consultation_id: ConsultationId) -> int | None:
        """The stay in which its archive was read up to now."""
        return self._caught_up.get(consultation_id)

    def is_open(self, consultation_id: ConsultationId, visit: int | None) -> bool:
        """Whether the room has caught up in the very visit in which a message would go out now.

        Where the disk is slow the session is ahead of its events: judged by these alone, a room
        that was left and entered again meanwhile would count as read up to now.
        """
        present = self._present_visit(consultation_id)
        return present is not None and present == visit == self._caught_up.get(consultation_id)
