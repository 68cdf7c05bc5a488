"""A patient who sends a burst of texts: the load of the bench, in a process of its own.

``python -m tests.servers.burst < ORDER``, where ORDER is one line of JSON::

    {
        "url": "ws://127.0.0.1:...",
        "domain": "clinic.test",
        "member_id": 2001,
        "password": "...",
        "room": "consult-7@consult.clinic.test",
        "count": 2000,
    }

It joins, prints ``ready``, waits for a further line, sends all texts, and when the room has
echoed the last prints one line of JSON: ``sent`` and ``echoed``, seconds on the monotonic clock
that all processes of this machine share. Text N is ``burst N`` under the id ``burst-N``.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass

from tests.servers.raw_client import RawClient, dial

OUTSTANDING = 500
PROGRAM = ("-m", "tests.servers.burst")


@dataclass(frozen=True)
class Order:
    """What the process that writes a burst is given, as JSON on standard input."""

    url: str
    domain: str
    member_id: int
    password: str
    room: str
    count: int


@dataclass(frozen=True)
class Timing:
    """When the first text was about to be sent, and when the room echoed the last one."""

    sent: float
    echoed: float


def order_line(order: Order) -> str:
    """What the program reads first."""
    return json.dumps(asdict(order)) + "\n"


async def burst(client: RawClient, room: str, count: int) -> Timing:
    """Send ``count`` texts, never more than OUTSTANDING ahead of the echoes, to the last echo."""
    sent = time.monotonic()
    for number in range(count):
        await client.say(room, f"burst {number}", f"burst-{number}")
        if number >= OUTSTANDING:
            await client.message(f"burst-{number - OUTSTANDING}")
    for number in range(max(0, count - OUTSTANDING), count):
        await client.message(f"burst-{number}")
    return Timing(sent, time.monotonic())


async def run(order: Order) -> None:
    """Enter the room, say ``ready``, wait for a line, write the messages, and print how it went."""
    async with await dial(order.domain, order.url) as client:
        await client.login(order.member_id, order.password)
        await client.bind("burst")
        await client.join(order.room)
        _say("ready")
        await asyncio.to_thread(sys.stdin.readline)
        _say(json.dumps(asdict(await burst(client, order.room, order.count))))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(run(Order(**json.loads(sys.stdin.readline()))))
