"""Whether the sound server answers through which Qt plays and records (Linux: PulseAudio).

It may be away in two ways, and nothing of Qt's tells so beforehand. Where it *ended* (it crashed,
the desktop started it again), Qt looks for it once more after three seconds, and never again. From
then on its list of devices stands as it was, and whoever opens one of them ends the whole program:
an assertion of libpulse. But its connection can be seen: a socket of this process whose other end
is the server's.

Where it *hangs* (a headset's driver, most often), Qt waits for it in the thread that asks, which is
the window's: for half a minute each time that a device is listed first, opened or closed. So it is
asked for a sign of life before: a greeting of its protocol, which it answers in a millisecond. What
is open must not even be closed as long as it does not; that is made up for later.

Tests: tests/devices/test_sound_server.py, tests/devices/test_hanging_sound_server.py.
"""

import contextlib
import os
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QTimer

OPEN_FILES = Path("/proc/self/fd")
SERVER_VARIABLE = "PULSE_SERVER"
SOCKET_NAMES = ("/pulse/native", "/PulseServer")
"""How the paths of such a server's socket end (the second: Windows' subsystem for Linux)."""

ANSWER_SECONDS = 0.5
"""A server that is started by being asked takes its time, too."""

RETRY_SECONDS = 10.0
"""For so long after a silence nobody is kept waiting by another one."""

_WORD, _BYTES, _AUTHENTICATE = b"L", b"x", 8
_GREETING = (
    struct.pack(">cIcIcI", _WORD, _AUTHENTICATE, _WORD, 0, _WORD, 8)
    + struct.pack(">cI", _BYTES, 256)
    + bytes(256)
)
GREETING = struct.pack(">IIIII", len(_GREETING), 0xFFFF_FFFF, 0, 0, 0) + _GREETING
"""Who is there, in version 8 of the protocol and without a password; any answer will do."""


class SoundServer:
    """The sound server; most computers have none: then it neither is lost nor hangs."""

    def __init__(self) -> None:
        self._was_reached = False
        self._hangs_until = 0.0
        self._late: list[Callable[[], None]] = []
        self._timer: QTimer | None = None

    @property
    def is_lost(self) -> bool:
        """Whether no device may be listed or opened: it was reached and ended, or it hangs.

        That it ended shows only once Qt has listed its devices.
        """
        if sys.platform != "linux":
            return False
        is_reached = any(map(_is_server, _peers()))
        self._was_reached = self._was_reached or is_reached
        return (self._was_reached and not is_reached) or self.hangs

    @property
    def hangs(self) -> bool:
        """Whether the server is there and does not answer: not even what is open may be closed."""
        if sys.platform != "linux":
            return False
        if monotonic() < self._hangs_until:
            return True
        address = next(filter(_is_server, _peers()), _usual_address())
        if not address or _answers(address):
            return False
        self._hangs_until = monotonic() + RETRY_SECONDS
        return True

    def close_when_it_answers(self, close: Callable[[], None]) -> None:
        """Close something now, or as soon as the server does not hang any more."""
        if not self.hangs:
            close()
            return
        self._late.append(close)
        if self._timer is None:
            self._timer = QTimer(interval=round(RETRY_SECONDS * 1000))
            self._timer.timeout.connect(self._close_late)
        self._timer.start()

    def _close_late(self) -> None:
        if not self.hangs and self._timer is not None:
            self._timer.stop()
            late, self._late = self._late, []
            for close in late:
                close()


SOUND_SERVER = SoundServer()


def _is_server(address: str) -> bool:
    chosen = os.environ.get(SERVER_VARIABLE, "").removeprefix("unix:")
    return address.endswith(SOCKET_NAMES) or (bool(chosen) and address == chosen)


def _usual_address() -> str:
    """The address where Qt looks first (libpulse); empty where none listens on this computer."""
    chosen = os.environ.get(SERVER_VARIABLE, "").removeprefix("unix:")
    usual = f"{os.environ.get('XDG_RUNTIME_DIR', '')}/pulse"
    address = chosen or f"{os.environ.get('PULSE_RUNTIME_PATH') or usual}/native"
    try:
        return address if Path(address).is_socket() else ""
    except OSError:  # in the folder of whoever started a terminal for this user (``su``)
        return ""


def _answers(address: str) -> bool:
    """Whether a server answers a greeting, be it by a refusal."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(ANSWER_SECONDS)
        try:
            line.connect(address)
            line.sendall(GREETING)
            line.recv(1)
        except TimeoutError:
            return False
        except OSError:  # it ended meanwhile, or is not for us: nobody would wait for it
            return True
    return True


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
