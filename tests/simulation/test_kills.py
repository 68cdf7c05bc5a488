"""Killed at any point between the click and the echo: what was queued arrives, and arrives once."""

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from tests import seeds
from tests.fakes.sudden_end import DIED
from tests.simulation import history, shown
from tests.simulation.clinic import Ward, ward
from tests.simulation.mortal import POINTS
from tests.vault.people import KEY
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox

ROOT = Path(__file__).parents[2]
KILLS = len(POINTS) * (20 if seeds.NEW else 2)
"""Each point in turn, with more and less behind it; ``make sweep`` takes many."""

TEXTS = 3
EVERYTHING = 1_000_000


async def live(ward: Ward, path: Path, point: str, skip: int, texts: list[str]) -> tuple[int, list]:
    """One life of the program: how it ended, and (id, text) of what it called queued."""
    where = [str(path), str(ward.port), str(ward.number)]
    child = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "tests.simulation.mortal", *where, point, str(skip), *texts],
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await child.communicate(ward.password().encode() + b"\n")
    assert child.returncode is not None
    return child.returncode, list(zip(output.decode().split(), texts, strict=False))


async def kill_again_and_again(kills: int, seed: int, folder: Path) -> int:
    """Lives that end at each point in turn, then one that sends what is left; how many died."""
    pick, path, queued, died = random.Random(seed), folder / "vault.db", [], 0  # noqa: S311
    async with ward() as clinic:
        for turn in range(kills):
            texts = [f"t{turn}-{number}" for number in range(TEXTS)]
            point = POINTS[turn % len(POINTS)]
            skip = pick.randrange(TEXTS) if turn >= len(POINTS) else 0
            code, queued_now = await live(clinic, path, point, skip, texts)
            assert code in {0, DIED}, code
            died += code != 0
            queued += queued_now
            assert await lost_texts(path, clinic, queued) == [], f"seed {seed} turn {turn} {point}"
        code, _ = await live(clinic, path, "nowhere", 0, [])
        assert code == 0
        wrong = await wrong_at_last(path, clinic, queued)
        assert wrong == [], (seed, wrong)
    return died


async def lost_texts(path: Path, clinic: Ward, queued: list) -> list[str]:
    """Which queued messages are neither in the outbox nor in the archive."""
    vault = Vault.open(path, KEY)
    waiting = {entry.origin_id for entry in await vault.read(outbox.entries)}
    vault.close()
    archived = {line.origin_id for line in clinic.lines()}
    return [text for name, text in queued if name not in waiting | archived]


async def wrong_at_last(path: Path, clinic: Ward, queued: list) -> list[str]:
    """The checker's verdict on what is archived and shown in the end."""
    vault = Vault.open(path, KEY)
    timeline = await vault.read(timelines.newest, clinic.number, EVERYTHING)
    vault.close()
    lines = clinic.lines()
    names = {line.origin_id for line in lines}
    wrong = history.archived(queued, lines) + shown.attributed(lines, timeline.messages)
    wrong += history.at_any_moment(lines, timeline)
    return wrong + history.premature(timeline.messages, names)


def test_what_was_queued_arrives_once_whatever_kills_the_program(tmp_path: Path) -> None:
    died = asyncio.run(kill_again_and_again(KILLS, seeds.seed("kills of the program"), tmp_path))
    assert died >= KILLS * 3 // 4


def main() -> None:
    """``python -m tests.simulation.test_kills --kills 100 --seed 1``."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        died = asyncio.run(kill_again_and_again(given.kills, given.seed, Path(folder)))
    print(f"{given.kills} runs, {died} killed: nothing lost, nothing twice")  # noqa: T201


if __name__ == "__main__":
    main()
