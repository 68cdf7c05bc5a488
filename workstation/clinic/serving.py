"""uvicorn as the clinic needs it: a socket bound beforehand, a ready line, an orderly end."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from workstation.clinic.connections import Connections
from workstation.clinic.im.wire import Wire

GRACE_SECONDS: Final = 1


def listening_socket(host: str, port: int) -> socket.socket:
    """A listening TCP socket; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle off only for sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


def same_listening_socket(host: str, port_file: Path) -> socket.socket:
    """A listening socket at the port in ``port_file``; if that is taken, a free one, written there.

    Addresses that a client keeps lead here also after a restart. Raises OSError.
    """
    try:
        return listening_socket(host, int(port_file.read_text(encoding="ascii")))
    except (OSError, ValueError, OverflowError):
        listener = listening_socket(host, 0)
    with contextlib.suppress(OSError):  # a full disk: another port next time
        port_file.write_text(str(listener.getsockname()[1]), encoding="ascii")
    return listener


class ClinicServer(uvicorn.Server):
    """One server over a socket; ``on_ready`` is called once it answers."""

    def __init__(
        self, app: Starlette, connections: Connections, on_ready: Callable[[], None]
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=_recording_protocol(connections),
                ws=Wire,
                ws_max_size=16 * 1024 * 1024,
                ws_per_message_deflate=False,
                ws_ping_interval=None,
                loop="asyncio",
                log_config=None,
                log_level="critical",
                access_log=False,
                date_header=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self._on_ready = on_ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()

    def end(self) -> None:
        """End in order; may be called by any thread and by a signal, and again."""
        self.should_exit = True
        with contextlib.suppress(RuntimeError):  # the loop is over by now
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._end.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start accepting, then say so."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def main_loop(self) -> None:
        """Wait for the end, where uvicorn would look for it ten times a second."""
        await self.on_tick(0)
        while not self.should_exit:
            await self._end.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in order; with nobody there at once, where uvicorn would wait all the same."""
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        await self.lifespan.shutdown()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End the server in order at an interrupt or termination, with exit status 0."""
        watched = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self._on_signal) for number in watched}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, *_: object) -> None:
        self.end()

    def end_with_standard_input(self) -> None:
        """Stop once standard input is closed: the parent is gone, or wants it so."""
        threading.Thread(target=self._wait_for_end_of_input, daemon=True).start()

    def _wait_for_end_of_input(self) -> None:
        try:
            while os.read(0, 4096):
                continue
        except OSError:
            pass
        self.end()


def _recording_protocol(connections: Connections) -> type[H11Protocol]:
    class RememberedProtocol(H11Protocol):
        """Tells ``connections`` of each accepted connection."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if self.client is not None:
                connections.add(self.client, transport)

    return RememberedProtocol
