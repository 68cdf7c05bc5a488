"""Who plays a script on a running server, and what each is told of every step.

After each step everybody asks the room (or whoever the step was for) something. What was sent
before is answered before, so when the answers are there, all that the step caused has come; no time
decides. Who came or went asks once more behind all others: each other session of an account answers
to one that has come, and this is there only when those have asked.
"""

import asyncio
import contextlib
import itertools
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Iterator

from websockets.exceptions import ConnectionClosed

from tests.servers.engine import Engine
from tests.servers.raw_client import NS, STREAM, RawClient, dial
from tests.servers.script import Heard, Script, Step
from tests.servers.stanza_text import SETTLING, Names, is_heard, sender_of

PEOPLE = {
    "doctor": (1001, "desk"),
    "phone": (1001, "phone"),
    "colleague": (1002, "desk"),
    "patient": (2001, "phone"),
    "stranger": (3001, "desk"),
}
LINES = ("line", "another")
"""Sockets of the doctor that a script itself opens, signs in and cuts."""
MEMBERS = [1001, 1002, 2001]
_FRAMING, _STREAM_ERROR = f"{{{NS['framing']}}}", f"{{{STREAM}}}error"
_numbers = itertools.count(1)


class Cast:
    """The people of all scripts on one server."""

    def __init__(self, engine: Engine, people: dict[str, RawClient]) -> None:
        self._engine, self._people = engine, people
        self._bound: set[str] = set(people)
        self._names = Names("")
        self._consultation_id = 0
        self._place = ""

    async def play(self, script: Script, consultation_id: int) -> list[list[Heard]]:
        """What was heard of each step, in a room of this script's own."""
        self._consultation_id = consultation_id
        room = await asyncio.to_thread(self._engine.create_room, consultation_id, MEMBERS)
        self._names = Names(room)
        present = [each for each in (*PEOPLE, *LINES) if each in script.people]
        for who in PEOPLE.keys() & script.people:
            await self._settle(who, self._engine.domain)
            self._people[who].inbox.clear()
        try:
            return [await self._play_step(step, present) for step in script.steps]
        finally:
            for who in LINES:
                await self._hang_up(who)

    async def _play_step(self, step: Step, present: list[str]) -> list[Heard]:
        done: list[str] = []
        self._place = self._names["room"] if step.is_of_room else self._engine.domain
        if step.kind == "!":
            done = await self._do(step)
        else:
            await self._send(step)
        for who in sorted(present, key=lambda each: each != step.who):
            await self._settle(who, self._place if who == step.who else self._of_all())
        if step.text.startswith("<presence"):
            await self._settle(step.who, self._of_all())
        answers = [Heard(step.who, text) for text in done]
        answers += [Heard(who, text) for who in present for text in self._answers_of(who)]
        return [] if step.is_known else answers

    async def _send(self, step: Step) -> None:
        client = self._people[step.who]
        if step.kind == "~":
            await client.send(step.text)
            return
        text = self._names.fill(step.text)
        await client.send(text)
        sent = ET.fromstring(text)  # noqa: S314 - a script's own line
        self._place = sent.get("to", "").partition("/")[0] or self._place
        if sent.tag == f"{{{NS['sm']}}}enable":
            client.received = 0
        if step.who not in self._bound:
            await self._hear_answer(step.who)
        elif sent.get("type") in {"get", "set"} and "/" not in sent.get("to", ""):
            answer = await client.wait_for(lambda each: each.get("id") == sent.get("id"))
            client.inbox.append(answer)

    async def _hear_answer(self, who: str) -> None:
        """Before a session is bound each frame has one answer; an opening is no answer."""
        client = self._people[who]
        with contextlib.suppress(ConnectionClosed):
            answer = await client.wait_for(lambda each: not each.tag.startswith(_FRAMING))
            client.inbox.append(answer)
            if answer.tag in {f"{{{NS['c']}}}iq", f"{{{NS['sm']}}}resumed"}:
                self._bound.add(who)

    def _of_all(self) -> str:
        """Who is asked by those who only hear: the room, if it was spoken to, or the server."""
        room = self._names["room"]
        return room if self._place == room else self._engine.domain

    async def _settle(self, who: str, place: str) -> None:
        """Wait until all is here that was caused before, at this address."""
        client = self._people.get(who)
        if client is None or who not in self._bound:
            return
        try:
            await self._ask(client, place)
        except ConnectionResetError:
            self._bound.discard(who)
        except ConnectionClosed:
            self._bound.discard(who)
            await self._hear_out(client)

    async def _hear_out(self, client: RawClient) -> None:
        """What came before the end."""
        with contextlib.suppress(ConnectionClosed):
            await client.wait_for(lambda _: False)

    async def _ask(self, client: RawClient, address: str) -> None:
        name = f"{SETTLING}{next(_numbers)}"
        await client.send(
            f"<iq xmlns='jabber:client' type='get' id='{name}' to='{address}'>"
            f"<query xmlns='{NS['disco']}'/></iq>"
        )
        answer = await client.wait_for(
            lambda each: each.get("id") == name or each.tag == _STREAM_ERROR
        )
        if answer.tag == _STREAM_ERROR:
            client.inbox.append(answer)
            raise ConnectionResetError

    def _answers_of(self, who: str) -> Iterator[str]:
        client = self._people.get(who)
        if client is None:
            return
        inbox, client.inbox = client.inbox, []
        account = f"{PEOPLE.get(who, PEOPLE['doctor'])[0]}@{self._engine.domain}"
        # What different senders say at the same time may come in either order.
        for element in sorted(inbox, key=sender_of):
            if is_heard(element, self._names["room"]):
                yield self._names.write(element, account)

    async def _do(self, step: Step) -> list[str]:
        name, *words = step.text.split()
        act = getattr(self, f"_do_{name}")
        return await act(step.who, *words) or []

    async def _do_enter(self, who: str) -> None:
        address = f"{self._names['room']}/{PEOPLE.get(who, PEOPLE['doctor'])[0]}"
        await self._people[who].send(
            f"<presence xmlns='jabber:client' to='{address}'><x xmlns='{NS['muc']}'/></presence>"
        )

    async def _do_say(self, who: str, word: str) -> None:
        await self._people[who].say(self._names["room"], word, word)

    async def _do_connect(self, who: str) -> None:
        self._people[who] = await dial(self._engine.domain, self._engine.endpoints[0].url)

    async def _do_open(self, who: str) -> None:
        await self._do_connect(who)
        await self._people[who].open_stream()

    async def _do_login(self, who: str, member_id: str = "1001") -> None:
        await self._do_connect(who)
        password = await asyncio.to_thread(self._engine.password_for, int(member_id))
        await self._people[who].login(int(member_id), password)
        self._people[who].inbox.clear()

    async def _do_cut(self, who: str) -> None:
        self._bound.discard(who)
        cut = self._people.pop(who)
        self._names.keep("received", str(cut.received))
        cut.cut()

    async def _do_expel(self, _: str, member_id: str) -> None:
        await asyncio.to_thread(self._engine.expel, self._consultation_id, int(member_id))

    async def _do_invite(self, _: str, member_id: str) -> None:
        await asyncio.to_thread(self._engine.invite, self._consultation_id, int(member_id))

    async def _do_put(self, _: str, slot: str, length: str) -> list[str]:
        return [await asyncio.to_thread(self._http, "PUT", slot, bytes(int(length)))]

    async def _do_get(self, _: str, slot: str) -> list[str]:
        return [await asyncio.to_thread(self._http, "GET", slot, None)]

    def _http(self, method: str, slot: str, content: bytes | None) -> str:
        headers = {"Content-Type": "image/png"}
        with contextlib.suppress(KeyError):
            headers["Authorization"] = self._names["secret-1"]
        asked = urllib.request.Request(  # noqa: S310 - an address on loopback
            self._names[slot], content, headers, method=method
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(asked, timeout=10) as answer:
                received = answer.read()
                return f"{answer.status}" if content else f"{answer.status} {len(received)} bytes"
        except urllib.error.HTTPError as refused:
            return f"{refused.code}"

    async def _hang_up(self, who: str) -> None:
        self._bound.discard(who)
        client = self._people.pop(who, None)
        if client is not None:
            await client.__aexit__(None, None, None)


@contextlib.asynccontextmanager
async def cast_on(engine: Engine, names: set[str]) -> AsyncIterator[Cast]:
    """So many of the people, signed in on the first node, each with a fresh password."""
    async with contextlib.AsyncExitStack() as closing:
        people = {}
        for who, (member_id, resource) in PEOPLE.items():
            if who not in names:
                continue
            password = await asyncio.to_thread(engine.password_for, member_id)
            client = await dial(engine.domain, engine.endpoints[0].url)
            people[who] = await closing.enter_async_context(client)
            await client.login(member_id, password)
            await client.iq(
                "set", f"<bind xmlns='{NS['bind']}'><resource>{resource}</resource></bind>"
            )
            await client.send("<presence xmlns='jabber:client'/>")
        yield Cast(engine, people)
