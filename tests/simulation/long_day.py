"""A day of 24 hours in minutes: a message a second, cuts, renewed passwords, lock and unlock.

``python -m tests.simulation.long_day --hours 24 --seed 1``. Unlike a simulated day of ``World``
this one is dull and long: what grows in it, grows in a hospital for weeks. The database lies on
the disk, and every hour tells memory, handles, tasks, timers and the length of the log (WAL).
"""

import argparse
import asyncio
import gc
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw

from tests.seeds import seed as drawn_seed
from tests.simulation.client import Client
from tests.simulation.hours import Hour, grown
from tests.simulation.lasting import LastingServer, RenewingNetwork
from tests.simulation.network import Connection
from tests.simulation.people import DOMAIN, ME, SPEAKERS, consultation
from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from tests.soak.figures import Sample, Warnings
from tests.vault.people import KEY
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.im import ImPassword
from workstation.link.im_passwords import ImPasswords
from workstation.session.cached_state import load_cached_state
from workstation.store.session_store import SessionStore
from workstation.vault import database
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.engine.inline_worker import InlineWorker
from workstation.vault.lists import consultations, timelines

ROOMS = range(7, 11)
HOUR = 3600
CUTS_A_DAY, LOCKS_A_DAY = 200, 12
LOCKED_SECONDS = 600
SILENT_SECONDS = 90
PASSWORD_SECONDS = 3600.0
SPEAKS, READS = 1 / 20, 1 / 10
TURNS = 30
CALM_SECONDS = 900
EVERYTHING = 1_000_000


class LongDay:
    """Lives through the hours; ``hours`` says what each left, ``wrong`` what broke a promise."""

    def __init__(self, seed: int, hours: float, folder: Path, cuts: int, locks: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - to repeat a run
        self._seconds, self._path = round(hours * HOUR), folder / "vault.db"
        draw = self._chance.sample
        self._cuts = set(draw(range(60, self._seconds), cuts))
        self._locks = set(draw(range(60, self._seconds), locks))
        self.rooms = {number: f"consult-{number}@consult.{DOMAIN}" for number in ROOMS}
        self.server = LastingServer([*self.rooms.values()], self._chance)
        self._loop = VirtualLoop()
        self._clock = VirtualClock(self._loop)
        self._connections: list[Connection] = []
        self._store = SessionStore()
        self._ids = (f"o{number}" for number in itertools.count(1))
        self._silent_until = self._locked_until = 0
        self._numbers = itertools.count(1)
        self.counts: Counter[str] = Counter()
        self.hours: list[Hour] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        """Live through it. Raises what went wrong in the program."""
        threaded, database.Worker = database.Worker, _inline  # type: ignore[misc]
        try:
            run(self._loop, self._live())
        finally:
            database.Worker = threaded  # type: ignore[misc]

    async def _live(self) -> None:
        self._vault = Vault.open(self._path, KEY)
        await self._vault.write(_furnish)
        await load_cached_state(self._vault, self._store)
        passwords = ImPasswords(self._password, self._clock)
        self._client = Client(
            self._vault,
            self._clock,
            lambda _session: RenewingNetwork(passwords, self._connections),
            draw=self._chance.random,
            show=self._on_changes,
            new_id=self._ids.__next__,
        )
        await self._client.start(frozenset(ROOMS))
        for second in range(1, self._seconds + 1):
            await self._second(second)
            if second % HOUR == 0:
                self._note_hour()
        await self._calm()
        await self._judge()
        await self._client.kill()
        self._vault.close()

    async def _second(self, second: int) -> None:
        await self._weather(second)
        await self._speak(is_locked=second < self._locked_until)
        if second >= self._silent_until:
            await self._flow()
        await asyncio.sleep(1.0)
        self._connections[:] = [
            each for each in self._connections if each.client_open or each.server_open
        ]

    async def _weather(self, second: int) -> None:
        if second in self._cuts:
            self._cut(second)
        if second in self._locks and not self._locked_until:
            self.counts["locks"] += 1
            self._vault.suspend()
            self._locked_until = second + LOCKED_SECONDS
        if second == self._locked_until:
            self._unlock()

    def _unlock(self) -> None:
        self._vault.resume(KEY)
        self._locked_until = 0

    def _cut(self, second: int) -> None:
        """The line is gone for both ends, for the doctor's only, or it holds all up for a while.

        Of a line that goes on nothing is lost, as TCP loses nothing in the middle.
        """
        kind = self._chance.choice(("cut", "half dead", "silence"))
        self.counts[kind] += 1
        if kind == "silence":
            self._silent_until = second + SILENT_SECONDS
            return
        for connection in self._connections:
            connection.cut(up=self._chance.randrange(3), down=self._chance.randrange(3))
            connection.drop_client()
            if kind == "cut":
                connection.drop_server()

    async def _speak(self, *, is_locked: bool) -> None:
        """One message, and at times somebody reads."""
        number, room = next(self._numbers), self._chance.choice(ROOMS)
        if self._chance.random() < SPEAKS and not is_locked:
            await self._client.say(room, f"d{number}")
            self.counts["own"] += 1
        else:
            member = self._chance.choice(SPEAKERS)
            self.server.speak(self.rooms[room], member, f"x{number}", f"p{number}")
            self.counts["others"] += 1
        if self._chance.random() < READS and not is_locked:
            page = await self._vault.read(timelines.newest, room, 30)
            if page.messages:
                await self._client.see(room, page.messages[-1].position or 0)

    async def _flow(self) -> None:
        """Let everything pass that is under way, and the program act on it."""
        moved = True
        while moved:
            moved = False
            for each in self._connections:
                while each.up and each.server_open:
                    self.server.receive(each)
                    moved = True
            for session, room in self.server.open_lanes():
                self.server.route(session, room)
                moved = True
            for each in self._connections:
                while each.down and each.client_open:
                    each.deliver_down()
                    moved = True
                if each.client_open and not each.server_open:
                    each.drop_client()
            for _ in range(TURNS):
                await asyncio.sleep(0)

    async def _password(self) -> ImPassword:
        self.counts["passwords"] += 1
        now = self._clock.monotonic()
        return ImPassword("secret", now + PASSWORD_SECONDS)

    def _on_changes(self, changes: Changes) -> None:
        self._store.apply(changes)
        self.counts["changes"] += 1

    def _note_hour(self) -> None:
        self.server.forget()
        self._client.drawn.clear()
        gc.collect()
        sample = replace(Sample.now(0, len(asyncio.all_tasks())), at=self._loop.time())
        waiting = [each for each in self._loop._scheduled if not each.cancelled()]
        log = Path(f"{self._path}-wal")
        length = log.stat().st_size if log.exists() else 0
        cached = apsw.status(apsw.SQLITE_STATUS_MEMORY_USED)[0]
        self.hours.append(Hour(sample, len(waiting), length, cached, sys.getallocatedblocks()))

    async def _calm(self) -> None:
        if self._locked_until:
            self._unlock()
        for _ in range(CALM_SECONDS):
            await self._flow()
            await asyncio.sleep(1.0)

    async def _judge(self) -> None:
        """All of a room is shown once, in its order, and nothing else is."""
        for number, room in self.rooms.items():
            page = await self._vault.read(timelines.newest, number, EVERYTHING)
            actual = [int(each.text[1:]) for each in page.messages]
            expected = [*self.server.numbers[room]]
            if actual != expected or page.unsent or page.gaps:
                lost, more = set(expected) - set(actual), Counter(actual) - Counter(expected)
                twice = [each for each, count in Counter(expected).items() if count > 1]
                pairs = zip(actual, expected, strict=False)
                differing = [pair for pair in pairs if pair[0] != pair[1]]
                self.wrong.append(
                    f"room {number}: lost {sorted(lost)[:5]}, doubled {list(more)[:5]},"
                    f" archived twice {twice[:5]}, shown and archived otherwise {differing[:5]},"
                    f" {len(page.unsent)} unsent, gaps {page.gaps[:3]}"
                )


def _inline(connection: Any, *_others: object) -> InlineWorker:
    """Virtual time knows no threads."""
    return InlineWorker(connection)


def _furnish(connection: Any) -> None:
    members.set_me(connection, ME, "李医生")
    for number in ROOMS:
        consultations.put(connection, Listed(consultation(number), Place.IN_PROCESS))


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="tests.simulation.long_day", formatter_class=argparse.RawDescriptionHelpFormatter,
        description=__doc__,
    )  # fmt: skip
    asked.add_argument("--hours", type=int, default=24)
    asked.add_argument("--seed", type=int, default=drawn_seed("a long day"))
    given = asked.parse_args()
    began, warnings = time.monotonic(), Warnings()
    # In memory where that can be had: a day has some 100,000 commits, and each waits for the disk.
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own
    with tempfile.TemporaryDirectory(prefix="long-day-", dir=memory) as folder:
        share = given.hours / 24
        day = LongDay(
            given.seed,
            given.hours,
            Path(folder),
            round(CUTS_A_DAY * share),
            round(LOCKS_A_DAY * share),
        )
        day.run()
    return _judge(day, warnings, given.seed, time.monotonic() - began)


def _judge(day: LongDay, warnings: Warnings, seed: int, seconds: float) -> int:
    """Print every hour and what went wrong; the exit status."""
    for number, hour in enumerate(day.hours, 1):
        about = hour.sample
        print(  # noqa: T201 - this is a command
            f"hour {number:2}: {about.memory:.1f} MB, {about.handles} handles, {about.tasks} tasks,"
            f" {hour.timers} timers, log {hour.log_bytes / 2**20:.1f} MiB,"
            f" the database's pages {hour.cached_bytes / 2**20:.1f} MiB, {hour.blocks} blocks"
        )
    wrong = [*day.wrong, *grown(day.hours), *map(str, warnings.counts.items())]
    print(f"seed {seed}: {dict(day.counts)} in {seconds:.0f} s")  # noqa: T201
    print("\n".join(wrong) or "nothing lost, doubled or reordered; nothing grew; no warning")  # noqa: T201
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
