"""The clinic, loaded once for all journeys: each one's is a copy (fork) of a process that waits.

Loading costs half a processor second, as much as all that a short journey asks of its clinic. That
the clinic starts as a program of its own is tried in ``tests/clinic``.

``python loaded_clinic.py SOCKET`` is the process that waits, until its standard input is closed.
"""

import gc
import os
import selectors
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ASK = (
    "import socket, sys\n"
    "place = socket.socket(socket.AF_UNIX)\n"
    "place.connect(sys.argv[1])\n"
    "socket.send_fds(place, ['\\0'.join(sys.argv[2:]).encode()], [0, 1, 2])\n"
    "sys.exit((place.recv(1) or b'\\1')[0])"
)
"""In place of the clinic's program: hands over what it was given, and ends as the copy does."""

MAX_REQUEST = 65_536


@contextmanager
def loaded_clinic(place: Path) -> Iterator[list[str]]:
    """Let it wait at a socket in the folder ``place``; gives what starts a copy, as a command."""
    address = str(place / "clinic")
    root = str(Path(__file__).resolve().parents[2])
    waiting = subprocess.Popen(  # noqa: S603 - this very module
        [sys.executable, "-P", __file__, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    with waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.read(1) == b"."
        yield [sys.executable, "-I", "-S", "-c", ASK, address]
        waiting.communicate()


def wait_for_requests(address: str) -> None:
    """Make a copy for each program that asks; those that are left end with this process."""
    import workstation.clinic.__main__  # noqa: F401 - what is to be loaded

    gc.freeze()
    copies: set[int] = set()
    with socket.socket(socket.AF_UNIX) as listener, selectors.DefaultSelector() as selector:
        listener.bind(address)
        listener.listen()
        selector.register(listener, selectors.EVENT_READ)
        selector.register(0, selectors.EVENT_READ)
        os.write(1, b".")
        while all(key.fileobj is listener for key, _ in selector.select()):
            copies.add(_copy(listener))
            copies -= {pid for pid in copies if os.waitpid(pid, os.WNOHANG)[0]}
    for pid in copies:
        if not os.waitpid(pid, os.WNOHANG)[0]:
            os.kill(pid, 9)


def _copy(listener: socket.socket) -> int:
    asking, _ = listener.accept()
    request, given, _, _ = socket.recv_fds(asking, MAX_REQUEST, 3)
    pid = os.fork()
    if not pid:
        listener.close()
        for number, descriptor in enumerate(given):
            os.dup2(descriptor, number)
        _run(request.decode().split("\0"), asking)
    for descriptor in (*given, asking.detach()):
        os.close(descriptor)
    return pid


def _run(arguments: list[str], asking: socket.socket) -> None:
    """Be the clinic; never returns."""
    from workstation.clinic.__main__ import main

    status = 1
    try:
        status = main(arguments)
    except Exception:  # noqa: BLE001 - nothing above it would say so
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        asking.sendall(bytes([status]))
        os._exit(status)


if __name__ == "__main__":
    wait_for_requests(sys.argv[1])
