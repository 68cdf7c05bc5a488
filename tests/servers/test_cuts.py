"""A thousand cuts of real lines to real servers lose, double and hide nothing."""

import argparse
import asyncio
import contextlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path

from tests import seeds
from tests.servers import rig
from tests.servers.engine import Engine, room_address
from tests.servers.marks import on_clinic_and_prosody
from tests.servers.raw_client import NS, RawClient, signed_in
from tests.servers.relay import Relay
from tests.simulation import history
from tests.simulation.clinic import Line
from tests.simulation.desk import desk
from tests.simulation.history import History
from tests.simulation.people import ME, PATIENT
from workstation.domain.changes import Changes
from workstation.domain.connection import Phase
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox

CUTS = 1_000
ROOMS = 5
CALM_SECONDS = 120
ONLINE_SECONDS = 60
EVERYTHING = 1_000_000


@dataclass
class Shift:
    """A doctor in one room on a bad line of its own; ``wrong`` collects what breaks a promise."""

    engine: Engine
    patient: RawClient
    number: int
    relay: Relay
    chance: random.Random
    history: History = field(default_factory=History)
    counts: Counter[str] = field(default_factory=Counter)
    called_sent: set[str] = field(default_factory=set)

    @property
    def room(self) -> str:
        return room_address(self.number, self.engine.domain)

    async def serve(self, cuts: int) -> list[str]:
        """Be cut again and again, die at times, then have a good line; what is wrong then."""
        self.vault = Vault.in_memory()
        await self.vault.write(members.set_me, ME, "")
        await self._start()
        while self.counts["cuts"] < cuts:
            await self._turn()
        self.counts["sent meanwhile"] = len(self.called_sent)
        wrong = await self._calm()
        await self.client.link.close()
        await self.client.kill()
        self.vault.close()
        return wrong

    async def _start(self) -> None:
        password = await asyncio.to_thread(self.engine.password_for, ME)
        name = f"desk-{self.number}"
        self.client = desk(
            self.vault, self.relay.port, password, show=self._on_changes, resource=name
        )
        await self.client.start(frozenset({self.number}))

    def _on_changes(self, changes: Changes) -> None:
        sent = (each for each in changes.messages if each.delivery in history.ON_RECORD)
        self.called_sent.update(message.origin_id for message in sent)

    async def _turn(self) -> None:
        """Half of the cuts meet a session, the others whatever there is by then."""
        if self.chance.random() < 0.5:
            await self._online()
        for _ in range(self.chance.randint(0, 3)):
            await self._speak()
        await asyncio.sleep(self.chance.uniform(0.0, 0.2))
        self.counts["cuts of a session"] += self.client.online
        self.relay.cut()
        self.counts["cuts"] += 1
        if self.chance.random() < 0.1:
            self.counts["crashes"] += 1
            await self.client.kill()
            await self._start()
        self.client.link.retry_now()

    async def _online(self) -> None:
        """As a doctor who presses the button for as long as there is one."""
        async with asyncio.timeout(ONLINE_SECONDS):
            while not self.client.online:
                self._press()
                await asyncio.sleep(0.01)

    def _press(self) -> None:
        if self.client.link.connection.phase is Phase.WAITING:
            self.client.link.retry_now()

    async def _speak(self) -> None:
        self.counts["said"] += 1
        text = f"{self.number}-{self.counts['said']}"
        if self.chance.random() < 0.5:
            self.history.record_typed(self.number, await self.client.say(self.number, text), text)
        else:
            await self.patient.say(self.room, text, f"p-{text}")

    async def _calm(self) -> list[str]:
        """Until nothing waits and all is as the archive has it; what is not so at last."""
        end = time.monotonic() + CALM_SECONDS
        while True:
            wrong = await self._wrong() if await self._is_done() else [self._state()]
            if not wrong or time.monotonic() > end:
                return wrong
            self._press()
            await asyncio.sleep(0.1)

    def _state(self) -> str:
        """What a failure wants to know."""
        link, catch_up, outbox = self.client.link, self.client.catch_up, self.client.outbox
        return (
            f"{link.connection}, may send {link.visit(self.number)},"
            f" open {dict(catch_up.open_requests)}, failed {set(catch_up.failed)},"
            f" caught up {vars(outbox.visits)}"
        )

    async def _is_done(self) -> bool:
        page = await self.vault.read(timelines.newest, self.number, EVERYTHING)
        for gap in page.gaps:
            if gap.loadable and self.client.online and not self.client.catch_up.open_requests:
                self.client.catch_up.load_gap(gap)
        return not page.gaps and not await self.vault.read(outbox.entries)

    async def _wrong(self) -> list[str]:
        lines = await self._archive()
        timeline = await self.vault.read(timelines.newest, self.number, EVERYTHING)
        missing = self.called_sent - {line.origin_id for line in lines}
        wrong = [f"called sent and not archived: {name}" for name in missing]
        return wrong + history.ended(self.history, self.number, lines, timeline)

    async def _archive(self) -> list[Line]:
        lines, last, complete = [], None, False
        async with signed_in(self.engine, PATIENT, resource=f"reader-{self.number}") as reader:
            while not complete:
                page = await reader.page(self.room, last, size=100)
                lines += starmap(_line, enumerate(page.messages, len(lines) + 1))
                last, complete = page.last, page.complete
        return [line for line in lines if line.text]


def _line(number: int, entry) -> Line:
    archive_id, message = entry
    body, origin = message.find("c:body", NS), message.find("sid:origin-id", NS)
    name = message.get("id") if origin is None else origin.get("id")
    member = message.get("from").partition("/")[2]
    return Line(archive_id, number, int(member), name, "" if body is None else body.text)


@contextlib.asynccontextmanager
async def relays(engine: Engine) -> AsyncIterator[list[Relay]]:
    made = [Relay(engine.endpoints[0].http_port) for _ in range(ROOMS)]
    try:
        yield made
    finally:
        for relay in made:
            await asyncio.to_thread(relay.close)


async def cut(engine: Engine, numbers: list[int], cuts: int, seed: int) -> Counter[str]:
    """Cut the lines of so many rooms side by side; raises with the seed."""
    async with relays(engine) as lines, signed_in(engine, PATIENT) as patient:
        shifts = []
        for number, relay in zip(numbers, lines, strict=True):
            room = await asyncio.to_thread(engine.create_room, number, [ME, PATIENT])
            await patient.join(room)
            chance = random.Random(f"{seed} {number}")  # noqa: S311 - to repeat a run
            shifts.append(Shift(engine, patient, number, relay, chance))
        hearing = asyncio.create_task(patient.wait_for(lambda _: False))
        try:
            faults = await asyncio.gather(*(each.serve(cuts // ROOMS) for each in shifts))
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)
    wrong = [text for texts in faults for text in texts]
    assert wrong == [], (seed, wrong[:8])
    return sum((shift.counts for shift in shifts), Counter())


@on_clinic_and_prosody
def test_cuts_of_real_lines_lose_and_double_nothing(engine: Engine) -> None:
    numbers = list(range(30_001, 30_001 + ROOMS))
    counts = asyncio.run(cut(engine, numbers, CUTS, seeds.seed("cuts of real lines")))
    assert counts["cuts"] == CUTS
    assert counts["cuts of a session"] >= CUTS // 4
    assert counts["sent meanwhile"]


def main() -> None:
    """``python -m tests.servers.test_cuts --engine prosody --cuts 1000 --seed 1``."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--engine", choices=list(rig.ENGINES), default="prosody")
    asked.add_argument("--cuts", type=int, default=CUTS)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    began, numbers = time.perf_counter(), list(range(1, 1 + ROOMS))
    with tempfile.TemporaryDirectory() as folder, rig.running(given.engine, Path(folder)) as engine:
        counts = asyncio.run(cut(engine, numbers, given.cuts, given.seed))
    print(f"{dict(counts)} in {time.perf_counter() - began:.0f} s: nothing wrong")  # noqa: T201


if __name__ == "__main__":
    main()
