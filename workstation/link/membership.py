"""The state of one room that we are to be in."""

from dataclasses import dataclass

from workstation.domain.ids import StanzaId


@dataclass(slots=True)
class Membership:
    """One wanted room: whether we are in it or joining, its last activity and what is due.

    ``in_doubt``: it may have lost us, so it is pinged without waiting for a minute of silence.
    """

    joined: bool = False
    joining: bool = False
    in_doubt: bool = False
    visit: int = 0
    asked_at: float = 0.0
    joined_at: float = 0.0
    active_at: float = 0.0
    join_at: float | None = None
    waited: float | None = None
    ping: tuple[StanzaId, float] | None = None

    def note_left(self, join_at: float | None) -> None:
        """Note that we are not in the room; it is joined at ``join_at``, or not at all."""
        self.joined, self.joining, self.ping, self.join_at = False, False, None, join_at
        self.in_doubt = False

    def note_left_for(self, seconds: float, now: float) -> None:
        """Note that we are not in the room; it is joined after so many seconds."""
        self.waited = seconds
        self.note_left(join_at=now + seconds)
