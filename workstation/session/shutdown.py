"""The end of a session, in order, whatever fails on the way.

A step that fails must not keep those after it from being tried: a full disk that refuses a last
note would leave the network and the vault open, and the token where a sign-out should take it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from workstation.domain.errors import WorkstationError

log = logging.getLogger(__name__)

STEP_SECONDS = 3.0


async def run_shutdown_steps(
    *steps: Callable[[], Awaitable[object]], seconds: float | None = None
) -> None:
    """Await each step, up to ``seconds``; what one raises is logged, and the next begins.

    ``STEP_SECONDS``, if none are given. Raises ``asyncio.CancelledError`` after the last step
    where the whole was cancelled meanwhile.
    """
    cancelled = False
    for step in steps:
        try:
            async with asyncio.timeout(STEP_SECONDS if seconds is None else seconds):
                await step()
        except asyncio.CancelledError:
            cancelled = True
        except (TimeoutError, WorkstationError) as error:
            log.warning("a step of the session's end failed: %s", type(error))
        except Exception:
            log.exception("a step of the session's end failed by a defect")
    if cancelled:
        raise asyncio.CancelledError
