"""Writes are in order, all or nothing each, and durable together."""

import asyncio
import json
import threading

import apsw
import pytest

from tests.vault.people import KEY
from workstation.domain.errors import DiskFull, StorageError
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.engine import worker
from workstation.vault.engine.inline_worker import InlineWorker
from workstation.vault.engine.job import Job
from workstation.vault.engine.job_batch import run_batch
from workstation.vault.engine.opening import open_database
from workstation.vault.engine.worker import Worker


@pytest.fixture(params=["file", "memory", "inline"])
def vault(request, tmp_path):
    made = {
        "file": lambda: Vault.open(tmp_path / "vault.db", KEY),
        "memory": Vault.in_memory,
        "inline": lambda: Vault.in_memory(threads=False),
    }[request.param]()
    yield made
    made.close()


def put(connection, name, value):
    preferences.put(connection, name, value)
    return value


def everything(connection):
    rows = connection.execute("SELECT name, value FROM preference ORDER BY name")
    return {name: json.loads(value) for name, value in rows}


def fail_after_writing(connection):
    preferences.put(connection, "half", 1)
    raise LookupError("refused")


async def test_what_was_written_is_read(vault):
    assert await vault.write(put, "caret", 5) == 5
    assert await vault.read(preferences.get, "caret") == 5


async def test_a_reading_in_turn_sees_what_is_still_being_written(tmp_path):
    vault = Vault.open(tmp_path / "vault.db", KEY)
    goes_on = threading.Event()

    def put_late(connection):
        goes_on.wait()
        preferences.put(connection, "caret", 5)

    writing = asyncio.create_task(vault.write(put_late))
    await asyncio.sleep(0)
    reading = asyncio.create_task(vault.read_in_turn(preferences.get, "caret"))
    try:
        assert await vault.read(preferences.get, "caret") is None, "beside the writer"
    finally:
        goes_on.set()
    assert await reading == 5
    await writing
    vault.close()


@pytest.mark.parametrize("kind", [lambda it: Worker(it, "tests"), InlineWorker])
def test_a_closed_worker_takes_nothing(tmp_path, kind):
    closed = kind(open_database(tmp_path / "vault.db", KEY))
    closed.close()
    with pytest.raises(StorageError):
        closed.submit(Job(everything, writes=False, durable=False))


def test_no_more_is_written_together_than_the_bound(tmp_path, monkeypatch):
    together, real = [], worker.run_batch

    def run(connection, jobs):
        together.append(len(jobs))
        return real(connection, jobs)

    monkeypatch.setattr(worker, "run_batch", run)
    monkeypatch.setattr(worker, "MAX_BATCH_JOBS", 2)
    goes_on = threading.Event()
    busy = Worker(open_database(tmp_path / "vault.db", KEY), "tests")
    for _ in range(6):
        busy.submit(Job(lambda _connection: goes_on.wait(), writes=False, durable=False))
    goes_on.set()
    busy.close()
    assert sum(together) == 6
    assert max(together) <= 2


async def test_writes_happen_in_the_order_they_were_asked_for(vault):
    await asyncio.gather(*(vault.write(append, number) for number in range(300)))
    assert await vault.read(preferences.get, "list") == list(range(300))


def append(connection, number):
    stored = preferences.get(connection, "list", [])
    preferences.put(connection, "list", [*stored, number])


async def test_one_that_fails_takes_nothing_from_its_neighbours(vault):
    results = await asyncio.gather(
        vault.write(put, "before", 1),
        vault.write(fail_after_writing),
        vault.absorb(put, "after", 2),
        return_exceptions=True,
    )
    assert [results[0], type(results[1]), results[2]] == [1, LookupError, 2]
    assert await vault.read(everything) == {"before": 1, "after": 2}


async def test_one_that_fails_amid_its_rows_locks_nothing_while_its_fault_is_held(vault):
    """The fault holds the frames, they the rows, and these would keep the database from writing."""

    def fail_amid_rows(connection):
        rows = connection.execute("SELECT * FROM preference ORDER BY rowid")
        raise LookupError(next(rows))

    await vault.write(put, "caret", 1)
    await vault.write(put, "other", 1)
    for ask in (vault.write, vault.read):
        with pytest.raises(LookupError) as fault:
            await ask(fail_amid_rows)
        assert await vault.write(put, "after", ask.__name__) == ask.__name__, fault
        assert await vault.read(preferences.get, "after") == ask.__name__


async def test_a_cancelled_wait_does_not_undo_the_write(vault):
    task = asyncio.ensure_future(vault.write(put, "kept", 1))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    await vault.write(put, "later", 2)
    assert await vault.read(preferences.get, "kept") == 1


async def test_a_closed_vault_says_so(vault):
    vault.close()
    with pytest.raises(StorageError):
        await vault.write(put, "late", 1)
    with pytest.raises(StorageError):
        await vault.read(preferences.get, "late")


def test_closing_finishes_what_was_asked_for(tmp_path):
    vault = Vault.open(tmp_path / "vault.db", KEY)

    async def ask():
        asked = [asyncio.ensure_future(vault.write(append, number)) for number in range(100)]
        await asyncio.sleep(0)
        vault.close()
        await asyncio.gather(*asked)

    asyncio.run(ask())
    again = open_database(tmp_path / "vault.db", KEY)
    assert preferences.get(again, "list") == list(range(100))
    again.close()


def test_two_loops_may_use_one_vault(tmp_path):
    vault = Vault.open(tmp_path / "vault.db", KEY)

    def work():
        async def append_all():
            for _ in range(50):
                await vault.write(count_up)

        asyncio.run(append_all())

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asyncio.run(vault.read(preferences.get, "count")) == 150
    vault.close()


def count_up(connection):
    preferences.put(connection, "count", preferences.get(connection, "count", 0) + 1)


async def test_a_reader_cannot_write(tmp_path):
    vault = Vault.open(tmp_path / "vault.db", KEY)
    with pytest.raises(StorageError):
        await vault.read(put, "sneaky", 1)
    assert await vault.read(everything) == {}
    vault.close()


async def test_a_full_disk_is_said_and_what_fits_is_still_written(tmp_path):
    vault = Vault.open(tmp_path / "vault.db", KEY)
    await vault.write(bound_pages)
    results = await asyncio.gather(
        vault.write(put, "small", 1),
        vault.write(put, "huge", "x" * 4_000_000),
        vault.write(put, "small too", 2),
        return_exceptions=True,
    )
    assert isinstance(results[1], DiskFull)
    assert (results[0], results[2]) == (1, 2)
    assert await vault.read(everything) == {"small": 1, "small too": 2}
    vault.close()
    Vault.open(tmp_path / "vault.db", KEY).close()


def bound_pages(connection):
    connection.pragma("max_page_count", int(connection.pragma("page_count")) + 20)


def end_as_sqlite_does_on_a_failing_disk(connection):
    connection.execute("ROLLBACK")
    raise apsw.FullError


async def test_why_a_read_failed_is_said_also_where_sqlite_ended_its_transaction(vault):
    with pytest.raises(DiskFull):
        await vault.read(end_as_sqlite_does_on_a_failing_disk)
    assert await vault.read(everything) == {}


async def test_a_read_sees_one_moment_whatever_is_written_meanwhile(tmp_path):
    vault = Vault.open(tmp_path / "vault.db", KEY)
    looked, written = threading.Event(), threading.Event()

    def look_twice(connection):
        before = preferences.get(connection, "place", "outbox")
        looked.set()
        written.wait(60)
        return before, preferences.get(connection, "place", "outbox")

    try:
        reading = asyncio.ensure_future(vault.read(look_twice))
        await asyncio.to_thread(looked.wait, 60)
        await vault.write(put, "place", "archive")
        written.set()
        assert await reading == ("outbox", "outbox")
        assert await vault.read(preferences.get, "place") == "archive"
    finally:
        vault.close()


async def test_a_read_that_nobody_waits_for_any_more_is_not_run(tmp_path):
    vault = Vault.open(tmp_path / "vault.db", KEY)
    begun, held, ran = threading.Event(), threading.Event(), []
    first = asyncio.ensure_future(vault.read(lambda _: (begun.set(), held.wait())))
    await asyncio.to_thread(begun.wait, 60)  # else one batch may have all three
    given_up = asyncio.ensure_future(vault.read(lambda _: ran.append("given up")))
    awaited = asyncio.ensure_future(vault.read(lambda _: ran.append("kept")))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    held.set()
    await asyncio.gather(first, awaited)
    assert ran == ["kept"]
    vault.close()


def test_a_copy_that_did_not_come_along_is_made_level_afterwards(database, monkeypatch):
    """What only the copy has, the next start would put back."""
    levels = []
    monkeypatch.setattr(worker, "run_batch", lambda *batch: not run_batch(*batch))
    writer = Worker(database, "writer", levels.append)
    writer.submit(Job(lambda _: None, writes=True, durable=True))
    writer.close()
    assert levels == [database]
