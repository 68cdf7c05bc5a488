"""What the server answers for itself: pings, discovery, an empty roster, availability."""

from collections.abc import Callable

from workstation.clinic.im import names
from workstation.clinic.im.session import Session
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError, answer, payload_name
from workstation.xmpp import namespaces as ns
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element, element, qualified

Answer = Callable[[], tuple[Element, ...]]
UNAVAILABLE = StanzaError("cancel", "service-unavailable")


class DomainService:
    """``components`` are the domains that discovery lists (XEP-0030)."""

    def __init__(self, domain: str, components: tuple[str, ...]) -> None:
        self.domain = domain
        self._components = components
        self._answers: dict[str, Answer] = {
            qualified(ns.PING, "ping"): tuple,
            qualified(names.SESSION, "session"): tuple,
            qualified(ns.CARBONS, "enable"): tuple,
            qualified(ns.ROSTER, "query"): _empty_roster,
            qualified(ns.DISCO_INFO, "query"): _information,
            qualified(ns.DISCO_ITEMS, "query"): self._items,
        }

    def receive(self, sender: Recipient, _to: JidParts, stanza: Element) -> StanzaError | None:
        """Act on a stanza to the domain or to the sender's own account."""
        if stanza.tag == names.PRESENCE:
            _change_availability(sender, stanza)
            return None
        if stanza.tag != names.IQ or stanza.get("type") not in ("get", "set"):
            return None
        make = self._answers.get(payload_name(stanza))
        if make is None:
            return UNAVAILABLE
        sender.deliver(Outgoing(answer(stanza, *make())))
        return None

    def _items(self) -> tuple[Element, ...]:
        item = qualified(ns.DISCO_ITEMS, "item")
        items = [element(item, {"jid": component}) for component in self._components]
        return (element(qualified(ns.DISCO_ITEMS, "query"), {}, *items),)


def disco_information(
    identity: dict[str, str], features: tuple[str, ...], *forms: Element
) -> Element:
    """The answer to a disco#info query."""
    return element(
        qualified(ns.DISCO_INFO, "query"),
        {},
        element(qualified(ns.DISCO_INFO, "identity"), identity),
        *(element(qualified(ns.DISCO_INFO, "feature"), {"var": feature}) for feature in features),
        *forms,
    )


def form(form_type: str, **fields: str) -> Element:
    """A data form (XEP-0004) of type ``result``; underscores and names as given."""
    named = {"FORM_TYPE": form_type} | fields
    return element(
        qualified(ns.DATA_FORMS, "x"),
        {"type": "result"},
        *(_field(name, value) for name, value in named.items()),
    )


def _field(name: str, value: str) -> Element:
    kind = {"type": "hidden"} if name == "FORM_TYPE" else {}
    content = element(qualified(ns.DATA_FORMS, "value"), text=value)
    return element(qualified(ns.DATA_FORMS, "field"), {"var": name} | kind, content)


def _change_availability(sender: Recipient, presence: Element) -> None:
    if isinstance(sender, Session) and presence.get("type") in (None, "unavailable"):
        sender.available = presence.get("type") is None


def _empty_roster() -> tuple[Element, ...]:
    return (element(qualified(ns.ROSTER, "query")),)


def _information() -> tuple[Element, ...]:
    features = (ns.DISCO_INFO, ns.DISCO_ITEMS, ns.PING, ns.ROSTER)
    return (disco_information({"category": "server", "type": "im", "name": "Clinic"}, features),)
