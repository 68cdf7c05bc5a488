"""A coroutine of which one await fails, and no other: each place where the outside world may."""

from collections.abc import Coroutine, Generator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class FailingAwait(Generic[T]):
    """Awaits ``work``; its ``nth`` suspension, counted from 0, ends with ``error``.

    ``struck`` says whether it had so many.
    """

    def __init__(self, work: Coroutine[Any, Any, T], nth: int, error: BaseException) -> None:
        self._work, self._nth, self._error = work, nth, error
        self.struck = False

    def __await__(self) -> Generator[Any, Any, T]:
        try:
            waited, count = self._work.send(None), 0
            while True:
                if count == self._nth:
                    self.struck = True
                    self._forget(waited)
                    waited = self._work.throw(self._error)
                else:
                    try:
                        answer = yield waited
                    except BaseException as error:  # noqa: BLE001 - what came goes inside
                        waited = self._work.throw(error)
                    else:
                        waited = self._work.send(answer)
                count += 1
        except StopIteration as end:
            return end.value

    @staticmethod
    def _forget(waited: Any) -> None:
        """What was waited for goes on by itself, as where a thread's answer is lost."""
        if waited is not None and hasattr(waited, "_asyncio_future_blocking"):
            waited._asyncio_future_blocking = False
            waited.add_done_callback(lambda done: done.cancelled() or done.exception())
