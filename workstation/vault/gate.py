"""A worker that can be taken away for a while: what is asked of it meanwhile waits, in order.

A locked window closes the database and forgets its key, while the connection to the server stays
open and every service goes on. None of them has to know: whoever asks the vault waits, as for a
slow disk, and what came from the server stays unacknowledged until then. Red without it:
tests/vault/test_suspended.py.
"""

import threading
from typing import Any

from workstation.domain.errors import StorageError
from workstation.vault.worker import InlineWorker, Job, Worker


class Gate:
    """Hands jobs to a worker, or holds them while there is none."""

    def __init__(self, worker: Worker | InlineWorker) -> None:
        self._worker: Worker | InlineWorker | None = worker
        self._waiting: list[Job[Any]] = []
        self._turn = threading.Lock()
        self._closed = False

    def submit(self, job: Job[Any]) -> None:
        """Take a job. Raises ``StorageError`` once closed."""
        with self._turn:
            if self._worker is None and not self._closed:
                self._waiting.append(job)
                return
            worker = self._worker
        if worker is None:
            raise StorageError("closed")
        worker.submit(job)

    def shut(self) -> None:
        """Finish what is queued, close the connection, and hold what comes. Blocks."""
        with self._turn:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()

    def open(self, worker: Worker | InlineWorker) -> None:
        """Go on with another worker, first with what waited."""
        with self._turn:
            self._worker = worker
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
