"""Who is in a room: one nick of one account, with one or many of its sessions."""

import hashlib
from dataclasses import dataclass, field

from workstation.clinic.im import names
from workstation.clinic.im.stanza import Recipient
from workstation.xmpp import namespaces as ns
from workstation.xmpp.xml import Element, element, qualified

FROM_ROOM_ONLY = frozenset({names.ROOM_USER, names.ROOM_JOIN, names.OCCUPANT_ID, names.STANZA_ID})
"""What a room itself says in presence; a client's own is taken out."""


@dataclass(slots=True)
class Occupant:
    """One nick in a room.

    ``account`` is the bare JID that the room vouches for; ``recipients`` are by full JID.
    """

    nick: str
    account: str
    recipients: dict[str, Recipient] = field(default_factory=dict)
    presence: tuple[Element, ...] = ()
    """What the occupant's own presence carried, e.g. its display name (XEP-0172)."""


def occupant_id(room: str, account: str) -> str:
    """The occupant id (XEP-0421): for ever the same for an account in a room, telling no more."""
    return hashlib.sha256(f"{room}\0{account}".encode()).hexdigest()[:32]


def own_payload(presence: Element) -> tuple[Element, ...]:
    """The children of a client's presence that others may see."""
    return tuple(payload for payload in presence if payload.tag not in FROM_ROOM_ONLY)


def status(code: int) -> Element:
    """A status code of XEP-0045."""
    return element(qualified(ns.MUC_USER, "status"), {"code": str(code)})


def item(role: str, affiliation: str, jid: str = "", **attributes: str) -> Element:
    """The ``<item/>`` that tells an occupant's standing and real JID."""
    named = {"role": role, "affiliation": affiliation, "jid": jid} | attributes
    present = {name: value for name, value in named.items() if value}
    return element(qualified(ns.MUC_USER, "item"), present)
