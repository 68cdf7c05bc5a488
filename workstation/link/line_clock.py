"""A clock for answers: it stands while the line brings as much as it can of what came before them.

After a day away the pages of sixteen archives are on their way, and on a line of 2 kB/s each of
them takes minutes. The answer to any question asked then stands behind them, and is no less sure to
come. Waited for by the computer's clock it would be given up and asked again, behind even more: the
page a second time, the room entered anew, and neither ever done.

The server tells it by what it counts (XEP-0198): whoever has not counted what was sent a while ago,
and brings other things instead, has not come to the question yet. One frame may also take longer
than any answer::

    ask, <r/> … page … page … page …  <a/>  answer      the clock stands until <a/>

On a line that keeps up nothing is owed for longer than it takes there and back, and the clock goes
as ever. So it does where next to nothing comes, and after an hour in any case: then it is the
server. Red without: ``tests/link/test_slow_line.py``.
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
        """The time for people."""
        return self._clock.now_ms()

    def monotonic(self) -> float:
        """Seconds that never go back, and do not grow while the line is busy.

        That it was is known afterwards: what went by too fast is waited for.
        """
        self._latest = max(self._latest, self._clock.monotonic() - self._stood)
        return self._latest

    def to_clock(self, at: float) -> float:
        """When that is by the computer's clock, unless this one stands again."""
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
