"""A place on this computer that takes no connection and refuses none, like a dead line."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from socket import socket


@contextlib.asynccontextmanager
async def dead_end() -> AsyncIterator[int]:
    """A port where 127.0.0.1 takes no connection and refuses none: its queue is full."""
    loop = asyncio.get_running_loop()
    with contextlib.ExitStack() as stack:
        queue = stack.enter_context(socket())
        queue.bind(("127.0.0.1", 0))
        queue.listen(0)
        port: int = queue.getsockname()[1]
        for _ in range(4):
            filler = stack.enter_context(socket())
            filler.setblocking(False)
            task = asyncio.ensure_future(loop.sock_connect(filler, ("127.0.0.1", port)))
            stack.callback(task.cancel)
        await asyncio.sleep(0)
        yield port
