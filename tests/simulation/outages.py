"""What stands behind a living stream is away for a while: an archive, the way in, a whole room.

The line is good and the server answers. The archive's database restarts: one server says so by an
error, another never answers, a third breaks off in the middle of a page. Rooms let nobody in. Two
nodes of a cluster lose each other: what is said to the rooms of the other is acknowledged and lost,
nothing of them comes, and neither of them knows.
"""

import random
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from tests.simulation.archive import CLIENT, MAM, MY_ADDRESS
from tests.simulation.people import ME
from tests.simulation.server import STANZAS, Server
from tests.simulation.server_session import ServerSession
from tests.simulation.weather import Weather
from workstation.xmpp.xml import Element

CUTS = (0.01, 0.02, 0.04)
BEGINS = (0.005, 0.01, 0.02)
STEPS = (10, 30, 100, 300)
IN_ALL_ROOMS = 0.5
CONDITIONS = (
    "internal-server-error", "resource-constraint", "service-unavailable", "forbidden",
    "not-allowed",
)  # fmt: skip
ERROR = (
    "<{kind} xmlns='" + CLIENT + "' type='error' from='{sender}' to='" + MY_ADDRESS + "' id='{id}'>"
    "<error type='cancel'><{condition} xmlns='" + STANZAS + "'/></error></{kind}>"
)


class OutageKind(Enum):
    """What is away."""

    ARCHIVE_REFUSES = auto()
    ARCHIVE_IS_SILENT = auto()
    ARCHIVE_BREAKS_OFF = auto()
    ENTRY_IS_REFUSED = auto()
    ENTRY_IS_SILENT = auto()
    SPLIT = auto()


@dataclass
class Outages:
    """What is away now, in which ``rooms``, for so many ``steps`` more.

    All is drawn from a ``chance`` of its own, so that a day without any is as it was.
    """

    chance: random.Random
    begins: float
    present: OutageKind | None = None
    rooms: Sequence[str] = ()
    steps: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def drawn(cls, seed: int) -> "Outages":
        """The outages of a day."""
        chance = random.Random(f"outages {seed}")  # noqa: S311 - to repeat a run
        return cls(chance, chance.choice(BEGINS))

    def weather(self, weather: Weather) -> Weather:
        """The same with a line that is rarely cut, so that sessions outlive what is away."""
        return replace(weather, cut=self.chance.choice(CUTS))

    def step(self, rooms: Sequence[str]) -> None:
        """A moment passes: one may begin, or end."""
        self.steps = max(0, self.steps - 1)
        if not self.steps:
            self.present = None
        if self.present is None and self.chance.random() < self.begins:
            in_all = self.chance.random() < IN_ALL_ROOMS
            self.begin(
                self.chance.choice(list(OutageKind)),
                rooms if in_all else [self.chance.choice(rooms)],
            )
            self.steps = self.chance.choice(STEPS)

    def begin(self, outage: OutageKind, rooms: Sequence[str]) -> None:
        """This is away in these rooms from now on."""
        self.present, self.rooms = outage, rooms
        self.counts[outage.name] += 1

    def end(self) -> None:
        """All is there again."""
        self.present = None

    def of(self, room: str) -> OutageKind | None:
        """What is away in a room."""
        return self.present if room in self.rooms else None


class TroubledServer(Server):
    """A server with outages."""

    def __init__(self, outages: Outages, *more: Any) -> None:
        super().__init__(*more)
        self.outages = outages

    def speak(self, room: str, member_id: int, origin_id: str, text: str, **more: Any) -> None:
        """Said in a room: archived, and heard by nobody beyond a split."""
        inside = self._inside[room]
        if self.outages.of(room) is OutageKind.SPLIT:
            self._inside[room] = {}
            self.record.unheard.add(origin_id)
        super().speak(room, member_id, origin_id, text, **more)
        self._inside[room] = inside

    def _message(self, session: ServerSession, root: Element) -> None:
        if self.outages.of(root.get("to", "")) is OutageKind.SPLIT:
            self.record.swallowed.add(root.get("id", ""))
        else:
            super()._message(session, root)

    def _presence(self, session: ServerSession, root: Element) -> None:
        room = root.get("to", "").partition("/")[0]
        outage = self.outages.of(room)
        leaves = root.get("type") == "unavailable"
        if outage is OutageKind.SPLIT or (outage is OutageKind.ENTRY_IS_SILENT and not leaves):
            return
        if outage is OutageKind.ENTRY_IS_REFUSED and not leaves:
            self._fail(session, room, "presence", f"{room}/{ME}", root)
        else:
            super()._presence(session, root)

    def _iq(self, session: ServerSession, root: Element) -> None:
        sender = root.get("to", "")
        room = sender.partition("/")[0]
        outage = self.outages.of(room)
        if outage is OutageKind.SPLIT:
            return
        if not root[0].tag.startswith(MAM):
            super()._iq(session, root)
        elif outage is OutageKind.ARCHIVE_REFUSES:
            self._fail(session, room, "iq", sender, root)
        elif outage is OutageKind.ARCHIVE_IS_SILENT:
            self.record.hiding.add(room)
        elif outage is OutageKind.ARCHIVE_BREAKS_OFF:
            self.record.hiding.add(room)
            self._break_off(session, room, root)
        else:
            super()._iq(session, root)

    def _break_off(self, session: ServerSession, room: str, root: Element) -> None:
        """The first entries of a page come, never its end."""
        lane = session.lanes.setdefault(room, deque())
        before = len(lane)
        super()._iq(session, root)
        for _ in range(self.outages.chance.randint(1, len(lane) - before)):
            lane.pop()

    def _fail(
        self, session: ServerSession, room: str, kind: str, sender: str, root: Element
    ) -> None:
        condition = self.outages.chance.choice(CONDITIONS)
        frame = ERROR.format(kind=kind, sender=sender, id=root.get("id", ""), condition=condition)
        session.lanes.setdefault(room, deque()).append(frame)
