"""What a server says that takes everything inside a sign-in, and a stream brought there."""

import base64
import hmac
from functools import partial

from tests.xmpp.dialogue import (
    ACCOUNT,
    OPEN,
    SASL,
    SM,
    Dialogue,
    credentials,
    features,
)
from workstation.xmpp.fast_token import FastToken
from workstation.xmpp.inline_sign_in import InlineSignIn
from workstation.xmpp.stream import Stream

SASL2 = "xmlns='urn:xmpp:sasl:2'"
FAST = "xmlns='urn:xmpp:fast:0'"
BIND2 = "xmlns='urn:xmpp:bind:0'"
RESOURCE = f"{ACCOUNT}/desk~installation"
STANZAS = "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'"
TOKEN = FastToken("secret-token:1", 7)
AGENT = "d4565fa7-4d72-4749-b3d3-740edbf87770"
COUNTED_BIND = f"<bind {BIND2}><inline><feature var='urn:xmpp:sm:3'/></inline></bind>"
ALL_INLINE = f"{COUNTED_BIND}<sm {SM}/><fast {FAST}><mechanism>HT-SHA-256-NONE</mechanism></fast>"
RESPONDER = base64.b64encode(hmac.digest(TOKEN.secret.encode(), b"Responder", "sha256")).decode()
PROVEN = f"<additional-data>{RESPONDER}</additional-data>"
ENABLED_INSIDE = f"<enabled {SM} resume='1' id='previous'/>"
BOUND = f"<bound {BIND2}>{ENABLED_INSIDE}</bound>"
ISSUED = f"<token {FAST} token='secret-token:2' expiry='2030-01-01T00:00:00Z'/>"


def offer(
    inline: str = ALL_INLINE, names: tuple[str, ...] = ("PLAIN",), old: tuple[str, ...] = ("PLAIN",)
) -> str:
    """Features that take all of ``inline`` inside, by ``names``; by ``old`` as ever."""
    listed = "".join(f"<mechanism>{name}</mechanism>" for name in names)
    classic = "".join(f"<mechanism>{name}</mechanism>" for name in old)
    return features(
        f"<authentication {SASL2}>{listed}<inline>{inline}</inline></authentication>"
        f"<mechanisms {SASL}>{classic}</mechanisms>"
    )


def success(inner: str, who: str = RESOURCE) -> str:
    """The server\'s word that ``who`` is signed in."""
    return (
        f"<success {SASL2}>{inner}"
        f"<authorization-identifier>{who}</authorization-identifier></success>"
    )


def refusal(condition: str) -> str:
    """The server\'s word that it does not sign in."""
    return f"<failure {SASL2}><{condition} {SASL}/><text>why</text></failure>"


def begun(
    dialogue: Dialogue,
    token: FastToken | None = TOKEN,
    offered: str = "",
    *,
    wants_token: bool = False,
    **changed: object,
) -> tuple[Stream, list]:
    """A stream that was offered everything; and what it said of that."""
    stream = Stream(credentials(**changed), "nonce")
    ask = partial(dialogue.session.ask_inside, stream)
    stream.use_inline(InlineSignIn(AGENT, ask, token, wants_token))
    stream.open()
    stream.receive(OPEN)
    return stream, stream.receive(offered or offer())


def admitted(dialogue: Dialogue, inner: str = PROVEN + BOUND, who: str = RESOURCE) -> list:
    """The token is taken; what adopting the stream says."""
    stream, _ = begun(dialogue)
    stream.data_to_send()
    stream.receive(success(inner, who))
    return dialogue.session.adopt(stream)


def online() -> Dialogue:
    """A session that came with its sign-in."""
    dialogue = Dialogue()
    admitted(dialogue)
    dialogue.sent()
    return dialogue
