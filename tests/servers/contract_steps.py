"""Steps that several tests of the contract take."""

import asyncio
import contextlib
import io
import time
import urllib.request
from collections.abc import AsyncIterator, Iterable

from PIL import Image

from tests.servers.engine import Engine
from tests.servers.raw_client import signed_in
from tests.servers.relay import Relay
from tests.servers.workplace import Workplace
from workstation.clinic.resources import VOICES
from workstation.clinic.voices import voices
from workstation.domain.connection import Connection
from workstation.media.formats import Format, sniff

DOCTOR, COLLEAGUE, PATIENT = 1001, 1002, 2001


@contextlib.asynccontextmanager
async def through_relay(engine: Engine) -> AsyncIterator[Relay]:
    """The platform lists one server, and the line to it can be cut."""
    relay = Relay(engine.endpoints[0].http_port)
    usual = engine.hospital.servers
    engine.hospital.servers = [{"ip": "127.0.0.1", "port": relay.port}]
    try:
        yield relay
    finally:
        engine.hospital.servers = usual
        await asyncio.to_thread(relay.close)


async def talk(doctor: Workplace, consultation_id: int, count: int) -> None:
    """Have the doctor send ``count`` messages, named by their number, fifty a second."""
    for number in range(count):
        await doctor.say(consultation_id, f"{number}")
        await asyncio.sleep(0.02)


async def say_all(client, room: str, numbers: range) -> None:
    """Have a member say each number; returns once the room has reflected them all."""
    for number in numbers:
        await client.say(room, f"{number}", f"n-{number}")
    for number in numbers:
        await client.message(f"n-{number}")


async def archived(engine: Engine, room: str, node: int = 0) -> list[str]:
    """All texts of the room's archive, read by somebody else."""
    async with signed_in(engine, COLLEAGUE, node=node, resource="reader") as reader:
        read, last, complete = [], None, False
        while not complete:
            page = await reader.page(room, last, size=100)
            read, last, complete = read + page.bodies, page.last, page.complete
        return read


async def soon(true) -> None:
    """Wait until it is true. Raises ``TimeoutError`` after 10 s."""
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - what is awaited here tells nobody
            await asyncio.sleep(0.01)


def planned_waits(connections: Iterable[Connection]) -> float:
    """Seconds that a link meant to wait: what it takes longer is the machine's own doing."""
    waits = dict.fromkeys(connections)
    return sum((each.retry_at or each.since) - each.since for each in waits)


def now_ms() -> int:
    """Monotonic milliseconds."""
    return round(time.monotonic() * 1000)


def node_of(engine: Engine, doctor: Workplace) -> int:
    """The node of the cluster that the doctor's session is on."""
    return [each.url for each in engine.endpoints].index(doctor.session.messaging.link.last_good)


def get(url: str) -> bytes:
    """The content at an address, past any proxy of this computer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=60) as answer:
        return answer.read()


def picture() -> bytes:
    """A small PNG."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    return drawn.getvalue()


PICTURE = picture()
VOICE = (VOICES / next(iter(voices().values())).file).read_bytes()
VOICE_TYPE = (sniff(VOICE) or Format.WAV).media_type
VOICE_NAME = f"voice.{(sniff(VOICE) or Format.WAV).extension}"
