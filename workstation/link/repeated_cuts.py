"""A session that is taken up again and again, and cut each time before anything comes of it.

A gateway that looks into frames may cut the line at one it does not like, and says nothing: no
close code, as if a cable had been pulled. The server sends that frame again with each resumption,
so nobody would be online for more than a moment any more, in any room
(``tests/link/test_repeated_cuts.py``). A line that is only bad lets something through between two
cuts, if it carries anything at all: fewer than ``CUTS`` are met every day (``tests/simulation``).
"""

CUTS, MORE_CUTS = 5, 2
"""So many in a row are no accident; as long as no session has held since, fewer are none."""


class RepeatedCuts:
    """How often in a row a session was cut where it had been cut before."""

    def __init__(self) -> None:
        self._mark, self._count, self._enough = -1, 0, CUTS

    def count(self, mark: int, *, steady: bool) -> bool:
        """An online session was cut after ``mark`` stanzas; whether it is not to be resumed.

        One that held for a while was not cut by what a resumption brings.
        """
        if steady:
            self._enough = CUTS
        is_same = mark == self._mark and not steady
        self._mark, self._count = mark, self._count + 1 if is_same else 0
        if self._count < self._enough:
            return False
        self._enough, self._count = MORE_CUTS, 0
        return True
