"""A sign-in with everything inside (XEP-0388): the proof, and with it the session (XEP-0386).

Two questions instead of five. The stream is not restarted, and what the server says of the session
comes within its success::

    <authenticate>proof, <resume/>, <bind/>, <request-token/></authenticate>
        ← <success>the server's own proof, <resumed/> or <failed/> and <bound/>, <token/></success>

Both wishes go out together: a server that cannot resume binds anew at once. It is used only where
the server offers all of it, resumption within the binding too: half of it would give a session that
no lost socket can be resumed in. Who we are is said in ``<open/>`` only where nobody listens.
"""

from collections.abc import Callable, Sequence
from typing import Final

from workstation.domain.value import Value
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.fast_token import TOKEN_MECHANISM, FastToken
from workstation.xmpp.xml import Element, child, children, element, qualified

AUTHENTICATION: Final = qualified(ns.SASL2, "authentication")
AUTHENTICATE: Final = qualified(ns.SASL2, "authenticate")
INITIAL: Final = qualified(ns.SASL2, "initial-response")
USER_AGENT: Final = qualified(ns.SASL2, "user-agent")
SOFTWARE: Final = qualified(ns.SASL2, "software")
INLINE: Final = qualified(ns.SASL2, "inline")
MECHANISM: Final = qualified(ns.SASL2, "mechanism")
SM: Final = qualified(ns.STREAM_MANAGEMENT, "sm")
BIND: Final = qualified(ns.BIND2, "bind")
BIND_INLINE: Final = qualified(ns.BIND2, "inline")
BIND_FEATURE: Final = qualified(ns.BIND2, "feature")
FAST: Final = qualified(ns.FAST, "fast")
FAST_MECHANISM: Final = qualified(ns.FAST, "mechanism")
REQUEST_TOKEN: Final = qualified(ns.FAST, "request-token")
SOFTWARE_NAME: Final = "Doctor Workstation"


class InlineOffer(Value):
    """What a server takes inside: these mechanisms, a session, and ``token`` in their place."""

    mechanisms: tuple[str, ...]
    token: bool


class InlineSignIn(Value):
    """What this side puts inside.

    ``user_agent`` is a UUID of this installation's account, the same in every session: the server
    ends the half-dead session before by it, and keeps its token under it. ``ask_session`` gives the
    wish for the session, nothing while another stream has asked. ``token`` is tried before the
    password; a new one is asked for where ``wants_token``.
    """

    user_agent: str
    ask_session: Callable[[], Sequence[Element]]
    token: FastToken | None = None
    wants_token: bool = False


def read_inline_offer(features: Element) -> InlineOffer | None:
    """What the server takes inside; ``None`` where that is not all that a session needs."""
    authentication = child(features, AUTHENTICATION)
    inline = None if authentication is None else child(authentication, INLINE)
    if authentication is None or inline is None or not _carries_session(inline):
        return None
    fast = child(inline, FAST)
    token = fast is not None and TOKEN_MECHANISM in _names(fast, FAST_MECHANISM)
    return InlineOffer(_names(authentication, MECHANISM), token)


def make_authenticate(
    sign_in: InlineSignIn, mechanism: str, initial: str, wishes: Sequence[Element]
) -> Element:
    """The one element that signs in (XEP-0388, 2.4); ``initial`` is in base64."""
    return element(
        AUTHENTICATE,
        {"mechanism": mechanism},
        element(INITIAL, text=initial),
        element(USER_AGENT, {"id": sign_in.user_agent}, element(SOFTWARE, text=SOFTWARE_NAME)),
        *wishes,
    )


def make_token_wishes(sign_in: InlineSignIn, *, by_token: FastToken | None) -> list[Element]:
    """That the proof is one of a token, and that a new token is wanted (XEP-0484, 3)."""
    wishes = [] if by_token is None else [element(FAST, {"count": str(by_token.count)})]
    if sign_in.wants_token:
        wishes.append(element(REQUEST_TOKEN, {"mechanism": TOKEN_MECHANISM}))
    return wishes


def _carries_session(inline: Element) -> bool:
    bind = child(inline, BIND)
    features = None if bind is None else child(bind, BIND_INLINE)
    if features is None or child(inline, SM) is None:
        return False
    offered = {feature.get("var") for feature in children(features, BIND_FEATURE)}
    return ns.STREAM_MANAGEMENT in offered


def _names(parent: Element, tag: str) -> tuple[str, ...]:
    names = [(name.text or "").strip() for name in children(parent, tag)]
    return tuple(names[: limits.MECHANISMS])
