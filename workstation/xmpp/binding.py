"""From an authenticated stream to a session that is online: resumed, or bound anew.

A session that the server promised to keep is resumed (XEP-0198, 5), and what the lost socket left
behind is sent again. Where the server has forgotten it, the same stream binds a new one (RFC 6120,
7), and everything that was open in the old one has failed::

    <resume/>  ← <resumed h/>                          Resumed
    <resume/>  ← <failed/>   bind ← result             ResumptionFailed, then Bound
    bind       ← result      <enable/> ← <enabled/>    Bound, can be resumed
                             <enable/> ← <failed/>     Bound, cannot

A sign-in with everything inside (``inline_sign_in``) asks the same before it is authenticated, and
its success holds the answers. Several streams may race, and the server gives the session to each
that asks: so only one asks at a time, and the others bind step by step if they get there first. One
that was given up in the middle may have been heard all the same, and then the server ends our
session by ``conflict``, for our own sake: ``contested`` tells that from somebody else's. It need
not be the next session that is ended so: ejabberd lets a resumption wait for fifteen seconds, in
which a second stream may have been tried in vain and a third be in use. So it holds until one
conflict was explained by it, or until enough time is over (``settle``).

Who resumes another session than ours, or binds us to another account, is not the server we asked.
"""

from collections.abc import Callable
from typing import Final

from workstation.domain.errors import RemoteProtocolError
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.authentication import BOUND, RESUMED, Admission
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
FAILED: Final = qualified(ns.STREAM_MANAGEMENT, "failed")
RESOURCE: Final = qualified(ns.BIND, "resource")
JID: Final = qualified(ns.BIND, "jid")
INLINE_BIND: Final = qualified(ns.BIND2, "bind")
TAG: Final = qualified(ns.BIND2, "tag")
TAG_NAME: Final = "desk"
TRUE: Final = frozenset({"true", "1"})


class Binding:
    """Brings each stream online. ``end_session`` ends what was open in a session that is lost."""

    def __init__(
        self, wire: StanzaChannel, resource: str, end_session: Callable[[], list[Event]]
    ) -> None:
        self._wire, self._resource, self._end_session = wire, resource, end_session
        self._resumption = wire.resumption
        self._request = ""
        self._asking: Stream | None = None
        self._given_up = self.contested = False

    def ask_inside(self, stream: Stream) -> list[Element]:
        """The elements that ask for a session within a sign-in; none while another stream asks."""
        if self._wire.stream is not None or self._asking not in {None, stream}:
            return []
        self._asking = stream
        bind = element(INLINE_BIND, None, element(TAG, text=TAG_NAME), _make_enable())
        return [*([self._make_resume()] if self._resumption.can_resume else []), bind]

    def give_up(self, stream: Stream, *, broken: bool) -> None:
        """Give up a stream that may have asked for the session, so that another may ask.

        If it was ``broken`` by what the server sent, or by its silence, the session is not
        resumed: the same would happen again.
        """
        if self._asking is not stream:
            return
        self._asking, self._given_up = None, stream.state is not StreamState.OFFERED
        if broken:
            self._resumption.forget()

    def begin(self, stream: Stream) -> list[Event]:
        """Resume if the server promised it, else bind anew; what it sends lies in the stream.

        ``Resumed``, ``Bound`` or ``BindRefused`` follow, or are there at once where the sign-in
        brought the session.
        """
        self.contested |= self._given_up or self._asking not in {None, stream}
        self._asking, self._given_up = None, False
        if stream.admission is not None:
            return self._take(stream, stream.admission)
        resumes = self._resumption.can_resume and SM in stream.offers
        stream.advance(StreamCommand.RESUME if resumes else StreamCommand.BIND)
        if not resumes:
            return self._bind(stream)
        stream.send(self._make_resume())
        return []

    def settle(self) -> None:
        """Note that streams given up so far are over: a later ``conflict`` is of another client."""
        self.contested = False

    def is_answer(self, stream: Stream, stanza: Element) -> bool:
        """Whether a stanza answers the request to bind."""
        return stream.state is StreamState.BINDING and stanza.get("id") == self._request

    def on_answer(self, stream: Stream, stanza: Element) -> list[Event]:
        """Take the answer to the request to bind: the server has bound us, or will not."""
        if is_error(stanza):
            return [BindRefused(read_error(stanza)[0])]
        self._wire.set_jid(_read_bound_jid(stanza, stream.account))
        stream.advance(ServerFrame.BOUND)
        if SM not in stream.offers:
            stream.advance(StreamCommand.ENTER)
            return self._enter()
        stream.advance(StreamCommand.ENABLE)
        stream.send(_make_enable())
        return []

    def on_enabled(self, stream: Stream, root: Element) -> list[Event]:
        """Count stanzas from here on; perhaps the session can be resumed."""
        stream.advance(ServerFrame.ENABLED)
        self._enable(root)
        return self._enter()

    def on_failed(self, stream: Stream, root: Element) -> list[Event]:
        """Bind anew, or go on uncounted: the server does not resume, or does not count."""
        resuming = stream.state is StreamState.RESUMING
        stream.advance(ServerFrame.FAILED)
        if not resuming:
            return self._enter()
        handled, unknown = self._resumption.split_unacknowledged(root.get("h"))
        stream.advance(StreamCommand.BIND)
        return [ResumptionFailed(read_condition(root), handled, unknown), *self._bind(stream)]

    def on_resumed(self, stream: Stream, root: Element) -> list[Event]:
        """Go on with the session: what the server lacks is sent again.

        Raises ``RemoteProtocolError`` for another session than ours, and for a count of more than
        was sent.
        """
        stream.advance(ServerFrame.RESUMED)
        if root.get("previd") != self._resumption.session_id:
            raise RemoteProtocolError("another session resumed")
        ids = self._resumption.acknowledge(root.get("h"))
        stream.send_frames(self._resumption.resend())
        return [Resumed(), *([Acknowledged(ids)] if ids else [])]

    def _take(self, stream: Stream, admission: Admission) -> list[Event]:
        """Take the session that is inside the success: the old one, or a new one."""
        success = admission.success
        if (resumed := child(success, RESUMED)) is not None:
            if str(admission.jid) != str(self._wire.jid):
                raise RemoteProtocolError("another session resumed")
            return self.on_resumed(stream, resumed)
        if not admission.jid.resource:
            raise RemoteProtocolError("bound to no address")
        events = self._end_resumption(child(success, FAILED)) + self._end_session()
        self._resumption.forget()
        self._wire.set_jid(admission.jid)
        stream.advance(ServerFrame.BOUND)
        bound = child(success, BOUND)
        if bound is not None and (enabled := child(bound, ENABLED)) is not None:
            self._enable(enabled)
        stream.advance(StreamCommand.ENTER)
        return events + self._enter()

    def _end_resumption(self, failed: Element | None) -> list[Event]:
        """The event for a resumption that failed, if one was tried; ``failed`` may be missing."""
        if not self._resumption.can_resume:
            return []
        h = None if failed is None else failed.get("h")
        condition = "undefined-condition" if failed is None else read_condition(failed)
        return [ResumptionFailed(condition, *self._resumption.split_unacknowledged(h))]

    def _enable(self, enabled: Element) -> None:
        can_resume = enabled.get("resume") in TRUE
        self._resumption.enable(enabled.get("id", "") if can_resume else "")

    def _make_resume(self) -> Element:
        h = self._resumption.rebase()
        return element(RESUME, {"previd": self._resumption.session_id, "h": str(h)})

    def _bind(self, stream: Stream) -> list[Event]:
        """Begin a new session; all that was open in the old one has failed."""
        events = self._end_session()
        self._resumption.forget()
        self._request = self._wire.new_id()
        wish = element(BIND, None, element(RESOURCE, text=self._resource))
        stream.send(element(IQ, {"type": "set", "id": self._request}, wish))
        return events

    def _enter(self) -> list[Event]:
        """Go online; an available presence lets invitations and pushes through."""
        self._wire.send(element(PRESENCE, None, make_mark()))
        return [Bound(str(self._wire.jid), self._resumption.can_resume)]


def _make_enable() -> Element:
    return element(ENABLE, {"resume": "true", "max": str(limits.RESUMPTION_SECONDS)})


def _read_bound_jid(stanza: Element, account: Jid) -> JidParts:
    bind = child(stanza, BIND)
    try:
        jid = JidParts.parse((None if bind is None else text(bind, JID)) or "")
    except ValueError:
        raise RemoteProtocolError("bound to no address") from None
    if jid.bare != account or not jid.resource:
        raise RemoteProtocolError("bound to another account")
    return jid
