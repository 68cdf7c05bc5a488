"""Invitations into rooms (XEP-0249): the platform's word; between members no room passes any on."""

import secrets
from collections.abc import Iterable

from workstation.clinic.im import names
from workstation.clinic.im.sessions import Sessions
from workstation.clinic.im.stanza import Outgoing
from workstation.xmpp import namespaces as ns
from workstation.xmpp.xml import element, qualified


class Invitations:
    """Reach who is online and available; nobody becomes a member by being invited."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def invite(self, room: str, accounts: Iterable[str]) -> None:
        """Tell accounts of a room."""
        invitation = element(qualified(ns.CONFERENCE, "x"), {"jid": room})
        attributes = {"from": room, "id": secrets.token_hex(8)}
        message = Outgoing(element(names.MESSAGE, attributes, invitation))
        for account in accounts:
            for session in self._sessions.of(account):
                if session.available:
                    session.deliver(message)
