"""Where a stanza goes (RFC 6121, 8): this domain, an account of it, the rooms, the uploads."""

from collections.abc import Callable

from workstation.clinic.im import names
from workstation.clinic.im.domain_service import DomainService
from workstation.clinic.im.room_service import RoomService
from workstation.clinic.im.sessions import Sessions
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError
from workstation.clinic.im.upload_service import UploadService
from workstation.domain.errors import LocalProtocolError
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element

MALFORMED = StanzaError("modify", "jid-malformed")
ELSEWHERE = StanzaError("cancel", "remote-server-not-found")
NOBODY_THERE = StanzaError("cancel", "service-unavailable")
TOO_LARGE = StanzaError("modify", "policy-violation", "Too large to be relayed")

Receive = Callable[[Recipient, JidParts, Element], StanzaError | None]


class Router:
    """Takes a stanza from its sender, stamped with the sender's real JID."""

    def __init__(
        self,
        sessions: Sessions,
        domain: DomainService,
        rooms: RoomService,
        uploads: UploadService,
    ) -> None:
        self._sessions = sessions
        self._domain = domain
        self._by_domain: dict[str, Receive] = {
            domain.domain: self._to_domain,
            rooms.domain: rooms.receive,
            uploads.domain: uploads.receive,
        }

    def route(self, sender: Recipient, stanza: Element) -> None:
        """Act on a stanza; a refusal goes back to the sender as an error."""
        stanza.set("from", sender.jid)
        try:
            refusal = self._dispatch(sender, stanza)
        except LocalProtocolError:
            refusal = TOO_LARGE
        error = None if refusal is None else refusal.answer_to(stanza)
        if error is not None:
            sender.deliver(error)

    def _dispatch(self, sender: Recipient, stanza: Element) -> StanzaError | None:
        to = stanza.get("to")
        try:
            address = JidParts.parse(sender.jid if to is None else to)
        except ValueError:
            return MALFORMED
        if to is None and stanza.tag != names.MESSAGE:
            return self._domain.receive(sender, address, stanza)
        receive = self._by_domain.get(address.domain)
        return ELSEWHERE if receive is None else receive(sender, address, stanza)

    def _to_domain(self, sender: Recipient, to: JidParts, stanza: Element) -> StanzaError | None:
        if not to.local:
            return self._domain.receive(sender, to, stanza)
        if stanza.tag == names.PRESENCE:
            return None
        if stanza.tag == names.IQ and not to.resource:
            is_own = str(to) == JidParts.parse(sender.jid).bare
            answer = self._domain.receive if is_own else self._domain.receive_for_another
            return answer(sender, to, stanza)
        targets = self._targets(to)
        for session in targets:
            session.deliver(Outgoing(stanza))
        return None if targets else NOBODY_THERE

    def _targets(self, to: JidParts) -> list[Recipient]:
        if to.resource:
            session = self._sessions.find(to)
            return [] if session is None else [session]
        return [session for session in self._sessions.of(to.bare) if session.available]
