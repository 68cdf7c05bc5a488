"""Invitations into rooms: direct (XEP-0249), or passed on by the room (XEP-0045, 7.8)."""

import secrets
from collections.abc import Iterable
from typing import Final

from workstation.clinic.im import names
from workstation.clinic.im.room import Room
from workstation.clinic.im.sessions import Sessions
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError
from workstation.xmpp import namespaces as ns
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element, child, element, qualified

INVITE: Final = qualified(ns.MUC_USER, "invite")
UNAVAILABLE: Final = StanzaError("cancel", "service-unavailable")
NOT_JOINED: Final = StanzaError("cancel", "not-acceptable")
MALFORMED: Final = StanzaError("modify", "jid-malformed")


class Invitations:
    """Reach who is online and available; nobody becomes a member by being invited."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def invite(self, inviter: str, room: str, accounts: Iterable[str]) -> None:
        """Tell accounts of a room in the name of ``inviter``."""
        reason = {"jid": room, "reason": "consult"}
        invitation = element(qualified(ns.CONFERENCE, "x"), reason)
        attributes = {"from": inviter, "id": secrets.token_hex(8)}
        message = Outgoing(element(names.MESSAGE, attributes, invitation))
        for account in accounts:
            self._deliver(account, message)

    def mediate(self, room: Room, sender: Recipient, message: Element) -> StanzaError | None:
        """Pass an occupant's invitation on, with the body that real rooms add."""
        about = child(message, names.ROOM_USER)
        invite = None if about is None else child(about, INVITE)
        if invite is None:
            return UNAVAILABLE
        if room.occupant_of(sender) is None:
            return NOT_JOINED
        try:
            invitee = JidParts.parse(invite.get("to", ""))
        except ValueError:
            return MALFORMED
        self._deliver(invitee.bare, Outgoing(_mediated(room.jid, sender.jid)))
        return None

    def _deliver(self, account: str, message: Outgoing) -> None:
        for session in self._sessions.of(account):
            if session.available:
                session.deliver(message)


def _mediated(room: str, inviter: str) -> Element:
    invite = element(INVITE, {"from": inviter})
    return element(
        names.MESSAGE,
        {"from": room, "id": secrets.token_hex(8)},
        element(names.ROOM_USER, {}, invite),
        element(qualified(ns.CONFERENCE, "x"), {"jid": room}),
        element(names.BODY, text=f"{inviter} invited you to the room {room}"),
    )
