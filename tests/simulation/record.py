"""What a simulated day's servers, and what stands before them, know of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workstation.link.repeated_cuts import CUTS

CUTS_A_DEATH = CUTS + 1


@dataclass
class Record:
    """What the servers know: ids ``known`` to an archive, ids and files that they ``refused``.

    ``killed`` counts by id how often a message ended the session, ``cut`` how often a gateway cut
    the line at it; ``contents`` has the files that were stored, by address. Of ``unheard`` the live
    copy was lost, so that only the archive tells of it; what an archive lost in a way that nobody
    can know of is ``unknowable``, and what its archives lost at all is ``gone``, by archive id.
    ``shown_before`` has what was shown of a room when its archive lost a message, by that message's
    id; ``lost_while_asked`` are those that went while the program waited for a page of that room.
    ``changes`` has by its id what each of the doctor's corrections and withdrawals was of. Rooms
    are ``hiding`` something whose archives hold what a gateway does not carry; what was tried there
    may be called ``unproven``. What was acknowledged and lost on its way to its room is
    ``swallowed``; what was said after it may stand before it.
    """

    known: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    killed: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    contents: dict[str, str] = field(default_factory=dict)
    unheard: set[str] = field(default_factory=set)
    unknowable: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    shown_before: dict[str, frozenset[str]] = field(default_factory=dict)
    lost_while_asked: set[str] = field(default_factory=set)
    changes: dict[str, str] = field(default_factory=dict)
    hiding: set[str] = field(default_factory=set)
    unproven: set[str] = field(default_factory=set)
    swallowed: set[str] = field(default_factory=set)

    def of_another_computer(self) -> "Record":
        """The same servers; what was seen there before an archive lost it is another matter."""
        return replace(self, shown_before={}, unknowable=set(), lost_while_asked=set())

    @property
    def deadly(self) -> set[str]:
        """What no line carries."""
        return self.killed.keys() | self.cut.keys()

    @property
    def deaths(self) -> dict[str, float]:
        """By id, how often it ended a session, as far as that can be known."""
        return {name: self.killed[name] + self.cut[name] / CUTS_A_DEATH for name in self.deadly}

    @property
    def missing(self) -> set[str]:
        """What may be missing without a mark, as long as the archive is not read again."""
        return self.unheard | self.unknowable

    @property
    def never_seen(self) -> set[str]:
        """What an archive lost before the program could know that it was there."""
        lost = self.unknowable & self.shown_before.keys()
        return {name for name in lost if name not in self.shown_before[name]}

    def troubled(self, typed: Sequence[tuple[str, str]]) -> set[str]:
        """Which of these messages had a reason to be set aside."""
        bad = self.refused | self.deadly | self.unproven | self.swallowed
        return {name for name, text in typed if name in bad or text in bad}

    def names_of(self, name: str) -> set[str]:
        """The ids of a message and of all that the server was told to change of it."""
        return {name, *(change for change, of in self.changes.items() if of == name)}
