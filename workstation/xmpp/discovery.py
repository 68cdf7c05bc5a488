"""What servers and rooms can do (XEP-0030), and where files can be stored (XEP-0363, 4)."""

from typing import Final

from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import StanzaId
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import Event, RequestFailed, UploadService
from workstation.xmpp.requests import is_error, read_failure
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.xml import Element, child, children, element, qualified, text

INFO: Final = qualified(ns.DISCO_INFO, "query")
FEATURE: Final = qualified(ns.DISCO_INFO, "feature")
ITEMS: Final = qualified(ns.DISCO_ITEMS, "query")
ITEM: Final = qualified(ns.DISCO_ITEMS, "item")
FIELD: Final = qualified(ns.DATA_FORMS, "field")
VALUE: Final = qualified(ns.DATA_FORMS, "value")


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
    """The search for the domain's upload service: the first item of the domain that offers it."""

    def __init__(self, wire: StanzaChannel) -> None:
        self._wire = wire

    def find_upload(self, domain: str) -> StanzaId:
        """Begin a search; ``UploadService`` or ``RequestFailed`` follows under the id given."""
        return self._wire.ask("get", domain, element(ITEMS), self._on_items)

    def _on_items(self, request: StanzaId, stanza: Element) -> list[Event]:
        listed = child(stanza, ITEMS)
        if is_error(stanza) or listed is None:
            return [read_failure(request, stanza)]
        jids = [item.get("jid", "") for item in children(listed, ITEM) if not item.get("node")]
        candidates = [jid for jid in jids if jid][: limits.DISCO_ITEMS]
        search = _Search(request, len(candidates))
        try:
            for jid in candidates:
                self._wire.ask("get", jid, make_info_request(), search.on_answer)
        except LocalProtocolError:
            return search.give_up()
        return search.conclude()


class _Search:
    """Waits for the services asked; the first that stores files ends the search."""

    def __init__(self, request: StanzaId, waiting: int) -> None:
        self._request = request
        self._waiting = waiting
        self._finished = False

    def on_answer(self, _: str, stanza: Element) -> list[Event]:
        self._waiting -= 1
        if self._finished or ns.UPLOAD not in read_features(stanza):
            return self.conclude()
        self._finished = True
        return [UploadService(self._request, stanza.get("from"), _read_max_file_size(stanza))]

    def give_up(self) -> list[Event]:
        """Too much is under way already to ask all."""
        self._finished = True
        return [RequestFailed(self._request, "resource-constraint")]

    def conclude(self) -> list[Event]:
        if self._finished or self._waiting:
            return []
        self._finished = True
        return [UploadService(self._request, None)]


def _read_max_file_size(stanza: Element) -> int | None:
    """The service's ``max-file-size`` (XEP-0363, 4), from its form."""
    fields = stanza.iter(FIELD)
    sizes = (text(each, VALUE) for each in fields if each.get("var") == "max-file-size")
    return read_byte_count(next(sizes, None))


def read_byte_count(written: str | None) -> int | None:
    """A size in bytes as a server writes it, at most ``limits.NUMBER``.

    ``None`` when it is none.
    """
    written = (written or "").strip()
    if not (written.isascii() and written.isdigit()) or len(written) > len(str(limits.NUMBER)):
        return None
    return min(int(written), limits.NUMBER)
