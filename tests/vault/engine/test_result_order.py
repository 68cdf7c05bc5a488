"""Results come in the order in which they were committed, however late who waits has a turn."""

import asyncio
import concurrent.futures
import threading

import pytest

from tests.vault.people import KEY
from workstation.vault.database import Vault
from workstation.vault.engine.gate import Gate

WAYS = pytest.mark.parametrize("way", ["write", "absorb", "read", "read_in_turn"])


async def ask_twice(vault: Vault, way: str, patch: pytest.MonkeyPatch) -> list[int]:
    """As where the processor is taken from the window while the database's thread has it."""
    goes_on, submit, known = threading.Event(), Gate.submit, []

    def submit_without_a_turn(gate, job):
        submit(gate, job)
        goes_on.set()
        concurrent.futures.wait([job.future])

    async def ask(work):
        known.append(await getattr(vault, way)(work))

    first = asyncio.ensure_future(ask(lambda _: (goes_on.wait(), 1)[1]))
    await asyncio.sleep(0)
    patch.setattr(Gate, "submit", submit_without_a_turn)
    await ask(lambda _: 2)
    await first
    return known


@pytest.fixture
def vault(tmp_path):
    """One on the disk, with its two threads."""
    vault = Vault.open(tmp_path / "vault.db", KEY)
    yield vault
    vault.close()


@WAYS
async def test_what_was_asked_later_is_not_known_earlier(vault, monkeypatch, way):
    assert await ask_twice(vault, way, monkeypatch) == [1, 2]


@WAYS
def test_nor_in_the_loop_of_the_window(qloop, vault, monkeypatch, way):
    """Qt's loop takes what its own thread hands it before what another thread did earlier."""
    assert qloop.run_until_complete(ask_twice(vault, way, monkeypatch)) == [1, 2]
