"""A gateway before the simulated server, which cuts the line at a word on its way to the program.

It says nothing and lets nothing of that frame through, as long as it ``stands``. At entries of
archives it always does so, at live messages on some days only (``cuts_live``), whoever said them.
Own words at which it cuts on their way to the server are of another kind (``server.HATED``).
"""

import random
from dataclasses import dataclass, replace

from tests.simulation.archive import MAM, UNREADABLE
from tests.simulation.weather import Weather

CUTS = (0.01, 0.02, 0.04)
WORDS = (0.01, 0.03, 0.1)
LIVE = 0.3
"""The part of the days on which it cuts at live messages, too."""


@dataclass
class Gateway:
    """Which part of what others and the doctor say it does not carry, and how often it cut.

    All is drawn from a ``chance`` of its own, so that a day without one is as it was.
    """

    chance: random.Random
    words: float
    cuts_live: bool
    stands: bool = True
    cuts: int = 0

    @classmethod
    def drawn(cls, seed: int) -> "Gateway":
        """The gateway of a day."""
        chance = random.Random(f"behind a gateway {seed}")  # noqa: S311 - to repeat a run
        return cls(chance, chance.choice(WORDS), chance.random() < LIVE)

    def weather(self, weather: Weather) -> Weather:
        """The same with a line that is rarely cut by anything else.

        Pages of one entry say nothing of what is missing (``weather``).
        """
        whims = replace(weather.whims, page=max(weather.whims.page, 2))
        return replace(weather, whims=whims, cut=self.chance.choice(CUTS))

    def prefix(self) -> str:
        """How the next message begins."""
        return UNREADABLE * (self.chance.random() < self.words)

    def refuses(self, frame: str) -> bool:
        """Whether the line is cut at this frame, on its way down."""
        if not self.stands or f"<body>{UNREADABLE}" not in frame:
            return False
        is_cut = self.cuts_live or f"<result xmlns='{MAM}'" in frame
        self.cuts += is_cut
        return is_cut
