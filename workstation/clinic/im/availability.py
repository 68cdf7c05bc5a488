"""Being there, as the sessions of one account are told of each other (RFC 6121, 4.2 to 4.5).

Nobody here has contacts (an empty roster), so an account's own sessions are all that hear of it.

    presence of a session     →  all available sessions of its account, itself among them
    its first one             →  and to it, what the others said last, with the time
    unavailable, or its end   →  the others
"""

from workstation.clinic.im import names
from workstation.clinic.im.ids import Stamps
from workstation.clinic.im.session import Session
from workstation.clinic.im.sessions import Sessions
from workstation.clinic.im.stanza import Outgoing, delay
from workstation.xmpp.xml import Element, element


class Availability:
    """Keeps what each session said of itself last, and tells the others."""

    def __init__(self, sessions: Sessions, stamps: Stamps) -> None:
        self._sessions, self._stamps = sessions, stamps

    def change(self, session: Session, presence: Element) -> None:
        """Take a session's word that it is there, or (type ``unavailable``) that it is not."""
        if presence.get("type") == "unavailable":
            session.presence = None
            self._tell(session, presence)
            return
        was_available = session.available
        session.presence = (*presence, delay(self._stamps.next()))
        self._tell(session, presence)
        if not was_available:
            session.add_end_callback(self._on_end)
            self._introduce_others(session)

    def _introduce_others(self, newcomer: Session) -> None:
        for other in self._sessions.of(newcomer.address.bare):
            if other is not newcomer and other.presence is not None:
                last = element(names.PRESENCE, {"from": other.jid}, *other.presence)
                newcomer.deliver(Outgoing(last))

    def _on_end(self, session: Session) -> None:
        if session.available:
            session.presence = None
            self._tell(session, element(names.PRESENCE, {"type": "unavailable"}))

    def _tell(self, session: Session, presence: Element) -> None:
        kind = {"type": "unavailable"} if presence.get("type") else {}
        announcement = Outgoing(element(names.PRESENCE, {"from": session.jid} | kind, *presence))
        for listener in self._sessions.of(session.address.bare):
            if listener.available:
                listener.deliver(announcement)
