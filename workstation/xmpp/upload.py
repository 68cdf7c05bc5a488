"""A place for one file (XEP-0363)."""

import re
from typing import Final
from urllib.parse import urlsplit

from workstation.domain.address import is_loopback
from workstation.domain.ids import StanzaId
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.attachments import fetchable_url
from workstation.xmpp.events import Event, RequestFailed, UploadSlot
from workstation.xmpp.requests import is_error, read_failure
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.xml import Element, child, children, element, qualified

REQUEST: Final = qualified(ns.UPLOAD, "request")
SLOT: Final = qualified(ns.UPLOAD, "slot")
PUT: Final = qualified(ns.UPLOAD, "put")
GET: Final = qualified(ns.UPLOAD, "get")
HEADER: Final = qualified(ns.UPLOAD, "header")

HEADERS: Final = {name.lower(): name for name in ("Authorization", "Cookie", "Expires")}
"""The only headers a slot may demand (XEP-0363, 5)."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


class Upload:
    """Asks for slots of the domain's upload service (XEP-0363)."""

    def __init__(self, wire: StanzaChannel) -> None:
        self._wire = wire

    def request_slot(self, service: str, name: str, size: int, media_type: str) -> StanzaId:
        """Ask ``service`` for a slot of ``size`` bytes; gives the request's id.

        ``UploadSlot`` or ``RequestFailed`` follows. Raises ``LocalProtocolError`` when offline or
        when too many requests are open.
        """
        attributes = {"filename": name, "size": str(size), "content-type": media_type}
        return self._wire.ask("get", service, element(REQUEST, attributes), _on_answer)


def _on_answer(request: StanzaId, stanza: Element) -> list[Event]:
    if is_error(stanza):
        return [read_failure(request, stanza)]
    slot = child(stanza, SLOT)
    put, get = (None, None) if slot is None else (child(slot, PUT), child(slot, GET))
    if put is None or get is None:
        return [RequestFailed(request, "malformed-answer")]
    put_url, get_url = protected_url(put.get("url")), protected_url(get.get("url"))
    if not put_url or not get_url:
        return [RequestFailed(request, "malformed-answer")]
    return [UploadSlot(request, put_url, get_url, _read_headers(put))]


def protected_url(url: str | None) -> str:
    """The address if nobody can listen on the way: https, or http on loopback; else nothing."""
    url = fetchable_url(url)
    parts = urlsplit(url)
    return url if parts.scheme == "https" or is_loopback(parts.hostname or "") else ""


def _read_headers(put: Element) -> tuple[tuple[str, str], ...]:
    """The allowed headers; control characters are taken out, as XEP-0363, 5 demands of newlines.

    So is white space around a value: HTTP has none (RFC 9110, 5.5), and XML that is indented has.
    """
    demanded = list(children(put, HEADER))[: limits.UPLOAD_HEADERS]
    named = [
        (HEADERS.get(header.get("name", "").lower()), header.text or "") for header in demanded
    ]
    return tuple(
        (name, _CONTROL.sub("", value).strip())
        for name, value in named
        if name and len(value) <= limits.UPLOAD_HEADER
    )
