"""Whether the sound server is still there through which Qt plays and records (Linux: PulseAudio).

Where it ends (it crashed, the desktop started it again), Qt looks for it once more after three
seconds, and never again. From then on its list of devices stands as it was, and whoever opens one
of them ends the whole program: an assertion of libpulse. Nothing of Qt's tells so beforehand, but
its connection can be seen: a socket of this process whose other end is the server's.

Red without it: tests/devices/test_sound_server.py.
"""

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

OPEN_FILES = Path("/proc/self/fd")
SERVER_VARIABLE = "PULSE_SERVER"
SOCKET_NAMES = ("/pulse/native", "/PulseServer")
"""How the paths of such a server's socket end (the second: Windows' subsystem for Linux)."""


class SoundServer:
    """Lost is a server that was once reached and is so no longer; most computers have none."""

    def __init__(self) -> None:
        self._was_reached = False

    @property
    def is_lost(self) -> bool:
        """Whether no sound device may be opened any more; asked after Qt listed its devices."""
        if sys.platform != "linux":
            return False
        reached = any(map(_is_server, _peers()))
        self._was_reached = self._was_reached or reached
        return self._was_reached and not reached


SOUND_SERVER = SoundServer()


def _is_server(address: str) -> bool:
    chosen = os.environ.get(SERVER_VARIABLE, "").removeprefix("unix:")
    return address.endswith(SOCKET_NAMES) or (bool(chosen) and address == chosen)


def _peers() -> Iterator[str]:
    """The paths of the local sockets that this process is connected to."""
    for entry in OPEN_FILES.iterdir():
        with contextlib.suppress(OSError):  # closed meanwhile, no socket, or not connected
            if not str(entry.readlink()).startswith("socket:"):
                continue
            with socket.socket(fileno=os.dup(int(entry.name))) as copy:
                address = copy.getpeername()
            if isinstance(address, str):
                yield address
