"""What others may ask of us: a ping (XEP-0199), and our own server what we can do (XEP-0115).

All else is declined (RFC 6120, 8.4).
"""

from typing import Final

from workstation.xmpp import capabilities, limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import Event
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.jid import JidParts
from workstation.xmpp.requests import IQ
from workstation.xmpp.rooms import PING
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.stanza_errors import make_error
from workstation.xmpp.xml import Element, child, element, qualified

ROSTER: Final = qualified(ns.ROSTER, "query")
REQUESTS: Final = frozenset({"get", "set"})


def serve(wire: StanzaChannel, stanza: Element) -> list[Event]:
    """Answer a request from somebody else; no request changes any state here.

    A ping (XEP-0199), and our own server's question for features, get their result, anything else
    ``service-unavailable`` (RFC 6120, 8.4). No answer goes to a request whose id or sender an
    answer could not carry back.
    """
    result = _find_result(wire, stanza) if stanza.get("type") == "get" else None
    is_push = child(stanza, ROSTER) is not None
    if _is_answerable(stanza) and wire.can_send:
        wire.send(_make_answer(stanza, result))
        if result is not None:
            return []
    return [Ignored(Reason.ROSTER if is_push else Reason.UNASKED_REQUEST)]


def _find_result(wire: StanzaChannel, stanza: Element) -> list[Element] | None:
    """The payload of the result; ``None`` where the request is declined."""
    if child(stanza, PING) is not None:
        return []
    asked = child(stanza, capabilities.INFO)
    # Prosody asks as the account, ejabberd as the very session that it asks.
    of_our_own = stanza.get("from") in {None, wire.jid.domain, wire.jid.bare, str(wire.jid)}
    if asked is None or not of_our_own:
        return None
    return [capabilities.make_information(asked.get("node"))]


def _is_answerable(stanza: Element) -> bool:
    """Whether id and sender are such that an answer can carry them back."""
    try:
        JidParts.parse(stanza.get("from", "server"))
    except ValueError:
        return False
    return 0 < len(stanza.get("id", "")) <= limits.IDENTIFIER


def _make_answer(stanza: Element, result: list[Element] | None) -> Element:
    kind = "error" if result is None else "result"
    content = [make_error("cancel", "service-unavailable")] if result is None else result
    to = {"to": stanza.get("from", "")} if stanza.get("from") else {}
    return element(IQ, {"type": kind, "id": stanza.get("id", "")} | to, *content)
