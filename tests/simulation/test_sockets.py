"""The same promises on real sockets: the client and the clinic on a line cut at random."""

import argparse
import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.servers.relay import Relay
from tests.simulation import history
from tests.simulation.clinic import Ward, ward
from tests.simulation.desk import desk
from tests.simulation.history import History
from tests.simulation.people import ME
from workstation.domain.changes import Changes
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox

CUTS = 200
CALM_SECONDS = 20
EVERYTHING = 1_000_000


@dataclass
class Duty:
    """A doctor on a bad line; ``wrong`` collects what breaks a promise."""

    ward: Ward
    relay: Relay
    chance: random.Random
    history: History = field(default_factory=History)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    async def serve(self, cuts: int, until: float) -> None:
        """Be cut again and again, die at times, then have a good line."""
        self.vault = Vault.in_memory()
        await self.vault.write(members.set_me, ME, "")
        await self._start()
        while self.counts["cuts"] < cuts and time.monotonic() < until and not self.wrong:
            await self._turn()
        await self._calm()
        await self._judge()
        await self.client.kill()
        self.vault.close()

    async def _start(self) -> None:
        password = self.ward.password()
        self.client = desk(self.vault, self.relay.port, password, show=self._on_changes)
        await self.client.start(frozenset({self.ward.number}))

    def _on_changes(self, changes: Changes) -> None:
        if any(message.delivery in history.ON_RECORD for message in changes.messages):
            known = {line.origin_id for line in self.ward.lines()}
            self.wrong += history.premature(changes.messages, known)

    async def _turn(self) -> None:
        for _ in range(self.chance.randint(0, 3)):
            await self._speak()
        await asyncio.sleep(self.chance.uniform(0.0, 0.06))
        self.relay.cut()
        self.counts["cuts"] += 1
        trouble = self.chance.random()
        if trouble < 0.15:
            self.ward.control.act("restart", {})
            self.counts["restarts"] += 1
        elif trouble < 0.3:
            self.ward.control.act("expire-sessions", {"member_id": ME})
            self.counts["expired"] += 1
        if self.chance.random() < 0.1:
            self.counts["crashes"] += 1
            await self.client.kill()
            await self._start()
        self.client.link.retry_now()
        await asyncio.sleep(0)

    async def _speak(self) -> None:
        room, number = self.ward.number, sum(self.counts.values())
        if self.chance.random() < 0.5:
            self.counts["typed"] += 1
            text = f"d{number}"
            self.history.record_typed(room, await self.client.say(room, text), text)
        else:
            self.counts["others"] += 1
            body = {"consultation_id": room, "text": f"p{number}"}
            body["member_id"] = self.ward.consultation.creator_member_id
            self.ward.control.act("say", body)

    async def _calm(self) -> None:
        """Until nothing waits and all that is archived is shown."""
        async with asyncio.timeout(CALM_SECONDS):
            while not await self._is_done():
                self.client.link.retry_now()
                await asyncio.sleep(0.05)

    async def _is_done(self) -> bool:
        timeline = await self.vault.read(timelines.newest, self.ward.number, EVERYTHING)
        for gap in timeline.gaps:
            if gap.loadable and self.client.online and not self.client.catch_up.open_requests:
                self.client.catch_up.load_gap(gap)
        waits = await self.vault.read(outbox.entries)
        archived = {line.origin_id for line in self.ward.lines()}
        return (
            not waits
            and not timeline.gaps
            and archived <= {each.origin_id for each in timeline.messages}
        )

    async def _judge(self) -> None:
        timeline = await self.vault.read(timelines.newest, self.ward.number, EVERYTHING)
        lines = self.ward.lines()
        self.wrong += history.ended(self.history, self.ward.number, lines, timeline)


async def cut_again_and_again(cuts: int, seed: int, seconds: float) -> Counter[str]:
    """As many cuts as asked for, or as fit into the time; raises with the seed."""
    async with ward() as clinic:
        relay = Relay(clinic.port)
        try:
            duty = Duty(clinic, relay, random.Random(seed))  # noqa: S311 - to repeat a run
            await duty.serve(cuts, time.monotonic() + seconds)
        finally:
            await asyncio.to_thread(relay.close)
    assert duty.wrong == [], (seed, duty.wrong[:8])
    return duty.counts


async def test_cuts_of_a_real_line_lose_and_double_nothing() -> None:
    counts = await cut_again_and_again(CUTS, 1, seconds=20)
    assert counts["cuts"] >= CUTS // 4


def main() -> None:
    """``python -m tests.simulation.test_sockets --cuts 1000 --seed 1``."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--cuts", type=int, default=1_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    began = time.perf_counter()
    counts = asyncio.run(cut_again_and_again(given.cuts, given.seed, seconds=3_600))
    print(f"{dict(counts)} in {time.perf_counter() - began:.0f} s: nothing wrong")  # noqa: T201


if __name__ == "__main__":
    main()
