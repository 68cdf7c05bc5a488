"""What servers and rooms can do (XEP-0030), and where files can be stored (XEP-0363, 4)."""

from functools import partial
from typing import Final

from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import StanzaId
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import Event, RequestFailed, UploadService
from workstation.xmpp.requests import is_error, read_failure
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.xml import Element, child, children, element, qualified

INFO: Final = qualified(ns.DISCO_INFO, "query")
FEATURE: Final = qualified(ns.DISCO_INFO, "feature")
ITEMS: Final = qualified(ns.DISCO_ITEMS, "query")
ITEM: Final = qualified(ns.DISCO_ITEMS, "item")


def make_info_request() -> Element:
    """The question what an address can do."""
    return element(INFO)


def read_features(stanza: Element) -> frozenset[str]:
    """The features in an answer (XEP-0030, 3.1); none when it is an error."""
    info = child(stanza, INFO)
    if info is None or is_error(stanza):
        return frozenset()
    return frozenset(feature.get("var", "") for feature in children(info, FEATURE))


class Discovery:
    """The search for the domain's upload service: the first item of the domain that offers it.

    Once a search is over nothing more is waited for: a service that never answers would leave an
    open request at each search, and of these there may be ``limits.REQUESTS``.
    """

    def __init__(self, wire: StanzaChannel) -> None:
        self._wire = wire
        self._asked: dict[StanzaId, list[StanzaId]] = {}

    def find_upload(self, domain: str) -> StanzaId:
        """Begin a search; ``UploadService`` or ``RequestFailed`` follows under the id given."""
        return self._wire.ask("get", domain, element(ITEMS), self._on_items)

    def forget(self, search: StanzaId) -> None:
        """Wait no longer for an answer; what still comes of it is ignored."""
        for request in self._asked.pop(search, ()):
            self._wire.requests.forget(request)

    def lose(self) -> None:
        """Drop all searches: the session has ended."""
        self._asked.clear()

    def _on_items(self, search: StanzaId, stanza: Element) -> list[Event]:
        listed = child(stanza, ITEMS)
        if is_error(stanza) or listed is None:
            return [read_failure(search, stanza)]
        jids = [item.get("jid", "") for item in children(listed, ITEM) if not item.get("node")]
        candidates = [jid for jid in jids if jid][: limits.DISCO_ITEMS]
        if not candidates:
            return [UploadService(search, None)]
        asked = self._asked[search] = []
        try:
            for jid in candidates:
                on_answer = partial(self._on_features, search)
                asked.append(self._wire.ask("get", jid, make_info_request(), on_answer))
        except LocalProtocolError:  # too much is under way already to ask all
            return self._finish(search, RequestFailed(search, "resource-constraint"))
        return []

    def _on_features(self, search: StanzaId, request: StanzaId, stanza: Element) -> list[Event]:
        """Take what a service can do: the first that stores files ends the search."""
        waiting = self._asked[search]
        waiting.remove(request)
        if ns.UPLOAD in read_features(stanza):
            return self._finish(search, UploadService(search, stanza.get("from")))
        return [] if waiting else self._finish(search, UploadService(search, None))

    def _finish(self, search: StanzaId, event: Event) -> list[Event]:
        self.forget(search)
        return [event]
