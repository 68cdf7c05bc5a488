"""Names on the wire of members and consultations (the interface contract, IM, "Names")."""

from dataclasses import dataclass

ROOM = "consult-{id}"
SERVICE = "consult.{domain}"


@dataclass(frozen=True, slots=True)
class Names:
    """How this hospital names rooms and accounts; ``{id}`` and ``{domain}`` are filled in."""

    domain: str
    room_name: str = ROOM
    room_service: str = SERVICE

    def room(self, consultation_id: int) -> str:
        """The room of a consultation."""
        return f"{self.room_name.format(id=consultation_id)}@{self._service}"

    def consultation(self, room: str) -> int | None:
        """The consultation of a room; ``None`` for a room that is none."""
        name, at, service = room.partition("@")
        before, after = self.room_name.split("{id}")
        number = name.removeprefix(before).removesuffix(after)
        known = at and service == self._service and number.isascii() and number.isdigit()
        if not known or self.room(int(number)) != room:
            return None
        return int(number)

    def member(self, account: str | None) -> int | None:
        """The member of a vouched account; only this domain speaks for members."""
        local, _, domain = (account or "").partition("@")
        if domain != self.domain or not (local.isascii() and local.isdigit()):
            return None
        return int(local) if str(int(local)) == local else None

    @property
    def _service(self) -> str:
        return self.room_service.format(domain=self.domain)
