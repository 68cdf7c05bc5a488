"""A patient on the tests' raw client, where an engine has no TCP for a foreign one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from tests.servers.engine import Engine
from tests.servers.hearing import Heard, put, understood
from tests.servers.raw_client import NS, RawClient, signed_in

STORE = "<store xmlns='urn:xmpp:hints'/>"


class PlainPatient:
    """The same deeds as ``ForeignPatient``."""

    def __init__(self, client: RawClient, domain: str, room: str) -> None:
        self._client, self._room = client, room
        self._service = f"upload.{domain}"
        self.received: list[Heard] = []

    async def wait_for(self, condition: Callable[[Heard], bool]) -> Heard:
        """The first message heard that fits, of those that came or are to come."""
        for each in self.received:
            if condition(each):
                return each
        while True:
            element = await self._client.wait_for(
                lambda element: element.tag == "{jabber:client}message"
            )
            self.received.append(understood(element))
            if condition(self.received[-1]):
                return self.received[-1]

    async def say(self, text: str, message_id: str) -> None:
        await self._client.say(self._room, text, message_id)

    async def type(self) -> None:
        """Say that one writes (XEP-0085, ``composing``)."""
        await self._send("typing", f"<composing xmlns='{NS['states']}'/>")

    async def mark_displayed(self, stanza_id: str) -> None:
        mark = f"<displayed xmlns='{NS['markers']}' id='{stanza_id}'/>{STORE}"
        await self._send(f"seen-{stanza_id}", mark)

    async def send_file(self, content: bytes, name: str, media_type: str, message_id: str) -> str:
        slot = await self._client.iq(
            "get",
            f"<request xmlns='{NS['upload']}' filename='{name}' size='{len(content)}' "
            f"content-type='{media_type}'/>",
            self._service,
        )
        target, url = slot.find("*/upload:put", NS), slot.find("*/upload:get", NS).get("url")
        headers = {each.get("name"): each.text for each in target.iterfind("upload:header", NS)}
        declared = headers | {"Content-Type": media_type}
        await asyncio.to_thread(put, target.get("url"), content, declared)
        await self._send(
            message_id,
            f"<body>{url}</body><x xmlns='{NS['oob']}'><url>{url}</url></x>"
            f"<origin-id xmlns='{NS['sid']}' id='{message_id}'/>",
        )
        return url

    async def _send(self, message_id: str, payload: str) -> None:
        await self._client.send(
            f"<message xmlns='jabber:client' type='groupchat' to='{self._room}' "
            f"id='{message_id}'>{payload}</message>"
        )


@contextlib.asynccontextmanager
async def on_a_plain_client(
    engine: Engine, member_id: int, room: str, *, node: int = 0
) -> AsyncIterator[PlainPatient]:
    """A patient in the room, over the WebSocket to one node."""
    async with signed_in(engine, member_id, node=node, resource="phone") as client:
        await client.join(room)
        yield PlainPatient(client, engine.domain, room)
