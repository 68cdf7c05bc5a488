"""From an authenticated stream to a session that is online: resumed, or bound anew.

A session that the server promised to keep is resumed (XEP-0198, 5), and what the lost socket left
behind is sent again. Where the server has forgotten it, the same stream binds a new one (RFC 6120,
7), and everything that was open in the old one has failed::

    <resume/>  ← <resumed h/>                          Resumed
    <resume/>  ← <failed/>   bind ← result             ResumptionFailed, then Bound
    bind       ← result      <enable/> ← <enabled/>    Bound, can be resumed
                             <enable/> ← <failed/>     Bound, cannot

Who resumes another session than ours, or binds us to another account, is not the server we asked.
"""

from collections.abc import Callable
from typing import Final

from workstation.domain.errors import RemoteProtocolError
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.capabilities import make_mark
from workstation.xmpp.events import (
    Acknowledged,
    BindRefused,
    Bound,
    Event,
    Resumed,
    ResumptionFailed,
)
from workstation.xmpp.jid import Jid, JidParts
from workstation.xmpp.requests import IQ, is_error
from workstation.xmpp.rooms import PRESENCE
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.stanza_errors import read_condition, read_error
from workstation.xmpp.stream import BIND, Stream
from workstation.xmpp.transitions import ServerFrame, StreamCommand, StreamState
from workstation.xmpp.xml import Element, child, element, qualified, text

SM: Final = qualified(ns.STREAM_MANAGEMENT, "sm")
ENABLE: Final = qualified(ns.STREAM_MANAGEMENT, "enable")
ENABLED: Final = qualified(ns.STREAM_MANAGEMENT, "enabled")
RESUME: Final = qualified(ns.STREAM_MANAGEMENT, "resume")
RESUMED: Final = qualified(ns.STREAM_MANAGEMENT, "resumed")
FAILED: Final = qualified(ns.STREAM_MANAGEMENT, "failed")
RESOURCE: Final = qualified(ns.BIND, "resource")
JID: Final = qualified(ns.BIND, "jid")
TRUE: Final = frozenset({"true", "1"})


class Binding:
    """Brings each stream online. ``end_session`` ends what was open in a session that is lost."""

    def __init__(
        self, wire: StanzaChannel, resource: str, end_session: Callable[[], list[Event]]
    ) -> None:
        self._wire, self._resource, self._end_session = wire, resource, end_session
        self._resumption = wire.resumption
        self._request = ""

    def begin(self, stream: Stream) -> list[Event]:
        """Resume if the server promised it, else bind anew; what it sends lies in the stream.

        ``Resumed``, ``Bound`` or ``BindRefused`` follow.
        """
        resumes = self._resumption.can_resume and SM in stream.offers
        stream.advance(StreamCommand.RESUME if resumes else StreamCommand.BIND)
        if not resumes:
            return self._bind(stream)
        h = self._resumption.rebase()
        stream.send(element(RESUME, {"previd": self._resumption.session_id, "h": str(h)}))
        return []

    def is_answer(self, stream: Stream, stanza: Element) -> bool:
        """Whether a stanza answers the wish to be bound."""
        return stream.state is StreamState.BINDING and stanza.get("id") == self._request

    def on_answer(self, stream: Stream, stanza: Element) -> list[Event]:
        """The server has bound us, or will not."""
        if is_error(stanza):
            return [BindRefused(read_error(stanza)[0])]
        self._wire.set_jid(_read_bound_jid(stanza, stream.account))
        stream.advance(ServerFrame.BOUND)
        if SM not in stream.offers:
            stream.advance(StreamCommand.ENTER)
            return self._enter()
        stream.advance(StreamCommand.ENABLE)
        wish = {"resume": "true", "max": str(limits.RESUMPTION_SECONDS)}
        stream.send(element(ENABLE, wish))
        return []

    def on_enabled(self, stream: Stream, root: Element) -> list[Event]:
        """Stanzas are counted from here on; perhaps the session can be resumed."""
        stream.advance(ServerFrame.ENABLED)
        can_resume = root.get("resume") in TRUE
        self._resumption.enable(root.get("id", "") if can_resume else "")
        return self._enter()

    def on_failed(self, stream: Stream, root: Element) -> list[Event]:
        """The server does not resume the session, or does not count."""
        resuming = stream.state is StreamState.RESUMING
        stream.advance(ServerFrame.FAILED)
        if not resuming:
            return self._enter()
        handled, unknown = self._resumption.split_unacknowledged(root.get("h"))
        stream.advance(StreamCommand.BIND)
        return [ResumptionFailed(read_condition(root), handled, unknown), *self._bind(stream)]

    def on_resumed(self, stream: Stream, root: Element) -> list[Event]:
        """The session goes on: what the server lacks is sent again.

        Raises ``RemoteProtocolError`` for another session than ours, and for a count of more than
        was sent.
        """
        stream.advance(ServerFrame.RESUMED)
        if root.get("previd") != self._resumption.session_id:
            raise RemoteProtocolError("another session resumed")
        ids = self._resumption.acknowledge(root.get("h"))
        stream.send_frames(self._resumption.resend())
        return [Resumed(), *([Acknowledged(ids)] if ids else [])]

    def _bind(self, stream: Stream) -> list[Event]:
        """Begin a new session; all that was open in the old one has failed."""
        events = self._end_session()
        self._resumption.forget()
        self._request = self._wire.new_id()
        wish = element(BIND, None, element(RESOURCE, text=self._resource))
        stream.send(element(IQ, {"type": "set", "id": self._request}, wish))
        return events

    def _enter(self) -> list[Event]:
        """Online; an available presence lets invitations and pushes through."""
        self._wire.send(element(PRESENCE, None, make_mark()))
        return [Bound(str(self._wire.jid), self._resumption.can_resume)]


def _read_bound_jid(stanza: Element, account: Jid) -> JidParts:
    bind = child(stanza, BIND)
    try:
        jid = JidParts.parse((None if bind is None else text(bind, JID)) or "")
    except ValueError:
        raise RemoteProtocolError("bound to no address") from None
    if jid.bare != account or not jid.resource:
        raise RemoteProtocolError("bound to another account")
    return jid
