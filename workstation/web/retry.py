"""Asking again: for reads only, with exponential back-off and full jitter."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import TypeVar

from workstation.domain import backoff
from workstation.domain.errors import (
    DeadlineExceeded,
    NameNotResolved,
    ServerFault,
    Unreachable,
    WorkstationError,
)
from workstation.domain.network_errors import proxy_of
from workstation.domain.recovery import Recovery, recovery_of
from workstation.domain.value import Value
from workstation.web.bounds import (
    API_SECONDS,
    MEDIA_SECONDS,
    READ_TRIES,
)
from workstation.web.deadline import within, within_lengthened

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]


class RetryPolicy(Value):
    """How long a call may take in all, and how the tries of a read are spread over that time.

    ``draw`` gives chance from 0 to 1 and ``sleep`` waits: arguments for tests, which have their
    own.
    """

    seconds: float
    draw: backoff.Draw = random.random
    sleep: Sleep = asyncio.sleep

    async def read(self, action: Callable[[], Awaitable[T]], *, call: str = "") -> T:
        """Do ``action`` for its result, tried up to four times; the last error is raised.

        Tried again is what may pass by itself (``recovery_of``). A server that asks for a pause
        gets it; one that asks for a long one is not asked again here, and its error tells how long
        in ``retry_after``. When all tries together take longer than ``seconds``, and what a slow
        line needs to bring the answer, raises ``DeadlineExceeded``, or the failure of the try
        before where nobody was reached then: it says more.
        """
        failures: list[WorkstationError] = []
        try:
            async with within_lengthened(self.seconds, call=call):
                return await self._in_turn(action, failures)
        except DeadlineExceeded:
            if failures and _nobody_reached(failures[-1]):
                raise failures[-1] from None
            raise

    async def _in_turn(
        self, action: Callable[[], Awaitable[T]], failures: list[WorkstationError]
    ) -> T:
        for delay in islice(backoff.READ.waits(self.draw), READ_TRIES - 1):
            try:
                return await action()
            except WorkstationError as error:
                pause = error.retry_after if isinstance(error, ServerFault) else 0.0
                if recovery_of(error) is not Recovery.SOON or pause > backoff.READ.max_seconds:
                    raise
                failures.append(error)
            await self.sleep(delay + pause)
        return await action()

    async def write(self, action: Callable[[], Awaitable[T]], *, call: str = "") -> T:
        """Do ``action`` for its result, tried once: when its answer is lost it may have been done.

        Raises ``DeadlineExceeded`` after ``seconds``, and what ``action`` raises.
        """
        async with within(self.seconds, call=call):
            return await action()


def _nobody_reached(failure: WorkstationError) -> bool:
    return isinstance(failure, Unreachable | NameNotResolved) or bool(proxy_of(failure))


API_RETRY = RetryPolicy(API_SECONDS)
MEDIA_RETRY = RetryPolicy(MEDIA_SECONDS)
