"""A tiny XMPP-over-WebSocket client of the tests, independent of the product's own."""

import asyncio
import base64
import contextlib
import itertools
import secrets
import ssl
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.servers.engine import Endpoint, Engine

ANSWER_SECONDS = 60
STREAM = "http://etherx.jabber.org/streams"
NS = {
    "c": "jabber:client",
    "framing": "urn:ietf:params:xml:ns:xmpp-framing",
    "sasl": "urn:ietf:params:xml:ns:xmpp-sasl",
    "bind": "urn:ietf:params:xml:ns:xmpp-bind",
    "stanzas": "urn:ietf:params:xml:ns:xmpp-stanzas",
    "sm": "urn:xmpp:sm:3",
    "muc": "http://jabber.org/protocol/muc",
    "muc-user": "http://jabber.org/protocol/muc#user",
    "mam": "urn:xmpp:mam:2",
    "rsm": "http://jabber.org/protocol/rsm",
    "sid": "urn:xmpp:sid:0",
    "occupant": "urn:xmpp:occupant-id:0",
    "forward": "urn:xmpp:forward:0",
    "upload": "urn:xmpp:http:upload:0",
    "invite": "jabber:x:conference",
    "markers": "urn:xmpp:chat-markers:0",
    "states": "http://jabber.org/protocol/chatstates",
    "oob": "jabber:x:oob",
    "disco": "http://jabber.org/protocol/disco#info",
}


class LoginRefused(Exception):
    """SASL failed; ``condition`` is the element's name, such as ``not-authorized``."""

    def __init__(self, condition: str) -> None:
        super().__init__(condition)
        self.condition = condition


@dataclass(frozen=True)
class Page:
    """One page of a room's archive: (archive id, message) in the archive's order."""

    messages: list[tuple[str, ET.Element]]
    complete: bool
    last: str | None

    @property
    def bodies(self) -> list[str]:
        """The texts of a page, in the archive's order."""
        return [body for _, each in self.messages if (body := each.findtext("c:body", None, NS))]


@dataclass
class RawClient:
    """One stream. Stanzas not yet asked for wait in ``inbox`` in the order they came."""

    socket: ClientConnection
    domain: str
    jid: str = ""
    resumption_id: str | None = None
    received: int = 0
    inbox: list[ET.Element] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def send(self, xml: str) -> None:
        await self.socket.send(xml)

    async def _read(self) -> ET.Element:
        text = await asyncio.wait_for(self.socket.recv(), ANSWER_SECONDS)
        assert isinstance(text, str)
        if text.startswith("<stream:") and "xmlns:stream" not in text.partition(">")[0]:
            # Prosody's <stream:error> leaves its prefix undeclared (RFC 7395 asks otherwise).
            name = text[1 : text.index(":error") + 6] if ":error" in text else "stream:features"
            text = text.replace(name, f"{name} xmlns:stream='{STREAM}'", 1)
        element = ET.fromstring(text)  # noqa: S314 - servers under test
        if element.tag in {f"{{jabber:client}}{kind}" for kind in ("message", "presence", "iq")}:
            self.received += 1
        return element

    async def wait_for(self, condition: Callable[[ET.Element], bool]) -> ET.Element:
        """The first element, earlier or yet to come, that ``condition`` accepts; others stay."""
        for at, element in enumerate(self.inbox):
            if condition(element):
                return self.inbox.pop(at)
        while not condition(element := await self._read()):
            self.inbox.append(element)
        return element

    async def tag(self, *names: str) -> ET.Element:
        """The next element with one of these ``prefix:name`` tags."""
        tags = {_clark(name) for name in names}
        return await self.wait_for(lambda element: element.tag in tags)

    async def open_stream(self) -> None:
        """Open a stream and wait for its features (RFC 7395, 3.4)."""
        await self.send(f"<open xmlns='{NS['framing']}' to='{self.domain}' version='1.0'/>")
        await self.tag("framing:open")
        await self.wait_for(lambda element: element.tag == f"{{{STREAM}}}features")

    async def login(self, member_id: int, password: str) -> None:
        """SASL PLAIN and the authenticated stream's start; LoginRefused if it is refused."""
        await self.open_stream()
        secret = base64.b64encode(f"\0{member_id}\0{password}".encode()).decode()
        await self.send(f"<auth xmlns='{NS['sasl']}' mechanism='PLAIN'>{secret}</auth>")
        answer = await self.tag("sasl:success", "sasl:failure")
        if answer.tag == _clark("sasl:failure"):
            raise LoginRefused(answer[0].tag.partition("}")[2])
        await self.open_stream()

    async def bind(self, resource: str) -> None:
        """Bind a resource, enable resumption (XEP-0198, 5), and be present."""
        resource_xml = f"<bind xmlns='{NS['bind']}'><resource>{resource}</resource></bind>"
        answer = await self.iq("set", resource_xml)
        self.jid = answer.findtext("bind:bind/bind:jid", "", NS)
        await self.send(f"<enable xmlns='{NS['sm']}' resume='true'/>")
        self.resumption_id = (await self.tag("sm:enabled")).get("id")
        self.received = 0
        await self.send("<presence xmlns='jabber:client'/>")

    async def resume(self, previous: str, received: int) -> ET.Element:
        """``<resumed>`` or ``<failed>``."""
        await self.send(f"<resume xmlns='{NS['sm']}' previd='{previous}' h='{received}'/>")
        answer = await self.tag("sm:resumed", "sm:failed")
        self.received = received
        return answer

    async def iq(self, kind: str, payload: str, to: str | None = None) -> ET.Element:
        """Send a request; gives the answer, be it a result or an error."""
        number = f"iq-{next(self._numbers)}"
        address = f" to='{to}'" if to else ""
        await self.send(
            f"<iq xmlns='jabber:client' type='{kind}' id='{number}'{address}>{payload}</iq>"
        )
        return await self.wait_for(
            lambda element: element.tag == _clark("c:iq") and element.get("id") == number
        )

    async def join(self, room: str, *, nick: str = "", extra: str = "") -> ET.Element:
        """Own presence (status 110) or the presence error of a refused join."""
        nick = nick or self.jid.partition("@")[0]
        await self.send(
            f"<presence xmlns='jabber:client' to='{room}/{nick}'><x xmlns='{NS['muc']}'>"
            f"<history maxstanzas='0'/></x>{extra}</presence>"
        )
        return await self.wait_for(
            lambda element: (
                element.tag == _clark("c:presence")
                and (element.get("from") or "").startswith(room)
                and (element.get("type") == "error" or "110" in statuses(element))
            )
        )

    async def say(self, room: str, body: str, message_id: str) -> None:
        await self.send(
            f"<message xmlns='jabber:client' type='groupchat' to='{room}' id='{message_id}'>"
            f"<body>{body}</body><origin-id xmlns='{NS['sid']}' id='{message_id}'/></message>"
        )

    async def message(self, message_id: str) -> ET.Element:
        """The message with this id, such as the room's echo of an own one."""
        return await self.wait_for(
            lambda element: element.tag == _clark("c:message") and element.get("id") == message_id
        )

    async def page(self, room: str, after: str | None = None, size: int = 50) -> Page:
        """One archive page, oldest first (XEP-0313)."""
        # Unique for ever: ejabberd may send what an earlier session left unacknowledged once more,
        # results of its queries among them.
        query = secrets.token_hex(8)
        start = f"<after>{after}</after>" if after else ""
        answer = await self.iq(
            "set",
            f"<query xmlns='{NS['mam']}' queryid='{query}'><set xmlns='{NS['rsm']}'>"
            f"<max>{size}</max>{start}</set></query>",
            room,
        )
        assert answer.get("type") == "result", ET.tostring(answer)
        results = [each for each in self.inbox if _result_of(each, query) is not None]
        self.inbox = [each for each in self.inbox if each not in results]
        fin = answer.find("mam:fin", NS)
        assert fin is not None
        return Page(
            [_unwrapped(each, query) for each in results],
            fin.get("complete") == "true",
            fin.findtext("rsm:set/rsm:last", None, NS),
        )

    async def acknowledge(self) -> None:
        """Say how much was read (XEP-0198, 4): ejabberd ends a session without it."""
        await self.send(f"<a xmlns='{NS['sm']}' h='{self.received}'/>")

    def cut(self) -> None:
        """Drop the TCP line without a goodbye."""
        self.socket.transport.abort()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(ConnectionClosed):
            await self.send(f"<close xmlns='{NS['framing']}'/>")
        await self.socket.close()


def _clark(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


def _result_of(message: ET.Element, query: str) -> ET.Element | None:
    result = message.find("mam:result", NS)
    return result if result is not None and result.get("queryid") == query else None


def _unwrapped(message: ET.Element, query: str) -> tuple[str, ET.Element]:
    result = _result_of(message, query)
    assert result is not None
    inner = result.find("forward:forwarded/c:message", NS)
    assert inner is not None
    return result.get("id", ""), inner


def statuses(presence: ET.Element) -> set[str | None]:
    """The MUC status codes of a presence."""
    return {each.get("code") for each in presence.iterfind("muc-user:x/muc-user:status", NS)}


async def dial(domain: str, url: str, trust: ssl.SSLContext | None = None) -> RawClient:
    """A socket that speaks ``xmpp``; with TLS the certificate is checked for ``domain``.

    It sends no pings of its own: an engine that a busy machine keeps from answering is still there,
    and each wait of a test has an end of its own.
    """
    name = domain if trust else None
    socket = await connect(
        url,
        subprotocols=[Subprotocol("xmpp")],
        ssl=trust,
        server_hostname=name,
        compression=None,
        proxy=None,
        close_timeout=1,
        ping_interval=None,
        max_size=2**23,
    )
    return RawClient(socket, domain)


@contextlib.asynccontextmanager
async def signed_in(
    engine: Engine, member_id: int, *, node: int = 0, resource: str = "raw"
) -> AsyncIterator[RawClient]:
    """A bound session of a member on one node, with a fresh password."""
    endpoint: Endpoint = engine.endpoints[node]
    password = await asyncio.to_thread(engine.password_for, member_id)
    async with await dial(engine.domain, endpoint.url) as client:
        await client.login(member_id, password)
        await client.bind(resource)
        yield client
