"""A patient on a foreign client: slixmpp over TCP with STARTTLS, as a phone app would be."""

import asyncio
import contextlib
import itertools
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Callable
from typing import Any

from slixmpp import ClientXMPP
from slixmpp.stanza import Message

from tests.servers.engine import Engine
from tests.servers.hearing import Heard, put, understood
from tests.servers.raw_client import NS

ANSWER_SECONDS = 60
PLUGINS = (
    *("0045", "0066", "0085", "0184", "0198", "0203", "0308", "0313", "0333", "0359", "0372"),
    *("0424", "0461"),
)
UPLOAD = NS["upload"]


class ForeignPatient(ClientXMPP):
    """Joins one consultation's room and keeps all that it hears there."""

    def __init__(self, engine: Engine, member_id: int, password: str) -> None:
        super().__init__(f"{member_id}@{engine.domain}/phone", password)
        self.member_id, self.domain = member_id, engine.domain
        self.room = ""
        self.received: list[Heard] = []
        self._changed = asyncio.Condition()
        self._service = f"upload.{engine.domain}"
        self.enable_direct_tls = False
        self.ca_certs = engine.certificates.authority
        for plugin in PLUGINS:
            self.register_plugin(f"xep_{plugin}")
        self.add_event_handler("groupchat_message", self._hear)
        self.add_event_handler("chatstate", self._hear)
        self.add_event_handler("marker", self._hear)
        self.add_event_handler("message_retract", self._hear)

    async def _hear(self, message: Any) -> None:
        received = understood(message.xml)
        async with self._changed:
            if any(each.xml is received.xml for each in self.received):
                return
            self.received.append(received)
            self._changed.notify_all()

    async def wait_for(self, condition: Callable[[Heard], bool]) -> Heard:
        """The first message, heard already or yet to come, that ``condition`` accepts."""
        async with asyncio.timeout(ANSWER_SECONDS), self._changed:
            await self._changed.wait_for(lambda: any(map(condition, self.received)))
        return next(filter(condition, self.received))

    async def listen(self) -> AsyncIterator[Heard]:
        """All that is heard from the first message on, for as long as anybody speaks."""
        for number in itertools.count():
            async with self._changed:
                await self._changed.wait_for(lambda number=number: len(self.received) > number)
            yield self.received[number]

    async def enter(self, room: str) -> None:
        """Join the consultation's room under the member's id as nick."""
        self.room = room
        await self.plugin["xep_0045"].join_muc_wait(room, str(self.member_id), maxstanzas=0)

    async def say(self, text: str, message_id: str) -> None:
        message = self._message(message_id)
        message["body"] = text
        message.send()

    async def reply(self, quoted: Heard, text: str, message_id: str) -> None:
        """Answer a message with a quote (XEP-0461), its words repeated for who knows none."""
        reply = self.plugin["xep_0461"].make_reply(
            f"{self.room}/{quoted.nick}", quoted.stanza_id, quoted.body,
            mto=self.room, mbody=text, mtype="groupchat",
        )  # fmt: skip
        reply["id"] = message_id
        reply.send()

    async def mention(
        self, text: str, member_id: int, place: tuple[int, int], message_id: str
    ) -> None:
        """Speak to a member at a place of a text (XEP-0372)."""
        message = self._message(message_id)
        message["body"] = text
        reference = message["reference"]
        reference["type"], reference["uri"] = "mention", f"xmpp:{member_id}@{self.domain}"
        reference["begin"], reference["end"] = map(str, place)
        message.send()

    async def correct(self, corrected: str, text: str, message_id: str) -> None:
        """Say an earlier message of one's own otherwise (XEP-0308)."""
        message = self._message(message_id)
        message["body"], message["replace"]["id"] = text, corrected
        message.send()

    async def withdraw(self, message: Heard) -> None:
        """Take a message of one's own back (XEP-0424)."""
        self.plugin["xep_0424"].send_retraction(self.room, message.stanza_id, "groupchat")

    def read(self, message: Heard) -> Any:
        """A message as slixmpp gives it to a program."""
        return Message(stream=self, xml=message.xml)

    async def type(self) -> None:
        """Say that one writes (XEP-0085, ``composing``)."""
        message = self.make_message(self.room, mtype="groupchat")
        message["chat_state"] = "composing"
        message.send()

    async def mark_displayed(self, stanza_id: str) -> None:
        """Tell the room that everything up to this message was seen (XEP-0333)."""
        message = self._message(f"seen-{stanza_id}")
        message["displayed"]["id"] = stanza_id
        message.append(ET.Element("{urn:xmpp:hints}store"))
        message.send()

    async def send_file(self, content: bytes, name: str, media_type: str, message_id: str) -> str:
        """Upload (XEP-0363) and share by URL alone (XEP-0066), as older clients do; gives it."""
        target, headers, url = await self._slot(name, len(content), media_type)
        await asyncio.to_thread(put, target, content, headers | {"Content-Type": media_type})
        message = self._message(message_id)
        message["body"] = url
        message["oob"]["url"] = url
        message.send()
        return url

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
        target, url = answer.find(f".//{{{UPLOAD}}}put"), answer.find(f".//{{{UPLOAD}}}get")
        headers = {each.get("name"): each.text for each in target.iter(f"{{{UPLOAD}}}header")}
        return target.get("url"), headers, url.get("url")


@contextlib.asynccontextmanager
async def on_the_phone(
    engine: Engine, member_id: int, room: str, *, node: int = 0, port: int = 0
) -> AsyncIterator[ForeignPatient]:
    """A patient in the room, over TCP to one node, or to a ``port`` where no TLS is needed."""
    password = await asyncio.to_thread(engine.password_for, member_id)
    patient = ForeignPatient(engine, member_id, password)
    started = asyncio.get_running_loop().create_future()
    patient.add_event_handler("session_start", lambda _: _settle(started, None))
    patient.add_event_handler("failed_auth", lambda _: _settle(started, PermissionError("login")))
    tls_port = engine.endpoints[node].c2s_port
    if not tls_port:
        patient.enable_starttls, patient.enable_plaintext = False, True
        patient.plugin["feature_mechanisms"].unencrypted_plain = True
        patient.plugin["feature_mechanisms"].unencrypted_scram = True
    patient.connect("127.0.0.1", port or tls_port)
    try:
        await asyncio.wait_for(started, ANSWER_SECONDS)
        patient.send_presence()
        await patient.enter(room)
        yield patient
    finally:
        await patient.disconnect(wait=1)
        patient._run_out_filters.cancel()


def _settle(future: asyncio.Future[None], error: Exception | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(None)
    else:
        future.set_exception(error)
