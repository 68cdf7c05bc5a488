"""A kill at any moment: what was said to be written is there, and nothing is half."""

import asyncio
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.fakes.archive import ROOM
from tests.seeds import NEW, seed
from tests.vault.people import KEY
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.rescue import health
from workstation.vault.unsent import drafts, outbox

KILLS = 20 if NEW else 8
ROOT = Path(__file__).parents[3]


def write_until_killed(path: Path, start: int, lines: int) -> list[str]:
    child = subprocess.Popen(  # noqa: S603 - our own writer
        [sys.executable, "-m", "tests.vault.writer", str(path), str(start)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    output = [child.stdout.readline().strip() for _ in range(lines)]
    child.kill()
    rest, _ = child.communicate()
    return [name for name in [*output, *rest.split()] if len(name) == 6]


def test_nothing_that_was_committed_is_lost_or_doubled(tmp_path):
    path = tmp_path / "vault.db"
    first = seed("kills of the writer")
    print("seed", first)  # noqa: T201 - to repeat a failure
    pick = Random(first)  # noqa: S311
    written: list[str] = []
    for turn in range(KILLS):
        written += write_until_killed(path, turn * 10_000, pick.randint(1, 25))
        leaves_no_text(tmp_path)
        vault = Vault.open(path, KEY)
        assert vault.restored == 0
        asyncio.run(vault.read(health.examine))
        asyncio.run(vault.read(holds, written))
        vault.close()


def holds(connection, written):
    page = timelines.newest(connection, ROOM, 100_000)
    texts = [message.text for message in page.messages]
    unsent = [entry.origin_id for entry in outbox.entries(connection)]
    sent = [message.origin_id for message in page.messages if message.text.startswith("CANARY")]
    assert len(texts) == len(set(texts))
    assert set(written) <= set(texts)
    assert set(written) <= set(unsent) | set(sent)
    assert not set(unsent) & set(sent)
    assert unsent == sorted(unsent)
    assert drafts.get(connection, ROOM).text[-6:] >= written[-1]


def leaves_no_text(folder):
    for file in folder.rglob("*"):
        if file.is_file():
            assert b"CANARY" not in file.read_bytes(), file.name
