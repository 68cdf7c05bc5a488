"""A sign-in that brings the session with it (XEP-0388, 0386, 0484), server side.

Offered only to who says in ``<open/>`` who that is, as ejabberd does. The order within the success
is Prosody's; the features follow it, after what a resumed session is sent again.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Final, Protocol

from workstation.clinic.im.fast_tokens import MECHANISM
from workstation.clinic.im.sasl import (
    Authentication,
    AuthenticationStep,
    Challenge,
    Failure,
    Success,
    member_of,
)
from workstation.clinic.im.service import Service
from workstation.clinic.im.session import Session
from workstation.clinic.im.stream_management import ManagedStream, StreamManagement
from workstation.xmpp import namespaces as ns
from workstation.xmpp.xml import Element, child, element, qualified, serialise, text

BIND: Final = qualified(ns.BIND2, "bind")
RESUME: Final = qualified(ns.STREAM_MANAGEMENT, "resume")
ENABLE: Final = qualified(ns.STREAM_MANAGEMENT, "enable")
NO_COUNT: Final = 0
MAX_TAG: Final = 64


class SigningStream(ManagedStream, Protocol):
    """What a sign-in does on its stream."""

    def accept(self, member_id: int) -> None:
        """Note that this member has logged in."""

    def make_authentication(self) -> Authentication:
        """Begin a new exchange of messages that prove the password."""

    def begin_session(self, resource: str) -> Session:
        """Begin a new session of the account; raises ``ValueError`` for a resource that is none."""

    def write_features(self) -> None:
        """Write what the stream offers from now on."""


def make_inline_offer(mechanisms: Sequence[str]) -> Element:
    """The element of a stream's features for signing in inside."""
    counted = element(qualified(ns.BIND2, "feature"), {"var": ns.STREAM_MANAGEMENT})
    bind = element(BIND, {}, element(qualified(ns.BIND2, "inline"), {}, counted))
    tokens = element(qualified(ns.FAST, "mechanism"), text=MECHANISM)
    inline = element(
        _name("inline"),
        {},
        bind,
        element(qualified(ns.STREAM_MANAGEMENT, "sm")),
        element(qualified(ns.FAST, "fast"), {}, tokens),
    )
    names = [element(_name("mechanism"), text=name) for name in mechanisms]
    return element(_name("authentication"), {}, *names, inline)


class InlineSignIn:
    """The sign-in of one stream; ``receive`` says whether an element was one of its."""

    def __init__(
        self, service: Service, stream: SigningStream, management: StreamManagement
    ) -> None:
        self._service, self._stream, self._management = service, stream, management
        self._wish: Element | None = None
        self._authentication: Authentication | None = None

    def receive(self, root: Element) -> bool:
        """Act on what belongs to a sign-in."""
        if root.tag == _name("authenticate"):
            self._wish = root
            self._take(self._begin(root))
        elif root.tag == _name("response") and self._authentication is not None:
            self._take(self._authentication.respond(root.text or ""))
        else:
            return False
        return True

    def _begin(self, root: Element) -> AuthenticationStep:
        mechanism, initial = root.get("mechanism", ""), text(root, _name("initial-response")) or ""
        if mechanism == MECHANISM:
            return self._verify_token(root, initial)
        self._authentication = self._stream.make_authentication()
        return self._authentication.begin(mechanism, initial)

    def _verify_token(self, root: Element, initial: str) -> AuthenticationStep:
        fast = child(root, qualified(ns.FAST, "fast"))
        try:
            account, _, proof = base64.b64decode(initial, validate=True).partition(b"\0")
            count = int(NO_COUNT if fast is None else fast.get("count", NO_COUNT))
            member_id = member_of(account.decode())
        except (ValueError, binascii.Error):
            return Failure("malformed-request")
        answer = self._service.tokens.answer(member_id, _user_agent(root), proof, count)
        if fast is None or answer is None:
            return Failure("not-authorized")
        return Success(member_id, base64.b64encode(answer).decode())

    def _take(self, step: AuthenticationStep) -> None:
        match step:
            case Challenge(data):
                self._stream.write(serialise(element(_name("challenge"), text=data)))
            case Failure(condition):
                reason = element(qualified(ns.SASL, condition))
                self._stream.write(serialise(element(_name("failure"), {}, reason)))
            case Success(member_id, data) if self._wish is not None:
                self._stream.accept(member_id)
                self._admit(self._wish, member_id, data)

    def _admit(self, wish: Element, member_id: int, data: str) -> None:
        success = element(_name("success"))
        if data:
            success.append(element(_name("additional-data"), text=data))
        resumed = self._resume(wish, success)
        jid = self._stream.account if resumed is None else resumed.jid
        if resumed is None and (bind := child(wish, BIND)) is not None:
            jid = self._bind(bind, _user_agent(wish), success)
        if child(wish, qualified(ns.FAST, "request-token")) is not None:
            secret, expiry = self._service.tokens.issue(member_id, _user_agent(wish))
            given = {"token": secret, "expiry": expiry}
            success.append(element(qualified(ns.FAST, "token"), given))
        success.append(element(_name("authorization-identifier"), text=jid))
        self._stream.write(serialise(success))
        if resumed is not None:
            resumed.attach(self._stream)
        self._stream.write_features()

    def _resume(self, wish: Element, success: Element) -> Session | None:
        resume = child(wish, RESUME)
        if resume is None:
            return None
        answer, session = self._management.resume_inside(resume)
        success.append(answer)
        return session

    def _bind(self, bind: Element, user_agent: str, success: Element) -> str:
        """Bind one resource an installation, so that its half-dead session ends by the next."""
        installation = hashlib.sha256(user_agent.encode()).hexdigest()[:12]
        tag = (text(bind, qualified(ns.BIND2, "tag")) or "")[:MAX_TAG]
        name = tag if tag.isascii() and tag.isalnum() else "client"
        session = self._stream.begin_session(f"{name}~{installation}")
        bound = element(qualified(ns.BIND2, "bound"))
        if child(bind, ENABLE) is not None:
            bound.append(self._management.enable_inside(session))
        success.append(bound)
        return session.jid


def _user_agent(wish: Element) -> str:
    agent = child(wish, _name("user-agent"))
    return "" if agent is None else agent.get("id", "")


def _name(local: str) -> str:
    return qualified(ns.SASL2, local)
