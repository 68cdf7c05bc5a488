"""The vault: one encrypted database, with a thread that writes and one that only reads.

Which call to take is a question of what may be lost and what must be seen. ``write`` returns when
the words are on the disk, ``absorb`` earlier: what it stores the server still has. ``read`` does
not wait for the writer and sees what is committed; ``read_in_turn`` goes through the writer and so
sees all that was asked for before it. Each thread's results come to the loop in the order in which
they were asked for (``_run``).
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from workstation.domain.errors import ContentRefused, StorageError
from workstation.vault.engine.damage import Damage
from workstation.vault.engine.disk_room import DiskRoom
from workstation.vault.engine.gate import Gate
from workstation.vault.engine.inline_worker import InlineWorker
from workstation.vault.engine.job import Job
from workstation.vault.engine.opening import assert_encrypted, open_database, open_memory
from workstation.vault.engine.worker import Worker
from workstation.vault.faults import translated_faults
from workstation.vault.rescue import outbox_backup
from workstation.vault.schema.migrations import migrate

if TYPE_CHECKING:
    import apsw

P = ParamSpec("P")
T = TypeVar("T")

DISK_SECONDS = 5.0


class Vault:
    """Runs functions of the table modules on the database, from any event loop or none.

    A function is given the connection and the arguments that follow it; the same function may be
    run again when a neighbour's failure took the common transaction with it. What came of writes is
    told in the order in which they were committed, so it may be applied as it comes.
    """

    def __init__(
        self,
        writer: Gate,
        reader: Gate,
        restored: int = 0,
        path: Path | None = None,
        damage: Damage | None = None,
    ) -> None:
        self._writer, self._reader, self._path = writer, reader, path
        self.restored = restored
        """How many unsent messages came back out of the outbox backup when it was opened."""
        self.damage = damage or Damage()
        """Whether a page was met since that cannot be read: the next opening rebuilds it."""

    @classmethod
    def open(cls, path: Path, key: bytes) -> "Vault":
        """Open, create or migrate the database at ``path`` with a raw 32-byte key.

        Blocks for a few milliseconds. Raises ``WrongKey``, ``DatabaseCorrupt``, ``DiskFull``,
        ``NewerDatabase``, ``DatabaseBusy`` or ``StorageError``; the file is then as it was.
        """
        damage = Damage(path)
        writer, reader, restored = _open_workers(path, key, damage)
        return cls(Gate(writer), Gate(reader), restored, path, damage)

    @classmethod
    def in_memory(cls, *, threads: bool = True) -> "Vault":
        """A vault that keeps nothing beyond the process; without threads each call runs at once."""
        connection = open_memory()
        migrate(connection)
        only = Gate(Worker(connection, "vault-memory") if threads else InlineWorker(connection))
        return cls(only, only)

    async def write(
        self,
        function: Callable[Concatenate["apsw.Connection", P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run ``function`` in a transaction; returns once it is on the disk, power loss included.

        Raises what the function raises (and nothing of it is written), or ``StorageError``.
        Cancelling the wait does not undo the write.
        """
        return await _run(self._writer, _job(function, args, kwargs, durable=True))

    async def absorb(
        self,
        function: Callable[Concatenate["apsw.Connection", P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Write like ``write``, for what the server can tell again: kept over a kill.

        After a power loss the newest of it may be missing, never out of the middle: the cursor
        falls back together with the messages.
        """
        return await _run(self._writer, _job(function, args, kwargs, durable=False))

    async def read(
        self,
        function: Callable[Concatenate["apsw.Connection", P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run a function that only reads, beside the writer. Sees everything committed before.

        Cancelled before its turn, it is not run.
        """
        return await _run_read(self._reader, function, args, kwargs)

    async def read_in_turn(
        self,
        function: Callable[Concatenate["apsw.Connection", P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Read like ``read``, behind all that was asked to be written before: sees that as well."""
        return await _run_read(self._writer, function, args, kwargs)

    def bind_read(
        self, function: Callable[Concatenate["apsw.Connection", P], T]
    ) -> Callable[P, Awaitable[T]]:
        """``function`` as a question to this vault, for those who may not see it: ``read``."""

        async def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            return await self.read(function, *args, **kwargs)

        return ask

    def bind_write(
        self, function: Callable[Concatenate["apsw.Connection", P], T]
    ) -> Callable[P, Awaitable[T]]:
        """Bind like ``bind_read``, for a function that writes: each call is a ``write``."""

        async def act(*args: P.args, **kwargs: P.kwargs) -> T:
            return await self.write(function, *args, **kwargs)

        return act

    def read_now(self, function: Callable[["apsw.Connection"], T], seconds: float) -> T:
        """Read like ``read``, for the few callers that may not await. Blocks.

        Raises ``StorageError``, also where that takes longer than ``seconds``.
        """
        job = Job(function, False, False)
        self._reader.submit(job)
        try:
            return job.future.result(seconds)
        except TimeoutError:
            raise StorageError("no answer in time", call="read") from None

    def suspend(self) -> None:
        """Close the database; what is asked of it waits until ``resume``. Blocks as ``close``.

        Nothing of the key stays here. Not for a vault in memory, which would be lost.
        """
        try:
            self._writer.shut()
        finally:
            self._reader.shut()

    def resume(self, key: bytes) -> None:
        """Open it again, and go on with what waits. Blocks.

        Raises what ``open`` raises, ``DiskSilent`` while what came before ``suspend`` is not done,
        and ``StorageError`` for a vault in memory.
        """
        if self._path is None:
            raise StorageError("a vault in memory", call="open")
        for gate in (self._writer, self._reader):
            gate.await_shut()
        writer, reader, restored = _open_workers(self._path, key, self.damage)
        self.restored += restored
        self._writer.open(writer)
        self._reader.open(reader)

    def close(self) -> None:
        """Finish what is queued and close. Blocks for 10 s at most; call it off the window."""
        try:
            self._writer.close()
        finally:
            self._reader.close()


async def retry_until_stored(
    write: Callable[[], Awaitable[T]], on_storage_error: Callable[[StorageError], None]
) -> T:
    """What ``write`` gives once it succeeds; ``on_storage_error`` gets the error of each failure.

    Nothing tells when a full disk has room again, so it is asked every ``DISK_SECONDS``, for as
    long as it lasts, and the caller waits in place: what comes after a write that is not done (an
    acknowledgement, the next message) must not overtake it.

    Raises ``ContentRefused`` at once: no disk would take that.
    """
    while True:
        try:
            return await write()
        except ContentRefused:
            raise
        except StorageError as error:
            on_storage_error(error)
            await asyncio.sleep(DISK_SECONDS)


def _open_workers(path: Path, key: bytes, damage: Damage) -> tuple[Worker, Worker, int]:
    """A writer and a reader, and how many messages came back; raises as ``Vault.open``."""
    room = DiskRoom(path)
    room.require()
    connection = open_database(path, key)
    try:
        with translated_faults("open", connection):
            migrate(connection)
            restored = outbox_backup.attach(connection, path, key)
            assert_encrypted(path)
            assert_encrypted(outbox_backup.path_beside(path))
        reader = open_database(path, key)
    except BaseException:
        connection.close()
        raise
    reader.pragma("query_only", 1)
    try:
        reading = Worker(reader, "vault-reader", None, room, damage)
        try:
            writer = Worker(connection, "vault-writer", outbox_backup.synchronise, room, damage)
        except RuntimeError:
            reading.close()
            raise
    except RuntimeError:
        reader.close()
        connection.close()
        raise StorageError("the system has no thread left", call="open") from None
    return writer, reading, restored


async def _run(worker: Gate, job: Job[T]) -> T:
    """What a job gives, never before what those asked for before it gave.

    On a busy computer it may be done before whoever waits for the one before it had a turn. Taken
    at once, the newer row would be shown first, and the older one over it: what had just entered
    the history was out of it again, until the next start. Nor is it enough to wait a turn: Qt's
    loop takes what its own thread hands it before what another one did earlier, so the database's
    thread alone tells, and who waits is there first. Tests: ``test_result_order.py``.
    """
    if worker.is_inline:
        worker.submit(job)
        return job.future.result()
    outcome = _outcome(job.future)
    worker.submit(job)
    return await outcome


async def _run_read(
    worker: Gate, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T:
    job = Job(lambda connection: function(connection, *args, **kwargs), False, False)
    try:
        return await _run(worker, job)
    except asyncio.CancelledError:
        job.future.cancel()
        raise


def _job(
    function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], *, durable: bool
) -> Job[T]:
    return Job(lambda connection: function(connection, *args, **kwargs), True, durable)


def _outcome(future: "Future[T]") -> "asyncio.Future[T]":
    loop = asyncio.get_running_loop()
    waiter: asyncio.Future[T] = loop.create_future()

    def deliver(done: "Future[T]") -> None:
        with suppress(RuntimeError):  # the loop ended before the write did
            loop.call_soon_threadsafe(_hand_over, done, waiter)

    future.add_done_callback(deliver)
    return waiter


def _hand_over(done: "Future[T]", waiter: "asyncio.Future[T]") -> None:
    if waiter.done():
        return
    fault = done.exception()
    if fault is None:
        waiter.set_result(done.result())
    else:
        waiter.set_exception(fault)
