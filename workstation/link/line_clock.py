"""A clock for timeouts that stands still while a slow line delivers what was requested earlier.

After a day offline the pages of sixteen archives are under way, and at 2 kB/s each takes minutes.
The answer to a later request is queued behind them, and will come. By the computer's clock it would
time out and be requested again, behind even more: the page a second time, the room joined anew, and
neither ever done.

The server's acknowledgements show it (XEP-0198): a server that has not acknowledged what was sent a
while ago, and sends other things, has not reached the request yet. One frame may also take longer
than any answer::

    ask, <r/> … page … page … page …  <a/>  answer      the clock stands until <a/>

On a fast line every acknowledgement comes within a round trip, and the clock runs normally. It also
runs where almost nothing arrives, and after an hour in any case: then the server is to blame. Test:
``tests/link/test_slow_line.py``.
"""

from workstation.base.clock import Clock
from workstation.xmpp.session import XmppSession

SLOW_BYTES = 500
"""In a second; what brings less is not busy, and may be a server that answers nothing."""
MAX_STANDING_SECONDS = 3_600.0


class LineClock:
    """The computer's time, without that in which no answer could come.

    ``tick`` is called now and then, with how many bytes of frames came on this socket so far.
    """

    def __init__(self, clock: Clock, session: XmppSession) -> None:
        self._clock, self._session = clock, session
        self._stood, self._standing, self._latest = 0.0, 0.0, 0.0
        self._ticked_at, self._bytes = clock.monotonic(), 0
        self._mark, self._sent = 0, 0

    def now_ms(self) -> int:
        """The time for people, in milliseconds since the epoch."""
        return self._clock.now_ms()

    def monotonic(self) -> float:
        """Seconds that never go back, and do not grow while the line is busy.

        That it was is known afterwards: what went by too fast is waited for.
        """
        self._latest = max(self._latest, self._clock.monotonic() - self._stood)
        return self._latest

    def to_clock(self, at: float) -> float:
        """The time by the computer's clock of a moment of this one, unless this stands again."""
        return at + self._stood

    def tick(self, content_bytes: int) -> None:
        """Judge the time since the last tick, and begin the next one."""
        now = self._clock.monotonic()
        seconds = now - self._ticked_at
        is_fast = content_bytes - self._bytes >= SLOW_BYTES * seconds > 0.0
        owes = self._session.stanzas_acknowledged < self._sent <= self._session.stanzas_sent
        is_under_way = self._session.mark == self._mark
        is_behind = is_fast and (owes or is_under_way)
        self._standing = self._standing + seconds if is_behind else 0.0
        if is_behind and self._standing <= MAX_STANDING_SECONDS:
            self._stood += seconds
        self._ticked_at, self._bytes = now, content_bytes
        self._mark, self._sent = self._session.mark, self._session.stanzas_sent
