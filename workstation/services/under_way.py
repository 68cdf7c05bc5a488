"""One suspect on the line at a time: a page of an archive, or an own message.

Whatever is under way when a session is ended may be to blame, and the line does not say what it
was. So all of it becomes suspect, and a suspect goes alone from then on: no message beside a page
that is one, no page beside such a message. The next end of a session then has a single cause. What
got through is a suspect no more, and what is no suspect goes first, side by side as ever
(``tests/services/test_one_suspect.py``).
"""

from enum import Enum, auto


class UnderWay(Enum):
    """What is under way on the line, of messages or of pages."""

    NOTHING = auto()
    INNOCENT = auto()
    SUSPECT = auto()

    def leaves_room(self, *, for_suspect: bool) -> bool:
        """Whether there is room for something more beside what is under way."""
        return self is UnderWay.NOTHING or (self is UnderWay.INNOCENT and not for_suspect)
