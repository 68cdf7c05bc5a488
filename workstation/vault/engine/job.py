"""What a worker of the vault is given to do."""

import sys
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from workstation.vault.faults import translate

if TYPE_CHECKING:
    import apsw

T = TypeVar("T")


@dataclass(slots=True)
class Job(Generic[T]):
    """A function to run on the connection, and the promise of its result.

    ``writes`` says whether it may change anything, ``durable`` whether its result has to wait
    until the disk has what it wrote.
    """

    function: Callable[["apsw.Connection"], T]
    writes: bool
    durable: bool
    future: Future[T] = field(default_factory=Future)

    def run(self, connection: "apsw.Connection") -> T:
        """The function's result. Raises what it raises, with no query left half read.

        Whoever waits may hold the fault for long, as one who tries again with what is left of a
        batch; its frames hold the queries, and no write begins beside them.
        """
        before = sys.exception()  # what the caller was handling is none of the function's
        try:
            return self.function(connection)
        except Exception as fault:
            each: BaseException | None = fault
            while each is not None and each is not before:
                traceback.clear_frames(each.__traceback__)
                each = each.__context__
            raise

    def finish(self, result: T) -> None:
        """Give the result to who waits; a wait that was cancelled takes none."""
        if not self.future.cancelled():
            self.future.set_result(result)

    def fail(self, fault: BaseException, connection: "apsw.Connection | None" = None) -> None:
        """Raise the fault in who waits; a wait that was cancelled takes none.

        The ``connection`` on which it ran knows more of a failure of the disk.
        """
        import apsw

        if isinstance(fault, apsw.Error):
            fault = translate(fault, "write" if self.writes else "read", connection)
        if not self.future.cancelled():
            self.future.set_exception(fault)


class JobWorker(Protocol):
    """Runs jobs on one connection, in the order given."""

    @property
    def is_inline(self) -> bool:
        """Whether a job is done once it is submitted."""

    def submit(self, job: Job[Any]) -> None:
        """Take a job. Raises ``StorageError`` once closed."""

    def close(self, *, keeps_log: bool = False) -> bool:
        """Finish what is queued, then close the connection; whether that is done."""
