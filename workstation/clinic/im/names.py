"""Names of elements that this server reads or writes, and namespaces that only a server needs."""

from typing import Final

from workstation.xmpp import namespaces as ns
from workstation.xmpp.xml import qualified

SESSION: Final = "urn:ietf:params:xml:ns:xmpp-session"
MUC_ADMIN: Final = "http://jabber.org/protocol/muc#admin"
MUC_OWNER: Final = "http://jabber.org/protocol/muc#owner"
ROOM_INFO: Final = "http://jabber.org/protocol/muc#roominfo"

MESSAGE: Final = qualified(ns.CLIENT, "message")
PRESENCE: Final = qualified(ns.CLIENT, "presence")
IQ: Final = qualified(ns.CLIENT, "iq")
BODY: Final = qualified(ns.CLIENT, "body")
SUBJECT: Final = qualified(ns.CLIENT, "subject")
ERROR: Final = qualified(ns.CLIENT, "error")
STANZA_ID: Final = qualified(ns.STANZA_IDS, "stanza-id")
ORIGIN_ID: Final = qualified(ns.STANZA_IDS, "origin-id")
OCCUPANT_ID: Final = qualified(ns.OCCUPANT_ID, "occupant-id")
DELAYED: Final = qualified(ns.DELAY, "delay")
ROOM_USER: Final = qualified(ns.MUC_USER, "x")
ROOM_JOIN: Final = qualified(ns.MUC, "x")
