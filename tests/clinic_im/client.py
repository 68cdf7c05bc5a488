"""A raw XMPP client that knows nothing of the product's own wire code."""

import asyncio
import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

DOMAIN = "clinic.test"
NS = {
    "c": "jabber:client",
    "sm": "urn:xmpp:sm:3",
    "sasl": "urn:ietf:params:xml:ns:xmpp-sasl",
    "framing": "urn:ietf:params:xml:ns:xmpp-framing",
    "e": "urn:ietf:params:xml:ns:xmpp-stanzas",
    "se": "urn:ietf:params:xml:ns:xmpp-streams",
    "stream": "http://etherx.jabber.org/streams",
    "bind": "urn:ietf:params:xml:ns:xmpp-bind",
    "user": "http://jabber.org/protocol/muc#user",
    "sid": "urn:xmpp:sid:0",
    "oid": "urn:xmpp:occupant-id:0",
    "delay": "urn:xmpp:delay",
    "mam": "urn:xmpp:mam:2",
    "rsm": "http://jabber.org/protocol/rsm",
    "fwd": "urn:xmpp:forward:0",
    "up": "urn:xmpp:http:upload:0",
    "conf": "jabber:x:conference",
    "states": "http://jabber.org/protocol/chatstates",
    "markers": "urn:xmpp:chat-markers:0",
    "oob": "jabber:x:oob",
    "sfs": "urn:xmpp:sfs:0",
    "file": "urn:xmpp:file:metadata:0",
    "info": "http://jabber.org/protocol/disco#info",
    "items": "http://jabber.org/protocol/disco#items",
    "x": "jabber:x:data",
    "admin": "http://jabber.org/protocol/muc#admin",
}
PATIENCE = 30


class TestClock:
    """A clock that stands until told otherwise."""

    __test__ = False

    def __init__(self):
        self.seconds = 1_800_000_000.0

    def now_ms(self):
        return int(self.seconds * 1000)

    def monotonic(self):
        return self.seconds


class Refused(Exception):
    """SASL said no."""


@dataclass
class Client:
    """One WebSocket; frames as the server wrote them, or parsed by the standard library."""

    socket: ClientConnection
    frames: list[str] = field(default_factory=list)
    jid: str = ""
    numbers: int = 0

    async def send(self, frame):
        await self.socket.send(frame)

    async def frame(self):
        """The next frame as text. Raises ``TimeoutError`` after ``PATIENCE`` seconds."""
        async with asyncio.timeout(PATIENCE):
            text = await self.socket.recv()
        self.frames.append(text)
        return text

    async def next(self):
        """The next frame but requests for acks, parsed."""
        while True:
            root = parsed(await self.frame())
            if root.tag != f"{{{NS['sm']}}}r":
                return root

    async def until(self, matches):
        """The first frame that matches; those before it are left out."""
        while True:
            root = await self.next()
            if matches(root):
                return root

    async def closed(self):
        """The close code once the socket is gone, after reading all that came before."""
        async with asyncio.timeout(PATIENCE):
            try:
                while True:
                    self.frames.append(await self.socket.recv())
            except ConnectionClosed as gone:
                return gone.rcvd.code if gone.rcvd else None

    async def before_pong(self):
        """Everything that was on its way, as a round trip shows."""
        self.numbers += 1
        number = f"p{self.numbers}"
        await self.send(
            f'<iq xmlns="jabber:client" type="get" id="{number}"><ping xmlns="urn:xmpp:ping"/></iq>'
        )
        came = [await self.next()]
        while came[-1].get("id") != number:
            came.append(await self.next())
        return came[:-1]

    async def dropped(self):
        """True if the socket goes away without a close frame."""
        return await self.closed() is None

    async def open(self, to=DOMAIN):
        await self.send(f'<open xmlns="{NS["framing"]}" to="{to}" version="1.0"/>')
        assert (await self.next()).tag == f"{{{NS['framing']}}}open"
        return await self.next()

    async def plain(self, member, password):
        """Authenticate by PLAIN (RFC 4616). Raises ``Refused``."""
        await self.authenticate("PLAIN", f"\0{member}\0{password}".encode())
        answer = await self.next()
        if not answer.tag.endswith("success"):
            raise Refused(answer[0].tag)

    async def scram(self, member, password, mechanism="SCRAM-SHA-256"):
        """Authenticate by SCRAM (RFC 5802, 3) and check the server's proof. Raises ``Refused``."""
        digest = mechanism.removeprefix("SCRAM-").replace("-", "").lower()
        first = f"n={member},r=clientnonce"
        await self.authenticate(mechanism, b"n,," + first.encode())
        challenge = await self.next()
        if challenge.tag.endswith("failure"):
            raise Refused(challenge[0].tag)
        server_first = base64.b64decode(challenge.text).decode()
        parts = dict(part.split("=", 1) for part in server_first.split(","))
        salted = hashlib.pbkdf2_hmac(
            digest, password.encode(), base64.b64decode(parts["s"]), int(parts["i"])
        )
        key = hmac.digest(salted, b"Client Key", digest)
        final = f"c=biws,r={parts['r']}"
        everything = f"{first},{server_first},{final}".encode()
        signature = hmac.digest(hashlib.new(digest, key).digest(), everything, digest)
        proof = base64.b64encode(bytes(a ^ b for a, b in zip(key, signature, strict=True))).decode()
        await self.send(sasl("response", f"{final},p={proof}".encode()))
        answer = await self.next()
        if answer.tag.endswith("failure"):
            raise Refused(answer[0].tag)
        server = hmac.digest(hmac.digest(salted, b"Server Key", digest), everything, digest)
        assert base64.b64decode(answer.text) == b"v=" + base64.b64encode(server)

    async def authenticate(self, mechanism, initial):
        """Begin with a mechanism and its first message."""
        await self.send(sasl("auth", initial, f' mechanism="{mechanism}"'))

    async def bind(self, resource="desk"):
        """The full JID for a resource (RFC 6120, 7)."""
        await self.send(
            f'<iq xmlns="jabber:client" type="set" id="bind"><bind xmlns="{NS["bind"]}">'
            f"<resource>{resource}</resource></bind></iq>"
        )
        answer = await self.next()
        self.jid = answer.findtext("bind:bind/bind:jid", namespaces=NS)
        return self.jid

    async def enable(self):
        await self.send(f'<enable xmlns="{NS["sm"]}" resume="true"/>')
        return (await self.next()).get("id")

    async def resume(self, previous, h):
        await self.send(f'<resume xmlns="{NS["sm"]}" previd="{previous}" h="{h}"/>')
        return await self.next()

    async def ack(self, h):
        """Acknowledge ``h`` stanzas (XEP-0198, 4)."""
        await self.send(f'<a xmlns="{NS["sm"]}" h="{h}"/>')

    async def handled(self):
        """What the server says it handled."""
        await self.send(f'<r xmlns="{NS["sm"]}"/>')
        answer = await self.until(lambda root: root.tag == f"{{{NS['sm']}}}a")
        return int(answer.get("h"))

    async def iq(self, kind, payload, to=""):
        """The answer to a query, be it a result or an error."""
        self.numbers += 1
        number = f"q{self.numbers}"
        address = f' to="{to}"' if to else ""
        await self.send(
            f'<iq xmlns="jabber:client" type="{kind}" id="{number}"{address}>{payload}</iq>'
        )
        return await self.until(lambda root: root.get("id") == number and root.tag.endswith("iq"))

    async def join(self, room, nick, content='<history maxstanzas="0"/>'):
        """Enter a room; all presences that came, up to the subject or the refusal."""
        await self.send(
            f'<presence xmlns="jabber:client" to="{room}/{nick}">'
            f'<x xmlns="http://jabber.org/protocol/muc">{content}</x></presence>'
        )
        came = [await self.next()]
        while came[-1].get("type") != "error" and came[-1].find("c:subject", NS) is None:
            came.append(await self.next())
        return came

    async def say(self, room, message_id, body="", extra=""):
        text = f"<body>{body}</body>" if body else ""
        await self.send(
            f'<message xmlns="jabber:client" type="groupchat" to="{room}" id="{message_id}">{text}'
            f'<origin-id xmlns="urn:xmpp:sid:0" id="{message_id}"/>{extra}</message>'
        )

    async def wait_for_message(self, message_id):
        """The message of this id, once it comes."""
        return await self.until(
            lambda root: root.tag.endswith("message") and root.get("id") == message_id
        )

    async def page(self, room, paging, form=""):
        """One archive page: its items and its fin, or the error."""
        self.numbers += 1
        query = f"m{self.numbers}"
        await self.send(
            f'<iq xmlns="jabber:client" type="set" id="{query}" to="{room}">'
            f'<query xmlns="{NS["mam"]}" queryid="{query}">{form}'
            f'<set xmlns="{NS["rsm"]}">{paging}</set></query></iq>'
        )
        items = []
        while True:
            root = await self.next()
            result = root.find("mam:result", NS)
            if result is not None and result.get("queryid") == query:
                items.append(root)
            elif root.get("id") == query:
                return items, root


def parsed(frame):
    """Parse a frame; the prefix that Prosody forgets is put in."""
    if frame.startswith("<stream:") and "xmlns:stream" not in frame.partition(">")[0]:
        frame = re.sub(r"^<stream:(\w+)", rf"<stream:\1 xmlns:stream='{NS['stream']}'", frame)
    return ET.fromstring(frame)  # noqa: S314 - it comes from the server under test


def sasl(name, data, attributes=""):
    """An element of SASL's with its data in base64 (RFC 6120, 6.4)."""
    content = base64.b64encode(data).decode()
    return f'<{name} xmlns="{NS["sasl"]}"{attributes}>{content}</{name}>'
