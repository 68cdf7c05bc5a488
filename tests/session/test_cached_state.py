"""At the first glance, before the network says a word: who waits, and since when."""

import asyncio

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation, furnish
from workstation.domain.changes import Listed, Place
from workstation.domain.message import MessageKind
from workstation.session import cached_state
from workstation.session.cached_state import load_cached_state, load_remaining
from workstation.store.session_store import SessionStore
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.lists import consultations
from workstation.vault.search import message_index, search
from workstation.vault.unsent import outbox

ANSWERED, UNKNOWN = ROOM + 1, ROOM + 2


async def test_who_waits_is_known_from_the_words_of_the_last_run() -> None:
    vault, desk = Vault.in_memory(threads=False), SessionStore()
    await vault.write(furnish)
    for number in (ANSWERED, UNKNOWN):
        listed = Listed(consultation(number, created_ms=77), Place.IN_PROCESS)
        await vault.write(consultations.put, listed)
    words = [
        make_arrived("ill", PATIENT, at_ms=500),
        make_arrived("ill", PATIENT, at_ms=500, consultation_id=ANSWERED),
        make_arrived("well", ME, at_ms=600, consultation_id=ANSWERED),
    ]
    await vault.write(ingest, words)
    await load_cached_state(vault, desk)
    since = {
        number: row.waiting_since_ms
        for number in (ROOM, ANSWERED, UNKNOWN)
        if (row := desk.worklist.row(number)) is not None
    }
    assert since == {ROOM: 500, ANSWERED: None, UNKNOWN: 77}
    vault.close()


async def test_the_window_has_its_turn_while_a_long_queue_is_loaded(monkeypatch) -> None:
    monkeypatch.setattr(cached_state, "ROWS_AT_ONCE", 1)
    vault, desk = Vault.in_memory(threads=False), SessionStore()
    await vault.write(furnish)
    for number in (ANSWERED, UNKNOWN):
        await vault.write(consultations.put, Listed(consultation(number), Place.IN_PROCESS))
    loading, rows = asyncio.ensure_future(load_cached_state(vault, desk)), set()
    while not loading.done():
        rows.add(len(desk.worklist))
        await asyncio.sleep(0)
    await loading
    assert rows == {0, 1, 2, 3}
    vault.close()


async def test_what_is_not_kept_is_so_for_the_next_start() -> None:
    vault, desk = Vault.in_memory(threads=False), SessionStore()
    await vault.write(furnish)
    for number in (ANSWERED, UNKNOWN):
        await vault.write(consultations.put, Listed(consultation(number), Place.IN_PROCESS))
    missing = await load_cached_state(vault, desk)
    assert missing == 3
    await load_remaining(vault, desk, missing)
    assert await load_cached_state(vault, SessionStore()) == 0
    vault.close()


async def test_what_an_older_program_indexed_is_moved_step_by_step(monkeypatch) -> None:
    monkeypatch.setattr(cached_state, "MOVE_PAUSE_SECONDS", 0)
    vault, moved, steps = Vault.in_memory(threads=False), [], iter((True, True, False))

    def move(_connection, limit):
        moved.append(limit)
        return next(steps)

    monkeypatch.setattr(message_index, "move", move)
    await load_remaining(vault, SessionStore(), missing=0)
    assert moved == [cached_state.MOVED_AT_ONCE] * 3
    vault.close()


async def test_an_index_in_many_parts_becomes_one_step_by_step(monkeypatch) -> None:
    monkeypatch.setattr(cached_state, "MOVE_PAUSE_SECONDS", 0)
    monkeypatch.setattr(cached_state, "MERGED_AT_ONCE", 1)
    monkeypatch.setattr(message_index, "MAX_PARTS", 1)
    vault = Vault.in_memory(threads=False)
    await vault.write(furnish)
    for number in range(3):
        await vault.write(ingest, [make_arrived(f"起疹 {number}", at_ms=number)])
    assert await vault.read(message_index.is_scattered)
    await load_remaining(vault, SessionStore(), missing=0)
    assert not await vault.read(message_index.is_scattered)
    assert len(await vault.read(search.search_all, "起疹")) == 3
    vault.close()


async def test_what_an_earlier_run_could_not_send_is_known() -> None:
    vault, desk = Vault.in_memory(threads=False), SessionStore()
    await vault.write(furnish)
    for name in ("a", "b"):
        await vault.write(outbox.add, ROOM, name, MessageKind.TEXT, name, 0)
    await load_remaining(vault, desk, missing=0)
    assert (desk.history.unsent(ROOM), desk.history.unsent(ANSWERED)) == (2, 0)
    vault.close()
