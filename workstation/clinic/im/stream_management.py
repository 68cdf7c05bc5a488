"""XEP-0198 on one stream: enable, acks, resume."""

from typing import Final, Protocol

from workstation.clinic.im.engine import BackwardResume
from workstation.clinic.im.faults import FrameFault
from workstation.clinic.im.resumption import MODULUS, Acknowledged, Resumption
from workstation.clinic.im.service import Service
from workstation.clinic.im.session import ClientStream, Session
from workstation.clinic.im.sessions import ResumeFailed
from workstation.xmpp import namespaces as ns
from workstation.xmpp.xml import Element, element, qualified, serialise

REQUEST: Final = f'<r xmlns="{ns.STREAM_MANAGEMENT}"/>'


class ManagedStream(ClientStream, Protocol):
    """The stream whose stanzas are counted."""

    session: Session | None

    @property
    def account(self) -> str:
        """The bare JID that has logged in."""

    @property
    def member(self) -> str:
        """The member id that has logged in."""

    def adopt(self, session: Session) -> None:
        """Speak for a session from now on."""


class StreamManagement:
    """The nonzas of XEP-0198; each method says whether the element was one of them."""

    def __init__(self, service: Service, stream: ManagedStream) -> None:
        self._service = service
        self._stream = stream
        self._awaiting_ack = False

    def receive(self, root: Element) -> bool:
        """Act on a nonza of a bound stream."""
        if root.tag == _name("enable"):
            self._enable()
        elif root.tag == _name("r"):
            self._send_ack()
        elif root.tag == _name("a"):
            self._on_ack(root.get("h", ""))
        elif root.tag == _name("resume"):
            self._fail(ResumeFailed("unexpected-request"))
        else:
            return False
        return True

    def resume(self, root: Element) -> bool:
        """Act on ``<resume/>`` in place of a bind."""
        if root.tag != _name("resume"):
            return False
        answer, session = self.resume_inside(root)
        self._stream.write(serialise(answer))
        if session is not None:
            session.attach(self._stream)
        return True

    def resume_inside(self, root: Element) -> tuple[Element, Session | None]:
        """The answer to ``<resume/>``, and the session to attach once that is said."""
        outcome = self._find(root)
        if isinstance(outcome, ResumeFailed):
            return _failed(outcome), None
        return self._take_over(outcome), outcome

    def enable_inside(self, session: Session) -> Element:
        """Count the stanzas of a session from here on; the answer to ``<enable/>``."""
        sessions = self._service.sessions
        attributes = {
            "id": sessions.make_resumable(session),
            "resume": "true",
            "max": str(int(sessions.hibernation)),
        }
        return element(_name("enabled"), attributes)

    def request(self) -> None:
        """Ask for an ack when the client owes one and was not asked yet."""
        resumption = self._resumption
        if resumption is not None and resumption.unacked and not self._awaiting_ack:
            self._awaiting_ack = True
            self._stream.write(REQUEST)

    def acknowledge_last(self) -> None:
        """Say what was handled before the stream closes, as Prosody does."""
        if self._resumption is not None:
            self._send_ack()

    @property
    def _resumption(self) -> Resumption | None:
        session = self._stream.session
        return None if session is None else session.resumption

    def _enable(self) -> None:
        session = self._stream.session
        if session is None or session.resumption is not None:
            self._fail(ResumeFailed("unexpected-request"))
            return
        self._stream.write(serialise(self.enable_inside(session)))

    def _send_ack(self) -> None:
        resumption = self._resumption
        if resumption is None or self._is_struck(FrameFault.DROP_ACK, "r"):
            return
        self._stream.write(f'<a xmlns="{ns.STREAM_MANAGEMENT}" h="{resumption.handled}"/>')

    def _on_ack(self, h: str) -> None:
        self._awaiting_ack = False
        resumption = self._resumption
        if resumption is None:
            return
        count = _counter(h)
        if count is None:
            self._stream.end("bad-format")
        elif resumption.acknowledge(count) is Acknowledged.TOO_HIGH:
            self._stream.end("undefined-condition", "handled-count-too-high")

    def _find(self, root: Element) -> Session | ResumeFailed:
        account = self._stream.account
        if self._is_struck(FrameFault.REFUSE_RESUME, "resume"):
            return self._service.sessions.give_up(root.get("previd", ""), account)
        session = self._service.sessions.find_resumable(root.get("previd", ""), account)
        if isinstance(session, ResumeFailed) or session.resumption is None:
            return session if isinstance(session, ResumeFailed) else ResumeFailed()
        count = _counter(root.get("h", ""))
        worth = Acknowledged.TOO_HIGH if count is None else session.resumption.acknowledge(count)
        return session if self._tolerates(worth) else ResumeFailed("undefined-condition")

    def _is_struck(self, kind: FrameFault, nonza: str) -> bool:
        label = f"in {self._stream.member} {nonza}"
        return self._service.faults.strike(kind, label) is not None

    def _tolerates(self, worth: Acknowledged) -> bool:
        if worth is Acknowledged.BACKWARD:
            return self._service.engine.backward_resume is BackwardResume.RESUMED
        return worth is Acknowledged.FORWARD

    def _take_over(self, session: Session) -> Element:
        superseded, resumption = session.stream, session.resumption
        if superseded is not None:
            session.stream = None
            self._supersede(superseded)
        self._stream.adopt(session)
        counts = (
            {} if resumption is None else {"previd": resumption.id, "h": str(resumption.handled)}
        )
        return element(_name("resumed"), counts)

    def _supersede(self, stream: ClientStream) -> None:
        if self._service.engine.warns_superseded_socket:
            stream.end("conflict", "Resumed by new connection")
        else:
            stream.drop()

    def _fail(self, failed: ResumeFailed) -> None:
        self._stream.write(serialise(_failed(failed)))


def _failed(failed: ResumeFailed) -> Element:
    attributes = {} if failed.handled is None else {"h": str(failed.handled)}
    condition = element(qualified(ns.STANZA_ERRORS, failed.condition))
    return element(_name("failed"), attributes, condition)


def _name(local: str) -> str:
    return qualified(ns.STREAM_MANAGEMENT, local)


def _counter(h: str) -> int | None:
    if not (h.isascii() and h.isdigit() and len(h) <= len(str(MODULUS))):
        return None
    return int(h) if int(h) < MODULUS else None
