"""Streams without sockets: what a client sends has one defined outcome, at a bounded cost."""

import base64
import sqlite3
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clinic_im.client import DOMAIN, NS, TestClock
from workstation.clinic.faults import FaultDial
from workstation.clinic.im.archive import ArchiveQuery
from workstation.clinic.im.engine import EJABBERD, PROSODY
from workstation.clinic.im.faults import FrameFaults
from workstation.clinic.im.rooms import RoomFacts
from workstation.clinic.im.service import Service
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.im.stream import Stream

ROOM = f"consult-1@consult.{DOMAIN}"


class Passwords:
    """Everybody's password is right."""

    def keys(self, _member_id, _mechanism):
        return []

    def verify(self, _member_id, _password):
        return True


class Socket:
    """Keeps what is written; says whether it was closed or dropped."""

    def __init__(self):
        self.frames = []
        self.gone = False

    def write(self, frame):
        self.frames.append(frame)

    def close(self):
        self.gone = True

    def drop(self):
        self.gone = True


OPENED: list[sqlite3.Connection] = []


@pytest.fixture(autouse=True)
def closed_databases():
    yield
    while OPENED:
        OPENED.pop().close()


def service(engine=PROSODY):
    OPENED.append(sqlite3.connect(":memory:"))
    return Service(
        ImSettings(domain=DOMAIN, engine=engine),
        passwords=Passwords(),
        look_up_room=lambda number: RoomFacts("room", (1001, 3001)) if number == 1 else None,
        database=OPENED[-1],
        uploads=Path("unused"),
        clock=TestClock(),
        faults=FrameFaults(FaultDial()),
    )


def opened(served, member=1001):
    """A stream up to where it may bind or resume."""
    socket = Socket()
    stream = Stream(served, socket, "http://origin")
    start = f'<open xmlns="{NS["framing"]}" to="{DOMAIN}" version="1.0"/>'
    password = base64.b64encode(f"\0{member}\0x".encode()).decode()
    stream.receive(start)
    stream.receive(f'<auth xmlns="{NS["sasl"]}" mechanism="PLAIN">{password}</auth>')
    stream.receive(start)
    return stream, socket


def joined(served, member=1001):
    stream, socket = opened(served, member)
    stream.receive(f'<iq xmlns="jabber:client" type="set" id="b"><bind xmlns="{NS["bind"]}"/></iq>')
    stream.receive(f'<enable xmlns="{NS["sm"]}" resume="true"/>')
    stream.receive(
        f'<presence xmlns="jabber:client" to="{ROOM}/{member}">'
        '<x xmlns="http://jabber.org/protocol/muc"/></presence>'
    )
    return stream, socket


addresses = st.sampled_from(
    [
        None,
        "",
        "x",
        "@",
        "a@b@c/",
        DOMAIN,
        ROOM,
        f"{ROOM}/1001",
        f"1001@{DOMAIN}",
        f"3001@{DOMAIN}/x",
        f"consult.{DOMAIN}",
        f"upload.{DOMAIN}",
        f"consult-2@consult.{DOMAIN}/1",
        f"CONSULT-1@consult.{DOMAIN}",
    ]
)
types = st.sampled_from(
    [None, "", "get", "set", "result", "error", "groupchat", "chat", "unavailable", "odd"]
)
values = st.sampled_from(
    ["", "0", "1", "-1", "99999999999", "x", "<", "&", "é", "\ud7ff", "😀", ROOM]
)
inner = st.sampled_from(
    [
        "",
        "<body/>",
        "<body>x</body>",
        "<subject>x</subject>",
        '<ping xmlns="urn:xmpp:ping"/>',
        f'<x xmlns="{NS["user"]}"><invite to="@"/></x>',
        f'<x xmlns="{NS["user"]}"><invite/></x>',
        '<x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="x"/></x>',
        '<x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="99999999999999"/></x>',
        f'<query xmlns="{NS["mam"]}"/>',
        f'<query xmlns="{NS["mam"]}"><set xmlns="{NS["rsm"]}"><max/><after/></set></query>',
        f'<query xmlns="{NS["mam"]}"><set xmlns="{NS["rsm"]}"><before/></set></query>',
        f'<stanza-id xmlns="{NS["sid"]}" by="{ROOM}" id="x"/>',
        f'<x xmlns="{NS["user"]}"><item jid="3001@{DOMAIN}/x"/></x>',
        f'<query xmlns="{NS["mam"]}"><x xmlns="{NS["x"]}"><field/><field var="start"/></x></query>',
        f'<query xmlns="{NS["admin"]}"/>',
        f'<query xmlns="{NS["info"]}"/>',
        f'<request xmlns="{NS["up"]}"/>',
        f'<request xmlns="{NS["up"]}" filename="x" size="1"/>',
        f'<bind xmlns="{NS["bind"]}"/>',
        f'<delay xmlns="{NS["delay"]}" stamp="x" from="{ROOM}"/>',
        '<store xmlns="urn:xmpp:hints"/>',
    ]
)


@st.composite
def stanzas(draw):
    name = draw(st.sampled_from(["message", "presence", "iq", "odd"]))
    given_attributes = {
        "to": draw(addresses),
        "type": draw(types),
        "id": draw(values),
        "from": ROOM,
    }
    attributes = "".join(
        f" {key}='{value.replace('&', '&amp;').replace('<', '&lt;')}'"
        for key, value in given_attributes.items()
        if value is not None
    )
    content = "".join(draw(st.lists(inner, max_size=3)))
    return f'<{name} xmlns="jabber:client"{attributes}>{content}</{name}>'


nonzas = st.builds(
    lambda name, h: f'<{name} xmlns="{NS["sm"]}" h="{h}" previd="x"/>',
    st.sampled_from(["r", "a", "enable", "resume", "resumed", "failed", "odd"]),
    st.sampled_from(["", "0", "1", "-1", "5", "4294967296", "x"]),
)
spoilt = st.builds(
    lambda frame, cut, junk: frame[:cut] + junk + frame[cut:],
    stanzas(),
    st.integers(0, 200),
    st.sampled_from(["<", ">", "&", "\x00", "<!--", "<![CDATA[", "'", '"', "<!DOCTYPE x>"]),
)


@settings(max_examples=400)
@given(
    frames=st.lists(st.one_of(stanzas(), nonzas, spoilt, st.text(max_size=30)), max_size=12),
    engine=st.sampled_from([PROSODY, EJABBERD]),
)
def test_no_frame_breaks_the_server_or_speaks_for_another(frames, engine):
    served = service(engine)
    stream, socket = joined(served)
    _, other = joined(served, 3001)
    for frame in frames:
        stream.receive(frame)
    messages = [
        frame for frame in other.frames if frame.startswith("<message") and "<body" in frame
    ]
    assert all('from="1001@' in one or f'from="{ROOM}/' in one for one in messages)
    assert not other.gone
    archived = served.archive.page(ROOM, ArchiveQuery(1000)).items
    assert all(one.jid.startswith(f"1001@{DOMAIN}/") for one in archived)
    assert all(one.stanza.count(f'by="{ROOM}"') == 1 for one in archived)
    if socket.gone:
        before = len(socket.frames)
        stream.receive('<iq xmlns="jabber:client" type="get"><ping xmlns="urn:xmpp:ping"/></iq>')
        assert len(socket.frames) == before


def test_an_empty_iq_to_an_occupant_is_answered_with_an_error():
    stream, socket = joined(service())
    stream.receive(f'<iq xmlns="jabber:client" type="get" id="e" to="{ROOM}/1001"/>')
    assert 'type="error"' in socket.frames[-1]


def test_a_resource_that_is_too_long_is_not_bound():
    served = service()
    stream, socket = opened(served)
    bind = f'<bind xmlns="{NS["bind"]}"><resource>{"x" * 2000}</resource></bind>'
    stream.receive(f'<iq xmlns="jabber:client" type="set" id="b">{bind}</iq>')
    assert "<bad-request " in socket.frames[-1]
    assert list(served.sessions) == []


def test_the_last_message_of_a_burst_costs_no_more_than_the_first():
    served = service()
    sender, _ = joined(served, 3001)
    _, receiver = joined(served, 1001)
    costs = [calls(sender.receive, groupchat(number)) for number in range(2000)]
    assert sum("<body>" in frame for frame in receiver.frames) == 2000
    assert max(costs[-100:]) <= 1.1 * max(costs[:100]) < 500


def groupchat(number):
    return (
        f'<message xmlns="jabber:client" type="groupchat" to="{ROOM}" id="b{number}">'
        f"<body>第 {number} 条消息，孩子今天精神不错</body>"
        f'<origin-id xmlns="urn:xmpp:sid:0" id="b{number}"/></message>'
    )


def calls(function, *arguments):
    """How many functions run meanwhile."""
    counted = []
    sys.setprofile(lambda _, event, __: event.endswith("call") and counted.append(event))
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return len(counted)
