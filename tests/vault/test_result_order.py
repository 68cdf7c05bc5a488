"""Results come in the order in which they were committed, however late who waits has a turn."""

import asyncio
import concurrent.futures
import threading

import pytest

from tests.vault.people import KEY
from workstation.vault.database import Vault
from workstation.vault.worker import Gate

WAYS = ["write", "absorb", "read", "read_in_turn"]


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_asked_later_is_not_known_earlier(tmp_path, monkeypatch, way):
    """As where the processor is taken from the window while the database's thread has it."""
    vault = Vault.open(tmp_path / "vault.db", KEY)
    goes_on, submit, known = threading.Event(), Gate.submit, []

    def submit_without_a_turn(gate, job):
        submit(gate, job)
        goes_on.set()
        concurrent.futures.wait([job.future])

    async def ask(work):
        known.append(await getattr(vault, way)(work))

    first = asyncio.ensure_future(ask(lambda _: (goes_on.wait(), 1)[1]))
    await asyncio.sleep(0)
    monkeypatch.setattr(Gate, "submit", submit_without_a_turn)
    await ask(lambda _: 2)
    await first
    vault.close()
    assert known == [1, 2]
