"""What one groupchat stanza costs in the core, against expat with three handlers that do nothing.

``python tests/bench/xmpp_receive.py`` prints the ratio alone.
"""

# ruff: noqa: E501 (a frame stands on one line)

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers.expat import ParserCreate

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from measurement import Row, alternated

from workstation.xmpp.authentication import Credentials
from workstation.xmpp.session import XmppSession
from workstation.xmpp.stream import Stream

GOAL = 2.0
ROUNDS, STANZAS = 9, 2_000
ROOM = "consult-7@consult.clinic.test"
STANZA = (
    "<message xmlns='jabber:client' to='1001@clinic.test/desk' from='consult-7@consult.clinic.test/1002'"
    " type='groupchat' id='0b7b5d4e-1c39-4b62-8d4e'><body>One tablet in the morning with food, and call me on Friday if it still hurts.</body>"
    "<origin-id id='0b7b5d4e-1c39-4b62-8d4e' xmlns='urn:xmpp:sid:0'/>"
    "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='Zx9c8b7a6s5d4f3g2h1j'/>"
    "<stanza-id xmlns='urn:xmpp:sid:0' id='06b0610d-cdae-7d11-8000' by='consult-7@consult.clinic.test'/>"
    "</message>"
)
FEATURES = "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>{}</stream:features>"
OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' version='1.0' from='clinic.test'/>"
MECHANISMS = (
    "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>"
)
BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>{}</bind>"


def joined() -> XmppSession:
    """A session in one room, entered as a server would let it."""
    stream = Stream(Credentials("clinic.test", "1001", "secret", private=True), "nonce")
    stream.open()
    stream.receive(OPEN)
    stream.receive(FEATURES.format(MECHANISMS))
    stream.receive("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
    stream.receive(OPEN)
    stream.receive(FEATURES.format(BIND.format("") + "<sm xmlns='urn:xmpp:sm:3'/>"))
    ids = map(str, itertools.count(1))
    session = XmppSession("desk", lambda: next(ids))
    session.adopt(stream)
    address = BIND.format("<jid>1001@clinic.test/desk</jid>")
    session.receive(f"<iq xmlns='jabber:client' id='1' type='result'>{address}</iq>")
    session.receive("<enabled xmlns='urn:xmpp:sm:3' resume='true' id='s1'/>")
    session.rooms.join(ROOM, "1001")
    session.receive(
        f"<iq xmlns='jabber:client' id='2' type='result' from='{ROOM}'>"
        "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:xmpp:sid:0'/></query></iq>"
    )
    for nick, status in (("1002", "100"), ("1001", "110")):
        session.receive(
            f"<presence xmlns='jabber:client' from='{ROOM}/{nick}'>"
            f"<x xmlns='http://jabber.org/protocol/muc#user'><item jid='{nick}@clinic.test/a'/>"
            f"<status code='{status}'/></x></presence>"
        )
    return session


def floor() -> None:
    """Expat alone, with handlers that do nothing."""
    parser = ParserCreate()
    parser.StartElementHandler = lambda _name, _attributes: None
    parser.EndElementHandler = lambda _name: None
    parser.CharacterDataHandler = lambda _text: None
    parser.Parse(STANZA, True)


def microseconds(act: Callable[[], object]) -> float:
    """CPU time of one call, over many: a busy machine stretches the clock of the wall alone."""
    started = time.thread_time()
    for _ in range(STANZAS):
        act()
    return (time.thread_time() - started) / STANZAS * 1e6


def rows() -> Iterator[Row]:
    """The rounds alternate, so that noise meets both."""
    session = joined()
    bare, core = alternated(
        lambda: microseconds(floor), lambda: microseconds(lambda: session.receive(STANZA)), ROUNDS
    )
    yield Row(f"core.receive, {len(STANZA)} characters", core, "us", floor=bare, most=GOAL)


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name}: {row.value:.2f} us, expat {row.floor:.2f} us, ratio {row.judged:.2f}")
