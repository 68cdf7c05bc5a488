"""How bad a simulated day is."""

import random
from dataclasses import dataclass, replace

from tests.simulation.whims import Whims

LOSING = 0.5
"""The part of the days on which servers lose what they should keep."""

QUICK = 0.5
"""The part of the days on which sign-ins have everything inside."""

ERRORS, FORGIVING = 0.4, 0.4
"""The parts of those servers that answer an id they do not know by an error, or from beyond it."""


@dataclass(frozen=True, slots=True)
class Weather:
    """Chances per step, relative to a frame moved on.

    ``lulls`` is the part of the cuts after which the line holds for a while, ``poison`` that of
    what others say, ``full_disk`` that of the writes that find no room, ``slow_disk`` that of the
    reads and writes that take long, ``shares`` that of the doctor's messages that are files,
    ``upload_trouble`` that of the uploads that come to nothing, ``deadly`` that of the doctor's
    words that end the session, ``hated`` that of those at which a gateway cuts the line. ``doubts``
    is how often the doctor thinks again of what is unsent, ``queue_changes`` how often a room
    leaves or enters the work queue, ``disturbs`` how often somebody wants the line tried,
    ``prunes`` how often an archive's oldest entries go, ``prunes_between`` after which part of the
    pages read it loses them and some entries beyond, ``restores`` how often a server is put back to
    its backup. ``changes`` is how often the doctor changes an own message, ``others_change`` and
    ``answers`` are the parts of what others say that change something, and of the doctor's words
    that answer something. ``quick`` is whether sign-ins have everything inside: the session, and a
    token for the password.
    """

    whims: Whims
    rooms: int = 3
    cut: float = 0.04
    crash: float = 0.2
    lulls: float = 0.03
    says: float = 0.04
    others_say: float = 0.05
    reads: float = 0.02
    poison: float = 0.0
    room_trouble: float = 0.002
    full_disk: float = 0.0
    slow_disk: float = 0.0
    shares: float = 0.0
    upload_trouble: float = 0.3
    deadly: float = 0.0
    hated: float = 0.0
    doubts: float = 0.0
    queue_changes: float = 0.0
    disturbs: float = 0.0
    prunes: float = 0.0
    prunes_between: float = 0.0
    restores: float = 0.0
    changes: float = 0.0
    others_change: float = 0.0
    answers: float = 0.0
    quick: bool = False

    @property
    def loses_archived(self) -> bool:
        """Whether archives lose anything."""
        return bool(self.prunes or self.prunes_between or self.restores)

    @classmethod
    def drawn(cls, chance: random.Random) -> "Weather":
        """Some weather between bad and terrible."""
        whims = Whims(
            failed_resume=chance.uniform(0.3, 0.7),
            keeps_the_half_dead=chance.choice([0.0, 0.0, 0.2]),
            refuses=chance.choice([0.0, 0.0, 0.1]),
            page=chance.randint(1, 6),
        )
        weather = cls(
            whims,
            rooms=chance.randint(1, 4),
            cut=chance.choice([0.04, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5]),
            crash=chance.uniform(0.05, 0.4),
            poison=chance.choice([0.0, 0.0, 0.0, 0.05]),
            full_disk=chance.choice([0.0, 0.0, 0.01, 0.1]),
            slow_disk=chance.choice([0.0, 0.0, 0.02, 0.2]),
            shares=chance.choice([0.0, 0.0, 0.3]),
            upload_trouble=chance.choice([0.0, 0.3]),
            deadly=chance.choice([0.0, 0.0, 0.1]),
            doubts=chance.choice([0.0, 0.02]),
            queue_changes=chance.choice([0.0, 0.01]),
            disturbs=chance.choice([0.0, 0.02]),
        )
        return weather._losing(chance) if chance.random() < LOSING else weather

    def changing(self, chance: random.Random) -> "Weather":
        """The same with people who change what they said."""
        return replace(
            self,
            changes=chance.choice([0.0, 0.01, 0.05]),
            others_change=chance.choice([0.0, 0.1, 0.3]),
            answers=chance.choice([0.0, 0.3]),
        )

    def offering(self, chance: random.Random) -> "Weather":
        """The same at a server that may take everything inside a sign-in, behind some gateway."""
        quick = chance.random() < QUICK
        return replace(self, quick=quick, hated=chance.choice([0.0, 0.0, 0.1]))

    def _losing(self, chance: random.Random) -> "Weather":
        """The same with servers that lose live copies, and archives that lose entries.

        Pages of one entry overlap with nothing, so they prove nothing where something was lost.
        """
        loses, unknown_id = chance.choice([0.0, 0.05, 0.3]), chance.random()
        whims = replace(
            self.whims,
            page=max(self.whims.page, 2),
            loses=loses,
            forgiving=ERRORS <= unknown_id < ERRORS + FORGIVING,
            anew=unknown_id >= ERRORS + FORGIVING,
            indexes=chance.random() < 0.5,
            counts=chance.random() < 0.5,
        )
        prunes, restores = chance.choice([0.0, 0.005, 0.02]), chance.choice([0.0, 0.002, 0.01])
        return replace(self, whims=whims, prunes=prunes, restores=restores)
