"""A disk that takes nothing: nothing tells when it has room again, so it is asked."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from workstation.domain.errors import ContentRefused, StorageError

T = TypeVar("T")
DISK_SECONDS = 5.0


async def retry_until_stored(
    write: Callable[[], Awaitable[T]], on_storage_error: Callable[[StorageError], None]
) -> T:
    """What ``write`` gives once it succeeds; ``trouble`` is told of each time that it did not.

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
