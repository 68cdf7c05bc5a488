"""Names on the wire of members and consultations (the interface contract, IM, "Names")."""

from functools import lru_cache

from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.value import Value
from workstation.xmpp.jid import Jid

ROOM = "consult-{id}"
SERVICE = "consult.{domain}"
MAX_ID = 2**63 - 1
"""The largest number of a member or consultation that can be kept (SQLite's integers)."""


class Names(Value):
    """How this hospital names rooms and accounts; ``{id}`` and ``{domain}`` are filled in.

    As the platform contract has it ("Rooms"): consultation 7 is ``consult-7@consult.DOMAIN``,
    member 1001 is ``1001@DOMAIN``.
    """

    domain: str
    room_name: str = ROOM
    room_service: str = SERVICE

    def room_jid(self, consultation_id: ConsultationId) -> Jid:
        """The room of a consultation."""
        return Jid(f"{self.room_name.format(id=consultation_id)}@{self._service}")

    def consultation_id(self, room_jid: Jid) -> ConsultationId | None:
        """The consultation of a room; ``None`` for any other room.

        Only the spelling of ``room_jid`` counts: ``consult-007`` is no consultation's.
        """
        before, after = self.room_name.split("{id}")
        name = room_jid.partition("@")[0]
        number = _parse_id(name.removeprefix(before).removesuffix(after))
        if number is None or self.room_jid(ConsultationId(number)) != room_jid:
            return None
        return ConsultationId(number)

    def member_id(self, account: Jid | None) -> MemberId | None:
        """The member of a vouched account; only this domain speaks for members."""
        local, _, domain = (account or "").partition("@")
        number = _parse_id(local) if domain == self.domain else None
        return None if number is None else MemberId(number)

    def account(self, member_id: MemberId) -> Jid:
        """The address of a member."""
        return Jid(f"{member_id}@{self.domain}")

    @property
    def _service(self) -> str:
        return _fill_in(self.room_service, self.domain)


@lru_cache(maxsize=1)
def _fill_in(room_service: str, domain: str) -> str:
    """The name with the rooms' domain filled in; cached, as thousands of rooms are named."""
    return room_service.format(domain=domain)


def _parse_id(written: str) -> int | None:
    """A number in its canonical spelling, and no larger than the database can store."""
    if not (written.isascii() and written.isdigit()):
        return None
    value = int(written)
    return value if str(value) == written and value <= MAX_ID else None
