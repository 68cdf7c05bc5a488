"""Notices a line that died without a word, by what was sent and is not acknowledged (XEP-0198, 4).

A doctor who types on such a line sees "online", and the words wait. The pings of the WebSocket find
out within half a minute. But whatever is sent is asked about at once, also that somebody begins to
type, and a server that lives answers within moments: after ``DOUBT_SECONDS`` without an answer, and
without any other frame, there is a reason to ask the socket for a sign of life. A server that is
merely late says something meanwhile, or answers the ping, and nothing comes of the doubt.
"""

from collections.abc import Callable

from workstation.clock import Clock
from workstation.xmpp.session import XmppSession

DOUBT_SECONDS = 5.0


class AcknowledgementWatch:
    """Since when the server owes an acknowledgement and gave no sign of life.

    ``probe`` asks the socket for one. A new socket owes nothing for the last one: no session is
    online before its first frame.
    """

    def __init__(self, session: XmppSession, clock: Clock, probe: Callable[[], None]) -> None:
        self._session, self._clock, self._probe = session, clock, probe
        self._silent_since: float | None = None

    def on_sent(self) -> None:
        """Something was sent."""
        if self._silent_since is None:
            self.on_received()

    def on_received(self) -> None:
        """Something came: whatever it was, the line lived just now."""
        is_owed = self._session.awaits_acknowledgement
        self._silent_since = self._clock.monotonic() if is_owed else None

    def due_seconds(self) -> float:
        """In how many seconds there is a reason to doubt; infinite while nothing is owed."""
        if self._silent_since is None:
            return float("inf")
        return self._silent_since + DOUBT_SECONDS - self._clock.monotonic()

    def tick(self) -> None:
        """Ask for a sign of life if there is a reason to, and again only after such a while."""
        if self.due_seconds() <= 0:
            self._silent_since = self._clock.monotonic()
            self._probe()
