"""What stands before a worker of the vault that may be taken away for a while."""

import threading
from typing import Any

from workstation.domain.errors import DiskSilent, StorageError
from workstation.vault.engine.job import Job, JobWorker


class Gate:
    """Hands jobs to a worker, or holds them, in order, while there is none.

    A locked window closes the database and forgets its key, while the connection to the server
    stays open and every service goes on. None of them has to know: whoever asks the vault waits, as
    for a slow disk, and what came from the server stays unacknowledged until then. Tests:
    ``tests/vault/engine/test_suspended.py``.
    """

    def __init__(self, worker: JobWorker) -> None:
        self._worker: JobWorker | None = worker
        self._earlier: JobWorker | None = None
        self._waiting: list[Job[Any]] = []
        self._turn = threading.Lock()
        self._closed = False

    @property
    def is_inline(self) -> bool:
        """Whether a job is done once it is submitted, and all before it."""
        return self._worker is not None and self._worker.is_inline

    def submit(self, job: Job[Any]) -> None:
        """Take a job. Raises ``StorageError`` once closed."""
        with self._turn:  # a lock shuts it in another thread
            if self._worker is not None:
                self._worker.submit(job)
            elif self._closed:
                raise StorageError("closed")
            else:
                self._waiting.append(job)

    def shut(self) -> None:
        """Finish what is queued, close the connection, and hold what comes. Blocks as ``close``.

        The log's files stay: a disk that is full by then has no room for others, and opens nothing.
        """
        with self._turn:
            worker, self._worker = self._worker, None
        if worker is not None:
            self._earlier = worker
            worker.close(keeps_log=True)

    def await_shut(self) -> None:
        """Give a disk that was not done when it was shut as long again. Raises ``DiskSilent``."""
        if self._earlier is not None and not self._earlier.close(keeps_log=True):
            raise DiskSilent("not done with what came before the lock", call="open")

    def open(self, worker: JobWorker) -> None:
        """Go on with another worker, first with what waited."""
        with self._turn:
            self._worker, self._earlier = worker, None
            waiting, self._waiting = self._waiting, []
            for job in waiting:
                worker.submit(job)

    def close(self) -> None:
        """Finish and close; what waits for a worker fails. Blocks."""
        with self._turn:
            worker, self._worker, self._closed = self._worker, None, True
            waiting, self._waiting = self._waiting, []
        for job in waiting:
            if job.future.set_running_or_notify_cancel():
                job.fail(StorageError("closed"))
        if worker is not None:
            worker.close()
