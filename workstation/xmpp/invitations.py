"""Invitations, direct (XEP-0249) and by the room (XEP-0045, 7.8): hints, never orders."""

from typing import Final

from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import Invited
from workstation.xmpp.jid import bare_account
from workstation.xmpp.room import USER
from workstation.xmpp.xml import Element, child, qualified

DIRECT: Final = qualified(ns.CONFERENCE, "x")
INVITE: Final = qualified(ns.MUC_USER, "invite")


def read_invitation(message: Element) -> Invited | None:
    """The room a message invites to, if it does: mediated (XEP-0045, 7.8.2) or direct (XEP-0249).

    Who invites does not matter: an invitation is only told, nothing is joined because of it.
    """
    user = child(message, USER)
    if user is not None and child(user, INVITE) is not None:
        room_jid = bare_account(message.get("from"))
        return Invited(room_jid) if room_jid else None
    direct = child(message, DIRECT)
    room_jid = None if direct is None else bare_account(direct.get("jid"))
    return Invited(room_jid) if room_jid else None
