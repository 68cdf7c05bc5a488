"""The rooms of the conference service: one for each consultation, made when first asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from workstation.clinic.im.room import Room

PREFIX: Final = "consult-"
MEMBER_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What a consultation says about its room."""

    title: str
    member_ids: tuple[int, ...]


RoomLookup = Callable[[int], RoomFacts | None]
"""The room facts of a consultation id; ``None`` if there is no such consultation."""


class Rooms:
    """All rooms of the conference service.

    ``domain`` is the IM domain; rooms live under ``consult.`` of it.
    """

    def __init__(self, domain: str, look_up_room: RoomLookup) -> None:
        self._account_domain = domain
        self._look_up_room = look_up_room
        self._rooms: dict[str, Room] = {}
        self.domain = f"consult.{domain}"
        self.on_room_created: Callable[[int, Room], None] = lambda _id, _room: None

    def __iter__(self) -> Iterator[Room]:
        return iter(list(self._rooms.values()))

    def jid(self, consultation_id: int) -> str:
        """The bare JID of a consultation's room."""
        return f"{PREFIX}{consultation_id}@{self.domain}"

    def find(self, local: str) -> Room | None:
        """The room with this local part, if its consultation exists."""
        room = self._rooms.get(local)
        return room if room is not None else self._make(local)

    def _make(self, local: str) -> Room | None:
        digits = local.removeprefix(PREFIX)
        if digits == local or not _is_id(digits):
            return None
        facts = self._look_up_room(int(digits))
        if facts is None:
            return None
        room = Room(f"{local}@{self.domain}", facts.title, self._accounts(facts))
        self._rooms[local] = room
        self.on_room_created(int(digits), room)
        return room

    def _accounts(self, facts: RoomFacts) -> list[str]:
        return [f"{member}@{self._account_domain}" for member in facts.member_ids]


def _is_id(digits: str) -> bool:
    plain = digits.isascii() and digits.isdigit() and len(digits) <= MEMBER_DIGITS
    return plain and str(int(digits)) == digits
