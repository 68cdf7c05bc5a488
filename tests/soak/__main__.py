"""``python -m tests.soak --minutes 30 --engine prosody --seed 1``: the window on a bad line.

A doctor types, switches, scrolls and looks at pictures; patients write; every line is late, uneven
and lossy, and at times is cut or stays open and swallows all. Told are the slope of the memory,
handles, the longest gap of the window, and whether all messages are there once, in the archive's
order. Exit status 1 where they are not.
"""

import argparse
import asyncio
import contextlib
import json
import random
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections import Counter
from pathlib import Path
from typing import Any

from tests.servers import rig
from tests.servers.clinic_platform import Platform
from tests.servers.engine import Engine, room_address
from tests.servers.raw_client import signed_in
from tests.servers.stage import DOCTOR
from tests.soak.figures import Sample, slope_an_hour
from tests.soak.memory_parts import table
from tests.soak.rough_line import RoughLine, Roughness

ROOMS = 4
SPEAK_SECONDS = 4.0
"""On average between two texts of one patient."""
CUT_SECONDS = 45.0
PAGE = 100
MISSING = 2


class Soak:
    """The world around the window; ``wrong`` is what broke a promise."""

    def __init__(self, engine: Engine, platform: Platform, options: argparse.Namespace) -> None:
        self._engine, self._platform, self._options = engine, platform, options
        self._chance = random.Random(options.seed)  # noqa: S311 - to repeat a run
        rough = Roughness(options.delay, options.jitter, options.loss)
        self.im = RoughLine(rough, options.seed, engine.endpoints[0].http_port)
        self.web = RoughLine(rough, options.seed + 1, platform.port)
        platform.list_servers([self.im.port])
        own = [each for each in platform.in_process() if DOCTOR in each["doctor_ids"]]
        self._consultations = own[:ROOMS]
        self._spoken: dict[int, list[str]] = {each["consultation_id"]: [] for each in own[:ROOMS]}
        self.counts: Counter[str] = Counter()
        self.samples: list[dict[str, Any]] = []
        self.wrong: list[str] = []
        self.about: dict[str, Any] = {}

    async def run(self) -> None:
        """Work, come to rest on a good line, and compare."""
        async with _window() as window:
            self._tell(window, self._orders())
            patients = [asyncio.create_task(self._speak(each)) for each in self._consultations]
            weather = asyncio.create_task(self._blow())
            done = await self._hear(window, "rested", patients)
            weather.cancel()
            for each in patients:
                each.cancel()
            await asyncio.gather(weather, *patients, return_exceptions=True)
            self.im.flow()
            archives = {room: await self._archived(room) for room in self._spoken}
            self._tell(window, {room: len(archive) for room, archive in archives.items()})
            rooms = await self._hear(window, "shown", [])
            self._compare(done, rooms, archives)
            self.about = {"acts": done["acts"], "warnings": rooms["warnings"]}

    def _orders(self) -> dict[str, Any]:
        account = {
            "address": f"http://localhost:{self.web.port}",
            "token": self._platform.token(DOCTOR),
            "member_id": DOCTOR,
        }
        seconds = self._options.minutes * 60
        rooms = list(self._spoken)
        return {"account": account, "rooms": rooms, "seconds": seconds, "seed": self._options.seed}

    def _tell(self, window: Process, order: Any) -> None:
        assert window.stdin is not None
        window.stdin.write(json.dumps(order).encode() + b"\n")

    async def _hear(self, window: Process, end: str, works: list[asyncio.Task[None]]) -> Any:
        """Take samples until the window says ``end``; raises what one of ``works`` raised."""
        assert window.stdout is not None
        while line := await window.stdout.readline():
            report = json.loads(line)
            if report["what"] == end:
                return report["about"]
            self.samples.append(report["about"])
            _print(report["about"], self.counts)
            for work in works:
                if work.done():
                    work.result()
        raise RuntimeError("the window ended")

    async def _speak(self, consultation: dict[str, Any]) -> None:
        """A patient on a good line."""
        number = consultation["consultation_id"]
        room = room_address(number, self._engine.domain)
        async with signed_in(self._engine, consultation["patient_id"]) as patient:
            await patient.join(room)
            while True:
                await asyncio.sleep(self._chance.expovariate(1 / SPEAK_SECONDS))
                text = f"patient {number} {len(self._spoken[number])}"
                await patient.say(room, text, text.replace(" ", "-"))
                await patient.message(text.replace(" ", "-"))
                self._spoken[number].append(text)
                await patient.acknowledge()
                patient.inbox.clear()

    async def _blow(self) -> None:
        """Cut the line, or let it swallow everything for a while and then drop it."""
        while True:
            await asyncio.sleep(self._chance.expovariate(1 / CUT_SECONDS))
            if self._chance.random() < 0.5:
                self.counts["silences"] += 1
                self.im.stall()
                await asyncio.sleep(self._chance.uniform(3, 40))
                self.im.cut()
                self.im.flow()
            else:
                self.counts["cuts"] += 1
                self.im.cut()

    async def _archived(self, number: int) -> list[str]:
        """Every text of a room's archive; a picture is its address there."""
        room, got, last, complete = room_address(number, self._engine.domain), [], None, False
        patient = next(
            each["patient_id"] for each in self._consultations if each["consultation_id"] == number
        )
        async with signed_in(self._engine, patient, resource="reader") as reader:
            await reader.join(room)
            while not complete:
                page = await reader.page(room, last, PAGE)
                got += ["picture" if "://" in body else body for body in page.bodies]
                last, complete = page.last, page.complete
        return got

    def _compare(self, done: Any, rooms: Any, archives: dict[int, list[str]]) -> None:
        if rooms["unsent"]:
            self.wrong.append(f"{rooms['unsent']} not sent")
        for room, archive in archives.items():
            name, texts = str(room), [text for text in archive if text != "picture"]
            expected = self._spoken[room] + done["typed"][name]
            missing, more = Counter(expected) - Counter(texts), Counter(texts) - Counter(expected)
            # A patient may be stopped between the word and its echo.
            more -= Counter([f"patient {room} {len(self._spoken[room])}"])
            if missing or more:
                self.wrong.append(f"room {room}: lost {missing}, doubled {more}")
            if [text for text in texts if text.startswith("doctor")] != done["typed"][name]:
                self.wrong.append(f"room {room}: own words out of order")
            if archive.count("picture") != done["pictures"][name]:
                self.wrong.append(f"room {room}: {archive.count('picture')} pictures")
            if rooms["texts"][name] != archive:
                self.wrong.append(f"room {room}: shown otherwise than archived")
            self.counts["messages"] += len(archive)


@contextlib.asynccontextmanager
async def _window() -> Any:
    """The window's process; the kernel ends it with this one, should that be killed."""
    command = ["/usr/bin/setpriv", "--pdeathsig", "TERM", "--", sys.executable]
    window = await asyncio.create_subprocess_exec(
        *command, "-m", "tests.soak.window", stdin=PIPE, stdout=PIPE, limit=2**26
    )
    try:
        yield window
        await asyncio.wait_for(window.wait(), 60)
    finally:
        if window.returncode is None:
            window.kill()
            await window.wait()


def _print(sample: dict[str, Any], counts: Counter[str]) -> None:
    print(  # noqa: T201 - this is a command
        "{at:6.0f} s {memory:6.1f} MB, {handles} handles, {threads} threads, {tasks} tasks,"
        " {children} children, worst gap {worst:.0f} ms (own work {busy:.0f})".format(**sample),
        dict(counts),
        flush=True,
    )


def _judge(soak: Soak) -> int:
    names = Sample.__slots__
    samples = [Sample(*(each[name] for name in names)) for each in soak.samples]
    rest = samples[len(samples) // 3 :]
    last = soak.samples[-1]
    handles = [each.handles for each in rest]
    lines = [
        f"memory: {samples[0].memory:.1f} MB at first, {rest[0].memory:.1f} after a third,",
        f"  {samples[-1].memory:.1f} at last; {slope_an_hour(rest):+.1f} MB an hour since then",
        f"handles {min(handles)} to {max(handles)}, tasks {min(each.tasks for each in rest)} to",
        f"  {max(each.tasks for each in rest)}, threads {max(each.threads for each in rest)}",
        f"window: worst gap {last['worst']:.0f} ms, most own work in one {last['busy']:.0f} ms,",
        f"  {last['over_100']} with more than 100 ms of it",
        f"line: {soak.im.chunks + soak.web.chunks} chunks, {soak.im.lost + soak.web.lost} of them",
        f"  lost and sent again; {dict(soak.counts)}",
        f"{soak.about}",
        *table([each["parts"] for each in soak.samples]),
    ]
    print("\n".join([*lines, *(soak.wrong or ["all messages once, in order"])]))  # noqa: T201
    return bool(soak.wrong)


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="tests.soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--engine", choices=rig.REAL_ENGINES, default="prosody")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--delay", type=float, default=Roughness.delay, help="seconds one way")
    asked.add_argument(
        "--jitter", type=float, default=Roughness.jitter, help="seconds more at most"
    )
    asked.add_argument("--loss", type=float, default=Roughness.loss, help="share of what is lost")
    options = asked.parse_args()
    if packages := rig.missing(options.engine):
        print(f"{options.engine} needs these Debian packages: {' '.join(packages)}")  # noqa: T201
        return MISSING
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as folder,
        rig.beside_a_clinic(options.engine, Path(folder)) as (engine, platform),
    ):
        soak = Soak(engine, platform, options)
        try:
            asyncio.run(soak.run())
        finally:
            soak.im.close()
            soak.web.close()
        return _judge(soak)


if __name__ == "__main__":
    sys.exit(main())
