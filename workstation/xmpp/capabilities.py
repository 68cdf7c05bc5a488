"""What this client tells its own server of itself (XEP-0030, XEP-0115).

The presence that goes to the server alone carries a fingerprint of the features; the server asks
once what it stands for and then pushes the nodes that are named with ``+notify`` (XEP-0163, 4). No
room and nobody else is told: the presence in a room has no fingerprint, and a question of anybody
but the account and its server is declined (``answering``).
"""

import base64
import hashlib
from typing import Final

from workstation.xmpp import namespaces as ns
from workstation.xmpp.xml import Element, element, qualified

NODE: Final = "urn:doctor-workstation"
IDENTITY: Final = ("client", "pc", "Doctor Workstation")
FEATURES: Final = tuple(
    sorted((ns.CAPABILITIES, ns.DISCO_INFO, f"{ns.DISPLAYED_SYNC}+notify", ns.PING))
)

INFO: Final = qualified(ns.DISCO_INFO, "query")


def fingerprint() -> str:
    """The features' hash (XEP-0115, 5.1), which stands for them and proves nothing."""
    category, kind, name = IDENTITY
    text = "".join(f"{part}<" for part in (f"{category}/{kind}//{name}", *FEATURES))
    digest = hashlib.sha1(text.encode(), usedforsecurity=False).digest()
    return base64.b64encode(digest).decode()


def make_mark() -> Element:
    """The element for the presence that goes to the server."""
    attributes = {"hash": "sha-1", "node": NODE, "ver": fingerprint()}
    return element(qualified(ns.CAPABILITIES, "c"), attributes)


def make_information(node: str | None) -> Element:
    """The answer to what ``node`` stands for; ``None`` for this client as such."""
    category, kind, name = IDENTITY
    identity = {"category": category, "type": kind, "name": name}
    return element(
        INFO,
        {} if node is None else {"node": node},
        element(qualified(ns.DISCO_INFO, "identity"), identity),
        *(element(qualified(ns.DISCO_INFO, "feature"), {"var": feature}) for feature in FEATURES),
    )
