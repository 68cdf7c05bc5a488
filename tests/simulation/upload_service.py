"""How the simulated server answers who looks for a place for a file (XEP-0030, XEP-0363)."""

from collections.abc import Iterator

from tests.simulation.people import DOMAIN
from workstation.xmpp.xml import Element, qualified

UPLOAD = "urn:xmpp:http:upload:0"
SERVICE = f"files.{DOMAIN}"
ITEMS = "http://jabber.org/protocol/disco#items"
INFO = "http://jabber.org/protocol/disco#info"


def answer(query: Element, numbers: Iterator[int]) -> str:
    """What the domain or its service says; each slot has an address of its own."""
    if query.tag == qualified(ITEMS, "query"):
        return f"<query xmlns='{ITEMS}'><item jid='{SERVICE}'/></query>"
    if query.tag == qualified(INFO, "query"):
        return f"<query xmlns='{INFO}'><feature var='{UPLOAD}'/></query>"
    url = f"https://{SERVICE}/{next(numbers)}.png"
    return f"<slot xmlns='{UPLOAD}'><put url='{url}'/><get url='{url}'/></slot>"
