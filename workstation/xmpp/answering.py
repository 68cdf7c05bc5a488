"""What others may ask of us: a ping (XEP-0199). All else is declined (RFC 6120, 8.4)."""

from typing import Final

from workstation.xmpp import limits
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
    """Answer a request; nothing it says changes anything here.

    A ping (XEP-0199) gets its result, anything else ``service-unavailable`` (RFC 6120, 8.4). No
    answer goes to a request whose id or sender an answer could not carry back.
    """
    is_ping = stanza.get("type") == "get" and child(stanza, PING) is not None
    is_push = child(stanza, ROSTER) is not None
    if _is_answerable(stanza) and wire.can_send:
        wire.send(_make_answer(stanza, None if is_ping else "service-unavailable"))
        if is_ping:
            return []
    return [Ignored(Reason.ROSTER if is_push else Reason.UNASKED_REQUEST)]


def _is_answerable(stanza: Element) -> bool:
    """Whether id and sender are such that an answer can carry them back."""
    try:
        JidParts.parse(stanza.get("from", "server"))
    except ValueError:
        return False
    return 0 < len(stanza.get("id", "")) <= limits.IDENTIFIER


def _make_answer(stanza: Element, condition: str | None) -> Element:
    kind = "result" if condition is None else "error"
    content = [] if condition is None else [make_error("cancel", condition)]
    to = {"to": stanza.get("from", "")} if stanza.get("from") else {}
    return element(IQ, {"type": kind, "id": stanza.get("id", "")} | to, *content)
