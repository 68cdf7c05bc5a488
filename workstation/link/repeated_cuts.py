"""A session that is taken up again and again, and cut each time before anything comes of it.

A gateway that looks into frames may cut the line at one it does not like, and says nothing: no
close code, as if a cable had been pulled. The server sends that frame again with each resumption,
or we do, so nobody would be online for more than a moment any more, in any room
(``tests/link/test_repeated_cuts.py``). A line that is only bad lets something through between two
cuts, if it carries anything at all: fewer than ``CUTS`` are met every day (``tests/simulation``).

Where it is a message of ours, the server says with each resumption that it lacks it, and what
comes to us meanwhile is no word for it. It is named where nothing went with it: a gateway that
cuts may lose what it took just before, too, so of several each is tried alone (``Broken``).

The session that follows goes without that message, or asks last for the pages that were due. So it
does not wait as long as the last did, but for ``QUICK_SESSIONS`` only, until one has held.
"""

from workstation.domain.ids import StanzaId

CUTS, MORE_CUTS = 5, 2
"""So many in a row are no accident; as long as no session has held since, fewer are none."""
QUICK_SESSIONS = 4
NOTHING = StanzaId("")


class RepeatedCuts:
    """How often in a row a session was cut where it had been cut before.

    ``is_of_message`` is whether that was at an own message the last time that it was too often,
    ``is_quick`` whether the session that is now to follow is not to wait.
    """

    def __init__(self) -> None:
        self.is_of_message = self.is_quick = False
        self._enough, self._sessions = CUTS, 0
        self._mark, self._count = -1, 0
        self._message, self._message_count = NOTHING, 0

    def count(self, mark: int, message: StanzaId = NOTHING, *, steady: bool) -> bool:
        """An online session was cut after ``mark`` stanzas; whether it is not to be resumed.

        ``message`` is the own one that was sent again in vain. A session that held for a while was
        not cut by what a resumption brings.
        """
        if steady:
            self._enough, self._sessions, message = CUTS, 0, NOTHING
        is_same = mark == self._mark and not steady
        self._mark, self._count = mark, self._count + 1 if is_same else 0
        repeated = self._message_count if message == self._message else 0
        self._message, self._message_count = message, repeated + 1 if message else 0
        self.is_quick = False
        if max(self._count, self._message_count) < self._enough:
            return False
        self._sessions += 1
        self.is_quick = self._sessions <= QUICK_SESSIONS
        self.is_of_message = self._message_count >= self._enough
        self._enough, self._count, self._message_count = MORE_CUTS, 0, 0
        return True
