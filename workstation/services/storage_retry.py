"""A disk that takes nothing: nothing tells when it has room again, so it is asked.

Every 5 seconds, for as long as it lasts, and the caller waits in place. That is meant: whatever
comes after a write that is not done (an acknowledgement, the next message) must not overtake it.
Only what no disk would take (``ContentRefused``) is given back at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from workstation.domain.errors import ContentRefused, StorageError

T = TypeVar("T")
DISK_SECONDS = 5.0


async def retry_until_stored(
    write: Callable[[], Awaitable[T]], on_storage_error: Callable[[StorageError], None]
) -> T:
    """What ``write`` gives once it succeeds; ``on_storage_error`` gets the error of each failure.

    The next try comes ``DISK_SECONDS`` later.

    Raises ``ContentRefused``: no disk would take that.
    """
    while True:
        try:
            return await write()
        except ContentRefused:
            raise
        except StorageError as error:
            on_storage_error(error)
            await asyncio.sleep(DISK_SECONDS)
