"""What a simulated server does by chance, and its manners."""

from dataclasses import dataclass

from tests.simulation.archive import Manners


@dataclass(frozen=True, slots=True)
class Whims:
    """How often the server does what servers do; ``page`` is its largest page.

    ``loses`` is how often a live copy of another's message never comes out of a room; an own one
    is waited for until the room is entered anew. ``forgiving``, ``anew``, ``indexes`` and
    ``counts`` are manners of its archives.
    """

    failed_resume: float = 0.5
    tells_h: float = 0.5
    asks: float = 0.4
    repeats: float = 0.02
    keeps_the_half_dead: float = 0.0
    refuses: float = 0.0
    page: int = 4
    loses: float = 0.0
    forgiving: bool = False
    anew: bool = False
    indexes: bool = False
    counts: bool = False

    @property
    def manners(self) -> Manners:
        """How its archives answer."""
        return Manners(self.page, self.forgiving, self.anew, self.indexes, self.counts)
