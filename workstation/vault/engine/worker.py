"""One thread that owns one connection, and a queue of jobs to run on it.

What waits in the queue when the thread is free is run together (``job_batch``).
"""

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workstation.domain.errors import StorageError
from workstation.vault.engine.damage import IN_NO_FILE, Damage
from workstation.vault.engine.disk_room import DiskRoom
from workstation.vault.engine.job import Job
from workstation.vault.engine.job_batch import run_batch

if TYPE_CHECKING:
    import apsw

log = logging.getLogger(__name__)

IN_MEMORY = DiskRoom()
MAX_BATCH_JOBS = 256
CLOSE_SECONDS = 10.0


class Worker:
    """Runs jobs on its connection, in the order given, in its own thread.

    ``synchronise`` brings the second copy in line with the database where a transaction did not,
    ``room`` is asked before the disk is written to, ``damage`` told of pages that cannot be read.
    """

    is_inline = False

    def __init__(
        self,
        connection: "apsw.Connection",
        name: str,
        synchronise: Callable[["apsw.Connection"], None] | None = None,
        room: DiskRoom = IN_MEMORY,
        damage: Damage = IN_NO_FILE,
    ) -> None:
        self._connection, self._synchronise = connection, synchronise
        self._room, self._damage = room, damage
        self._is_synchronised, self._keeps_log = True, False
        self._jobs: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._closing, self._closed = threading.Lock(), False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job[Any]) -> None:
        """Queue a job. Raises ``StorageError`` once closed."""
        with self._closing:
            if self._closed:
                raise StorageError("closed")
            self._jobs.put(job)

    def close(self, *, keeps_log: bool = False) -> bool:
        """Finish what is queued, then close the connection; whether that is done.

        Blocks for 10 s at most. With ``keeps_log`` the log stays as it is, with its files.
        """
        with self._closing:
            if not self._closed:
                self._closed, self._keeps_log = True, keeps_log
                self._jobs.put(None)
        self._thread.join(CLOSE_SECONDS)
        return not self._thread.is_alive()

    def _work(self) -> None:
        going = True
        while going:
            batch, going = self._next_batch()
            # What nobody waits for any more, as the search before the last letter, is left out.
            pending = [job for job in batch if job.future.set_running_or_notify_cancel()]
            if pending and not self._run(pending):
                self._is_synchronised = False
            self._damage.note_in(pending)
            self._synchronise_copy()
            batch.clear()
            pending.clear()
        self._close_connection()

    def _run(self, batch: list[Job[Any]]) -> bool:
        """Run what the disk has room for; false where the second copy lags behind by it."""
        if not any(job.writes for job in batch):
            return run_batch(self._connection, batch)
        try:
            self._room.require()
        except StorageError as full:
            for job in batch:
                if job.writes:
                    job.fail(full)
            return run_batch(self._connection, [job for job in batch if not job.writes])
        is_synchronised = run_batch(self._connection, batch)
        self._room.settle(self._connection)
        return is_synchronised

    def _synchronise_copy(self) -> None:
        """Bring the copy of unsent words to the database's state, as soon as the disk takes it.

        Else the next start would put back what only the copy has.
        """
        import apsw

        if self._is_synchronised or self._synchronise is None:
            return
        try:
            self._room.require()
            self._synchronise(self._connection)
        except (apsw.Error, StorageError) as fault:
            log.warning("the copy of unsent words lags behind: %s", type(fault))
        else:
            self._is_synchronised = True

    def _close_connection(self) -> None:
        """Close the connection; what a failing disk does not take of the log stays in the log."""
        import apsw

        try:
            self._room.require()
        except StorageError:
            self._keeps_log = True
        if self._keeps_log:
            self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        try:
            self._connection.close()
        except apsw.Error as fault:
            log.warning("the database was closed with its log: %s", type(fault))

    def _next_batch(self) -> tuple[list[Job[Any]], bool]:
        """The jobs that wait, at least one unless closed; and whether more may come."""
        batch: list[Job[Any]] = []
        job = self._jobs.get()
        while job is not None:
            batch.append(job)
            if len(batch) == MAX_BATCH_JOBS or self._jobs.empty():
                return batch, True
            job = self._jobs.get()
        return batch, False
