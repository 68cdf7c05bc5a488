"""Membership in rooms on a clock that is set by hand, and a session that keeps what is asked."""

from workstation.domain.errors import LocalProtocolError
from workstation.link.room_membership import RoomMembership

ROOM = "consult-7@consult.clinic.test"


class Rooms:
    """A session as attendance needs it; keeps what is asked of the rooms."""

    def __init__(self) -> None:
        self.online = True
        self.joins: list[str] = []
        self.pings: list[str] = []
        self.gone: list[str] = []
        self.forgotten: list[str] = []
        self.rooms = self

    def join(self, room: str, nick: str, _name: str) -> None:
        if not self.online:
            raise LocalProtocolError("not online")
        assert nick == "1001"
        self.joins.append(room)

    def leave(self, room: str) -> None:
        self.gone.append(room)

    def self_ping(self, room: str) -> str:
        if not self.online:
            raise LocalProtocolError("not online")
        self.pings.append(room)
        return f"ping {room}"

    def forget(self, request: str) -> None:
        self.forgotten.append(request)


class Duty:
    """Membership in one room on a clock that is set by hand."""

    def __init__(self) -> None:
        self.rooms, self.now = Rooms(), 1_000.0
        self.membership = RoomMembership(self.rooms, "1001", lambda: "")
        self._answered = 0

    def take_asked(self) -> list[str]:
        """The rooms asked since the last call."""
        asked = self.rooms.pings[self._answered :]
        self._answered = len(self.rooms.pings)
        return asked

    def answer(self) -> None:
        """Each room that was asked knows us."""
        for room in self.take_asked():
            self.membership.on_activity(room, self.now)

    def wait_for_join(self) -> float:
        """Let seconds pass until it asks to be let in; how many."""
        before, asked = self.now, len(self.rooms.joins)
        while len(self.rooms.joins) == asked:
            self.now += 1.0
            assert self.now - before < 1_000.0, "never again"
            self.membership.tick(self.now)
        return self.now - before


def room_names(count: int) -> list[str]:
    """So many rooms of one service."""
    return [f"consult-{n}@consult.clinic.test" for n in range(count)]


def joined(count: int) -> Duty:
    """In so many rooms."""
    duty = Duty()
    duty.membership.set_rooms(room_names(count), duty.now)
    for room in room_names(count):
        duty.membership.on_joined(room, duty.now)
    return duty
