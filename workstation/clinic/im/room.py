"""One room of XEP-0045 for one consultation: members only, not anonymous, nothing configurable."""

from collections.abc import Iterable
from typing import Final

from workstation.clinic.im import names
from workstation.clinic.im.occupant import Occupant, item, occupant_id, own_payload, status
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError
from workstation.xmpp.xml import Element, child, element

REGISTRATION_REQUIRED: Final = StanzaError("auth", "registration-required")
NICK_TAKEN: Final = StanzaError("cancel", "conflict")
NOT_ANONYMOUS, SELF, NICK_CHANGED = 100, 110, 303


class Room:
    """A room: members may enter, are told of each other, and are out when membership ends.

    Nobody is told that the room is new (201): the platform made it, not who enters first.

    ``jid`` is the room's bare JID; ``members`` are bare JIDs.
    """

    def __init__(self, jid: str, title: str, members: Iterable[str]) -> None:
        self.jid = jid
        self.title = title
        self.members = frozenset(members)
        self.occupants: dict[str, Occupant] = {}

    def occupant_of(self, recipient: Recipient) -> Occupant | None:
        """The occupant that a session speaks as, if it has joined."""
        jid = recipient.jid
        return next(
            (occupant for occupant in self.occupants.values() if jid in occupant.recipients), None
        )

    def recipients(self) -> list[Recipient]:
        """All sessions in the room."""
        return [
            recipient
            for occupant in self.occupants.values()
            for recipient in occupant.recipients.values()
        ]

    def enter(
        self, recipient: Recipient, account: str, nick: str, presence: Element
    ) -> StanzaError | None:
        """Join, join again, change nick or update presence (XEP-0045, 7.2, 7.6, 7.7)."""
        if account not in self.members:
            return REGISTRATION_REQUIRED
        holder = self.occupants.get(nick)
        if holder is not None and holder.account != account:
            return NICK_TAKEN
        before = self.occupant_of(recipient)
        if before is not None and before.nick != nick:
            self._rename(before, recipient, nick)
        occupant = self.occupants.setdefault(nick, Occupant(nick, account))
        occupant.presence = own_payload(presence)
        is_joining = before is None or child(presence, names.ROOM_JOIN) is not None
        if is_joining:
            self._introduce_others(occupant, recipient)
        occupant.recipients[recipient.jid] = recipient
        self._announce(occupant, recipient.jid, is_joining=is_joining)
        return None

    def leave(self, recipient: Recipient, *codes: int, presence: tuple[Element, ...] = ()) -> None:
        """Take a session out; status codes say why if it did not ask to (307, 321, 332, 333)."""
        occupant = self.occupant_of(recipient)
        if occupant is not None:
            self._leave(occupant, recipient, tuple(status(code) for code in codes), presence)

    def remove_account(self, account: str, *codes: int) -> None:
        """Take all sessions of an account out."""
        for occupant in [
            candidate for candidate in self.occupants.values() if candidate.account == account
        ]:
            for recipient in list(occupant.recipients.values()):
                self.leave(recipient, *codes)

    def set_members(self, members: Iterable[str], code: int) -> None:
        """Replace the members; who is none any more is put out with ``code`` (321).

        Of who was not inside the room tells the others (XEP-0045, 9.4).
        """
        before, self.members = self.members, frozenset(members)
        inside = {occupant.account for occupant in self.occupants.values()}
        for account in inside - self.members:
            self.remove_account(account, code)
        for account in sorted(before - self.members - inside):
            about = element(names.ROOM_USER, {}, status(code), item("", "none", account))
            for listener in self.recipients():
                listener.deliver(Outgoing(element(names.MESSAGE, {"from": self.jid}, about)))

    def lose_silently(self) -> None:
        """Forget all occupants without telling them, as a room whose node died (see XEP-0410)."""
        self.occupants.clear()

    def _introduce_others(self, newcomer: Occupant, recipient: Recipient) -> None:
        for occupant in self.occupants.values():
            if occupant is not newcomer:
                for jid in occupant.recipients:
                    recipient.deliver(self._presence(occupant, (self._standing(jid),)))

    def _announce(self, occupant: Occupant, jid: str, *, is_joining: bool = False) -> None:
        """Tell everybody that an occupant is there, by the session with this full JID."""
        standing = self._standing(jid)
        codes = (NOT_ANONYMOUS, SELF) if is_joining else (SELF,)
        others = self._presence(occupant, (standing,))
        own = self._presence(occupant, (*map(status, codes), standing))
        for listener in self.recipients():
            listener.deliver(own if listener.jid in occupant.recipients else others)

    def _rename(self, occupant: Occupant, recipient: Recipient, nick: str) -> None:
        """Tell everybody that an occupant goes on under another nick (XEP-0045, 7.6)."""
        self._take_out(occupant, recipient)
        renamed = item("participant", self._affiliation(occupant), recipient.jid, nick=nick)
        attributes = {"from": f"{self.jid}/{occupant.nick}", "type": "unavailable"}
        others = () if occupant.recipients else self.recipients()
        for listener in (recipient, *others):
            codes = (SELF, NICK_CHANGED) if listener is recipient else (NICK_CHANGED,)
            about = element(names.ROOM_USER, {}, *map(status, codes), renamed)
            listener.deliver(Outgoing(element(names.PRESENCE, attributes, about)))

    def _leave(
        self,
        occupant: Occupant,
        recipient: Recipient,
        codes: tuple[Element, ...],
        payload: tuple[Element, ...],
    ) -> None:
        self._take_out(occupant, recipient)
        leaving_item = item("none", self._affiliation(occupant), recipient.jid)
        others = self._departure(occupant, payload, (*codes, leaving_item))
        recipient.deliver(self._departure(occupant, payload, (*codes, status(SELF), leaving_item)))
        if occupant.recipients:  # the nick goes on with another session, as Prosody says it
            self._announce(occupant, next(iter(occupant.recipients)))
            return
        for listener in self.recipients():
            listener.deliver(others)

    def _take_out(self, occupant: Occupant, recipient: Recipient) -> None:
        del occupant.recipients[recipient.jid]
        if not occupant.recipients:
            del self.occupants[occupant.nick]

    def _standing(self, jid: str) -> Element:
        return item("participant", "member", jid)

    def _affiliation(self, occupant: Occupant) -> str:
        return "member" if occupant.account in self.members else "none"

    def _presence(self, occupant: Occupant, about: tuple[Element, ...]) -> Outgoing:
        sender = {"from": f"{self.jid}/{occupant.nick}"}
        content = (*occupant.presence, *self._marks(occupant, about))
        return Outgoing(element(names.PRESENCE, sender, *content))

    def _departure(
        self, occupant: Occupant, payload: tuple[Element, ...], about: tuple[Element, ...]
    ) -> Outgoing:
        attributes = {"from": f"{self.jid}/{occupant.nick}", "type": "unavailable"}
        content = (*payload, *self._marks(occupant, about))
        return Outgoing(element(names.PRESENCE, attributes, *content))

    def _marks(self, occupant: Occupant, about: tuple[Element, ...]) -> tuple[Element, Element]:
        """What the room itself says of an occupant."""
        mark = {"id": occupant_id(self.jid, occupant.account)}
        return element(names.OCCUPANT_ID, mark), element(names.ROOM_USER, {}, *about)
