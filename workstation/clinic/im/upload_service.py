"""XEP-0363: slots for files, and the files that were put into them."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from workstation.clinic.im import names
from workstation.clinic.im.domain_service import disco_information, form
from workstation.clinic.im.engine import Engine
from workstation.clinic.im.origin import MARK
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError, answer
from workstation.xmpp import namespaces as ns
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element, element, qualified

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_NAME_CHARACTERS: Final = 255
MAX_OPEN_SLOTS: Final = 1_000
PATH: Final = "/upload"
UNAVAILABLE: Final = StanzaError("cancel", "service-unavailable")
BAD_REQUEST: Final = StanzaError("modify", "bad-request")


@dataclass(frozen=True, slots=True)
class Slot:
    """Permission to put one file of exactly ``size`` bytes."""

    name: str
    size: int
    media_type: str
    authorization: str = field(repr=False)


class UploadService:
    """Hands out slots; ``folder`` holds the files, one per unguessable token."""

    def __init__(self, domain: str, folder: Path, engine: Engine) -> None:
        self.domain = f"upload.{domain}"
        self.folder = folder
        self.engine = engine
        self.slots: dict[str, Slot] = {}

    def receive(self, sender: Recipient, to: JidParts, stanza: Element) -> StanzaError | None:
        """Answer discovery and slot requests."""
        if stanza.tag != names.IQ or stanza.get("type") != "get" or not len(stanza):
            return None if stanza.get("type") in ("result", "error") else UNAVAILABLE
        if stanza[0].tag == qualified(ns.DISCO_INFO, "query"):
            sender.deliver(Outgoing(answer(stanza, _information())))
            return None
        if stanza[0].tag == qualified(ns.UPLOAD, "request") and not to.local:
            return self._slot(sender, stanza)
        return UNAVAILABLE

    def _slot(self, sender: Recipient, iq: Element) -> StanzaError | None:
        request = iq[0]
        name, size = request.get("filename", ""), request.get("size", "")
        if (
            not 0 < len(name) <= MAX_NAME_CHARACTERS
            or not name.strip(".")
            or not (size.isascii() and size.isdigit())
        ):
            return BAD_REQUEST
        if len(size) > len(str(MAX_BYTES)) or int(size) > MAX_BYTES:
            sender.deliver(Outgoing(answer(iq, _too_large(), type="error")))
            return None
        media_type = request.get("content-type", "application/octet-stream")
        token = secrets.token_urlsafe(24)
        self._remember(token, Slot(name, int(size), media_type, f"Bearer {secrets.token_hex(16)}"))
        sender.deliver(Outgoing(answer(iq, self._offer(token))))
        return None

    def _offer(self, token: str) -> Element:
        slot = self.slots[token]
        url = f"{MARK}{PATH}/{token}/{quote(slot.name, safe='')}"
        headers = []
        if self.engine.put_needs_authorization:
            header = qualified(ns.UPLOAD, "header")
            headers = [element(header, {"name": "Authorization"}, text=slot.authorization)]
        put = element(qualified(ns.UPLOAD, "put"), {"url": url}, *headers)
        get = element(qualified(ns.UPLOAD, "get"), {"url": url})
        return element(qualified(ns.UPLOAD, "slot"), {}, put, get)

    def _remember(self, token: str, slot: Slot) -> None:
        self.slots[token] = slot
        while len(self.slots) > MAX_OPEN_SLOTS:
            del self.slots[next(iter(self.slots))]


def _too_large() -> Element:
    """The error that names the largest size (XEP-0363, 5)."""
    size = element(qualified(ns.UPLOAD, "max-file-size"), text=str(MAX_BYTES))
    return element(
        names.ERROR,
        {"type": "modify"},
        element(qualified(ns.STANZA_ERRORS, "not-acceptable")),
        element(qualified(ns.UPLOAD, "file-too-large"), {}, size),
    )


def _information() -> Element:
    identity = {"category": "store", "type": "file", "name": "HTTP File Upload"}
    limits = form(ns.UPLOAD, **{"max-file-size": str(MAX_BYTES)})
    return disco_information(identity, (ns.UPLOAD,), limits)
