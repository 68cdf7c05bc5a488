"""Three clients from npm in one Node process, and nbxmpp in one of Python, each behind a line.

``make strangers`` installs those from npm (``strangers/package-lock.json``) into
``.setup/strangers``; nbxmpp is Debian's, beside the system's own Python, as it needs GLib.
"""

import asyncio
import contextlib
import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path

from tests.servers.engine import Engine
from tests.servers.raw_client import NS
from tests.servers.relay import Relay

SCRIPTS = Path(__file__).with_name("strangers")
INSTALLED = Path(__file__).parents[2] / ".setup/strangers/node_modules"
SYSTEM_PYTHON = "/usr/bin/python3"
NBXMPP = "nbxmpp"
ANSWER_SECONDS = 60
PAGE = 20


def missing() -> list[str]:
    """What this machine lacks for them; empty when they can run."""
    return [
        name
        for name, there in (
            ("node", shutil.which("node") is not None),
            ("the packages that `make strangers` installs", INSTALLED.is_dir()),
        )
        if not there
    ]


@cache
def has_nbxmpp() -> bool:
    """Whether Debian's python3-nbxmpp is here (with gir1.2-soup-3.0)."""
    program = "import nbxmpp.client"
    if not Path(SYSTEM_PYTHON).exists():
        return False
    tried = subprocess.run([SYSTEM_PYTHON, "-c", program], check=False, capture_output=True)  # noqa: S603
    return tried.returncode == 0


class Stranger:
    """One client: what it was told, and the line to its server."""

    def __init__(self, kind: str, member_id: int, line: Relay) -> None:
        self.kind, self.member_id, self.line = kind, member_id, line
        self.events: list[dict[str, object]] = []
        self.stanzas: list[ET.Element] = []
        self.texts: list[str] = []
        """The texts of the room, in the order in which the client gave them to its program."""

    def take(self, event: dict[str, object]) -> None:
        self.events.append(event)
        text = event.get("stanza")
        if not isinstance(text, str):
            return
        with contextlib.suppress(ET.ParseError):  # an opening, which this client shows, too
            stanza = ET.fromstring(text)  # noqa: S314 - servers under test
            self.stanzas.append(stanza)
            body = stanza.findtext("c:body", None, NS)
            if stanza.get("type") == "groupchat" and body is not None:
                self.texts.append(body)

    def has(self, path: str) -> bool:
        """Whether a message with such an element came."""
        return any(each.find(path, NS) is not None for each in self.stanzas)

    def archive_id_of(self, message_id: str) -> str:
        """The id that the room gave to a message."""
        live = next(each for each in self.stanzas if each.get("id") == message_id)
        return live.find("sid:stanza-id", NS).get("id", "")

    def count(self, name: str) -> int:
        """How often an event happened."""
        return sum(name in event for event in self.events)


class Strangers:
    """All of them, by kind; orders go to one, and what happens wakes who waits."""

    def __init__(self, processes: dict[str, asyncio.subprocess.Process]) -> None:
        self._processes = processes
        self._by_name: dict[str, Stranger] = {}
        self._changed = asyncio.Condition()

    async def read(self, name: str) -> None:
        """Take what a process tells until it ends."""
        output = self._processes[name].stdout
        assert output
        while line := await output.readline():
            event = json.loads(line)
            async with self._changed:
                self._by_name[event.pop("who")].take(event)
                self._changed.notify_all()

    def order(self, stranger: Stranger, order: str, **words: object) -> None:
        """Have a client do something."""
        process = self._processes[NBXMPP if NBXMPP in stranger.kind else "node"]
        assert process.stdin
        self._by_name.setdefault(stranger.kind, stranger)
        line = json.dumps({"who": stranger.kind, "order": order, **words})
        process.stdin.write(f"{line}\n".encode())

    def login(self, stranger: Stranger, engine: Engine, password: str, name: str) -> None:
        """Sign in through the client's own line, as ``name`` in all orders to come."""
        kind, stranger.kind = stranger.kind, name
        self.order(
            stranger,
            "login",
            kind=kind,
            service=f"ws://127.0.0.1:{stranger.line.port}/xmpp-websocket",
            domain=engine.domain,
            username=str(stranger.member_id),
            password=password,
            resource=name,
        )

    async def say(self, stranger: Stranger, room: str, text: str) -> None:
        """Have a client say something, under the text as id; returns when it was written."""
        self.order(stranger, "say", room=room, id=text, body=text)
        await self.until(lambda: {"done": text} in stranger.events, f"said {text}")

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait until it is true. Raises ``AssertionError`` with what is waited for."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._changed:
                await self._changed.wait_for(true)
        except TimeoutError:
            events = {
                name: [each for each in stranger.events if "stanza" not in each]
                for name, stranger in self._by_name.items()
            }
            raise AssertionError(f"{what}: {events}") from None

    async def read_archive(self, stranger: Stranger, room: str) -> list[str]:
        """All texts of the room's archive, as the client reads it page by page."""
        texts: list[str] = []
        last, complete = None, False
        while not complete:
            name = f"page-{stranger.kind}-{len(texts)}"
            self.order(stranger, "query", room=room, id=name, after=last, max=PAGE)
            seen = len(stranger.stanzas)
            fin = f"c:iq[@id='{name}']"
            await self.until(
                lambda name=name: any(each.get("id") == name for each in stranger.stanzas), fin
            )
            page = stranger.stanzas[seen:]
            answer = next(each for each in page if each.get("id") == name)
            results = [each.find("mam:result", NS) for each in page]
            for result in results:
                if result is not None and result.get("queryid") == name:
                    text = result.findtext("forward:forwarded/c:message/c:body", None, NS)
                    texts += [text] if text else []
            fin = answer.find("mam:fin", NS)
            assert fin is not None, ET.tostring(answer)
            complete = fin.get("complete") == "true"
            last = fin.findtext("rsm:set/rsm:last", None, NS)
        return texts


@contextlib.asynccontextmanager
async def strangers_in(folder: Path) -> AsyncIterator[Strangers]:
    """The clients' processes, in a folder of their own; they end with the block."""
    for script in SCRIPTS.glob("*.mjs"):
        shutil.copy(script, folder)
    (folder / "node_modules").symlink_to(INSTALLED)
    commands = {"node": ["node", str(folder / "strangers.mjs")]}
    if has_nbxmpp():
        commands[NBXMPP] = [SYSTEM_PYTHON, str(SCRIPTS / "nbxmpp_client.py")]
    processes = {name: await _started(command) for name, command in commands.items()}
    strangers = Strangers(processes)
    reading = [asyncio.create_task(strangers.read(name)) for name in processes]
    try:
        yield strangers
    finally:
        for process in processes.values():
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        await asyncio.gather(*reading)


async def _started(command: list[str]) -> asyncio.subprocess.Process:
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=nothing, limit=2**20
    )
