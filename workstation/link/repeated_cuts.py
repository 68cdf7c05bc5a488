"""Sessions that are cut at the same place after every resumption.

A gateway that inspects frames may cut the connection at one it dislikes, without a close code, as
if a cable had been pulled. With each resumption the server sends that frame again, or we do, so
nobody would be online for more than a moment any more, in any room
(``tests/link/test_repeated_cuts.py``). A line that is merely bad lets something through between two
cuts, if it carries anything at all: fewer than ``CUTS`` in a row happen every day
(``tests/simulation``).

If the frame is a message of ours, the server reports with each resumption that it lacks it, and
whatever we receive in between does not clear it. It is blamed only if nothing else was sent with
it: a gateway that cuts may also lose what it took just before, so of several suspects each is tried
alone (``Broken``).

The next session leaves that message out, or requests last the pages that were due. It therefore
begins after a short wait, but at most ``QUICK_SESSIONS`` do until one has held.
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
