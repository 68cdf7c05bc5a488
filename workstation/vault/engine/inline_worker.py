"""A worker without a thread, for simulations: with one their order would vary."""

from typing import TYPE_CHECKING, Any

from workstation.domain.errors import StorageError
from workstation.vault.engine.job import Job
from workstation.vault.engine.job_batch import run_batch

if TYPE_CHECKING:
    import apsw


class InlineWorker:
    """Runs jobs where they are submitted."""

    is_inline = True

    def __init__(self, connection: "apsw.Connection") -> None:
        self._connection = connection
        self._closed = False

    def submit(self, job: Job[Any]) -> None:
        """Run a job now. Raises ``StorageError`` once closed."""
        if self._closed:
            raise StorageError("closed")
        run_batch(self._connection, [job])

    def close(self, *, keeps_log: bool = False) -> bool:  # noqa: ARG002 - none in memory
        """Close the connection; that is done then."""
        if not self._closed:
            self._closed = True
            self._connection.close()
        return True
