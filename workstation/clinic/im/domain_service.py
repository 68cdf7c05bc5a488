"""What the server answers for itself: pings, discovery, an empty roster, availability.

For an account it does the same, and keeps its nodes (``personal_nodes``).
"""

from collections.abc import Callable

from workstation.clinic.im import names
from workstation.clinic.im.availability import Availability
from workstation.clinic.im.personal_nodes import PUBSUB, PersonalNodes
from workstation.clinic.im.session import Session
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError, answer, payload_name
from workstation.xmpp import namespaces as ns
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element, child, element, qualified

Answer = Callable[[], tuple[Element, ...]]
UNAVAILABLE = StanzaError("cancel", "service-unavailable")
NO_NODE = StanzaError("cancel", "item-not-found")
SERVER = {"category": "server", "type": "im", "name": "Clinic"}
NODES = {"category": "pubsub", "type": "pep"}
NODE_FEATURES = tuple(
    f"{ns.PUBSUB}#{each}"
    for each in ("auto-create", "filtered-notifications", "persistent-items", "publish")
)
ACCOUNT = {"category": "account", "type": "registered"}


class DomainService:
    """The server itself, as an entity that is asked.

    ``components`` are the domains that discovery lists (XEP-0030).
    """

    def __init__(
        self,
        domain: str,
        components: tuple[str, ...],
        nodes: PersonalNodes,
        availability: Availability,
    ) -> None:
        self.domain, self._availability = domain, availability
        self._components, self._nodes = components, nodes
        self._answers: dict[str, Answer] = {
            qualified(ns.PING, "ping"): tuple,
            qualified(names.SESSION, "session"): tuple,
            qualified(ns.CARBONS, "enable"): tuple,
            qualified(ns.ROSTER, "query"): _empty_roster,
            qualified(ns.DISCO_INFO, "query"): _server_information,
            qualified(ns.DISCO_ITEMS, "query"): self._items,
        }
        self._account_answers = self._answers | {
            qualified(ns.DISCO_INFO, "query"): _account_information,
            qualified(ns.DISCO_ITEMS, "query"): _no_items,
        }

    def receive(self, sender: Recipient, to: JidParts, stanza: Element) -> StanzaError | None:
        """Act on a stanza to the domain or to the sender's own account."""
        if stanza.tag == names.PRESENCE:
            self._change_availability(sender, stanza)
        elif stanza.tag == names.IQ and stanza.get("type") in ("get", "set"):
            return self._answer(sender, to, stanza)
        elif stanza.tag == names.IQ:
            self._take_answer(sender, stanza)
        return None

    def receive_for_another(
        self, sender: Recipient, _to: JidParts, stanza: Element
    ) -> StanzaError | None:
        """Answer for an account that is not the sender's: it is there, and it shows nothing."""
        if stanza.get("type") not in ("get", "set"):
            return None
        if payload_name(stanza) == qualified(ns.PING, "ping"):
            sender.deliver(Outgoing(answer(stanza)))
            return None
        return NO_NODE if payload_name(stanza) == PUBSUB else UNAVAILABLE

    def _answer(self, sender: Recipient, to: JidParts, stanza: Element) -> StanzaError | None:
        if to.local and payload_name(stanza) == PUBSUB:
            return self._nodes.receive(sender, stanza)
        answers = self._account_answers if to.local else self._answers
        make = answers.get(payload_name(stanza))
        if make is None:
            return UNAVAILABLE
        if asks_a_node(stanza):
            return NO_NODE
        sender.deliver(Outgoing(answer(stanza, *make())))
        return None

    def _change_availability(self, sender: Recipient, presence: Element) -> None:
        if not isinstance(sender, Session) or presence.get("type") not in (None, "unavailable"):
            return
        self._availability.change(sender, presence)
        if sender.available:
            self._nodes.on_available(sender, presence)

    def _take_answer(self, sender: Recipient, stanza: Element) -> None:
        """Take an answer: all that is asked of a session is what it can do."""
        query = child(stanza, qualified(ns.DISCO_INFO, "query"))
        if query is not None and isinstance(sender, Session) and stanza.get("type") == "result":
            self._nodes.on_features(sender, query)

    def _items(self) -> tuple[Element, ...]:
        item = qualified(ns.DISCO_ITEMS, "item")
        items = [element(item, {"jid": component}) for component in self._components]
        return (element(qualified(ns.DISCO_ITEMS, "query"), {}, *items),)


def asks_a_node(iq: Element) -> bool:
    """Whether discovery is asked about a node (XEP-0030, 3.2); nothing here has any."""
    return bool(iq[0].get("node"))


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


def _empty_roster() -> tuple[Element, ...]:
    return (element(qualified(ns.ROSTER, "query")),)


def _server_information() -> tuple[Element, ...]:
    features = (ns.DISCO_INFO, ns.DISCO_ITEMS, ns.PING, ns.ROSTER)
    return (disco_information(SERVER, features),)


def _account_information() -> tuple[Element, ...]:
    features = (ns.DISCO_INFO, ns.DISCO_ITEMS, ns.PUBSUB, *NODE_FEATURES)
    information = disco_information(ACCOUNT, features)
    information.insert(1, element(qualified(ns.DISCO_INFO, "identity"), NODES))
    return (information,)


def _no_items() -> tuple[Element, ...]:
    return (element(qualified(ns.DISCO_ITEMS, "query")),)
