"""A patient on a foreign client: slixmpp over TCP with STARTTLS, as a phone app would be."""

import asyncio
import contextlib
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from slixmpp import ClientXMPP
from slixmpp.exceptions import IqError

from tests.servers.engine import Engine
from tests.servers.raw_client import NS

ANSWER_SECONDS = 10
UPLOAD = NS["upload"]


@dataclass(frozen=True)
class Heard:
    """One groupchat message as the patient's client understood it."""

    message_id: str
    nick: str
    body: str
    picture_or_voice: str
    chat_state: str
    displayed: str
    stanza_id: str
    xml: ET.Element

    @property
    def file(self) -> dict[str, str]:
        """Metadata of shared files (XEP-0446) by element name, empty without any."""
        return {
            each.tag.rpartition("}")[2]: each.text or ""
            for each in self.xml.iterfind(".//{urn:xmpp:file:metadata:0}file/*")
        }


class Patient(ClientXMPP):
    """Joins one consultation's room and keeps all that it hears there."""

    def __init__(self, engine: Engine, member_id: int, password: str) -> None:
        super().__init__(f"{member_id}@{engine.domain}/phone", password)
        self.member_id = member_id
        self.room = ""
        self.heard: list[Heard] = []
        self._changed = asyncio.Condition()
        self._service = f"upload.{engine.domain}"
        self.enable_direct_tls = False
        self.ca_certs = engine.certificates.authority
        for plugin in ("0045", "0066", "0085", "0184", "0198", "0203", "0313", "0333", "0359"):
            self.register_plugin(f"xep_{plugin}")
        self.add_event_handler("groupchat_message", self._hear)
        self.add_event_handler("chatstate", self._hear)
        self.add_event_handler("marker", self._hear)

    async def _hear(self, message: Any) -> None:
        heard = _understood(message)
        async with self._changed:
            if any(each.xml is heard.xml for each in self.heard):
                return
            self.heard.append(heard)
            self._changed.notify_all()

    async def wait_for(self, wanted: Callable[[Heard], bool]) -> Heard:
        """The first message, heard already or yet to come, that ``wanted`` accepts."""
        async with asyncio.timeout(ANSWER_SECONDS), self._changed:
            await self._changed.wait_for(lambda: any(map(wanted, self.heard)))
        return next(filter(wanted, self.heard))

    async def enter(self, room: str) -> None:
        """Join the consultation's room under the member's id as nick."""
        self.room = room
        await self.plugin["xep_0045"].join_muc_wait(room, str(self.member_id), maxstanzas=0)

    def say(self, text: str, message_id: str) -> None:
        message = self._message(message_id)
        message["body"] = text
        message.send()

    def type(self) -> None:
        message = self.make_message(self.room, mtype="groupchat")
        message["chat_state"] = "composing"
        message.send()

    def mark_displayed(self, stanza_id: str) -> None:
        """Tell the room that everything up to this message was seen (XEP-0333)."""
        message = self._message(f"seen-{stanza_id}")
        message["displayed"]["id"] = stanza_id
        message.append(ET.Element("{urn:xmpp:hints}store"))
        message.send()

    async def send_file(self, content: bytes, name: str, media_type: str, message_id: str) -> str:
        """Upload (XEP-0363) and share by URL alone (XEP-0066), as older clients do; gives it."""
        put, headers, get = await self._slot(name, len(content), media_type)
        await asyncio.to_thread(_put, put, content, headers | {"Content-Type": media_type})
        message = self._message(message_id)
        message["body"] = get
        message["oob"]["url"] = get
        message.send()
        return get

    def _message(self, message_id: str) -> Any:
        message = self.make_message(self.room, mtype="groupchat")
        message["id"] = message_id
        message["origin_id"]["id"] = message_id
        return message

    async def _slot(self, name: str, size: int, media_type: str) -> tuple[str, dict[str, str], str]:
        wish = {"filename": name, "size": str(size), "content-type": media_type}
        request = self.make_iq_get(ito=self._service)
        request.append(ET.Element(f"{{{UPLOAD}}}request", wish))
        answer = (await request.send(timeout=ANSWER_SECONDS)).xml
        put, get = answer.find(f".//{{{UPLOAD}}}put"), answer.find(f".//{{{UPLOAD}}}get")
        headers = {each.get("name"): each.text for each in put.iter(f"{{{UPLOAD}}}header")}
        return put.get("url"), headers, get.get("url")


def _understood(message: Any) -> Heard:
    xml = message.xml
    displayed = xml.find("markers:displayed", NS)
    own_ids = [
        each.get("id", "")
        for each in xml.iterfind("sid:stanza-id", NS)
        if each.get("by") == message["from"].bare
    ]
    return Heard(
        message["id"],
        message["from"].resource,
        message["body"],
        xml.findtext("oob:x/oob:url", "", NS),
        message["chat_state"],
        displayed.get("id", "") if displayed is not None else "",
        own_ids[0] if own_ids else "",
        xml,
    )


def _put(url: str, content: bytes, headers: dict[str, str]) -> None:
    request = urllib.request.Request(url, content, headers, method="PUT")  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=ANSWER_SECONDS) as answer:
        answer.read()


@contextlib.asynccontextmanager
async def online(
    engine: Engine, member_id: int, room: str, *, node: int = 0
) -> AsyncIterator[Patient]:
    """A patient in the room, over TCP to one node."""
    patient = Patient(engine, member_id, await asyncio.to_thread(engine.password_for, member_id))
    started = asyncio.get_running_loop().create_future()
    patient.add_event_handler("session_start", lambda _: started.done() or started.set_result(None))
    patient.add_event_handler(
        "failed_auth",
        lambda _: started.done() or started.set_exception(IqError("login refused")),
    )
    patient.connect("127.0.0.1", engine.endpoints[node].c2s_port)
    try:
        await asyncio.wait_for(started, ANSWER_SECONDS)
        patient.send_presence()
        await patient.enter(room)
        yield patient
    finally:
        await patient.disconnect(wait=1)
        patient._run_out_filters.cancel()
