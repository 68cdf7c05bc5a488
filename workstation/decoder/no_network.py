"""No connection for this process, whatever in it asks for one.

Python's audit hook sees what Python's own modules do, and nothing of native code. Through a hole in
a decoder native code of whoever made the content runs; without a socket it reaches no network, no
keyring and no service of the desktop, and the process may write no file. And ONNX Runtime's
official builds report their use to Microsoft from within, by DNS and HTTPS, under a number that
they keep in the home folder: 1.32 does, on Linux and Windows, unless a variable says otherwise
before it is loaded. So there are three refusals, and on Linux the last is the kernel's: a filter
(seccomp) that no code in the process can take off again. Tests:
``test_native_code_gets_no_socket``, ``test_the_machine_reports_nothing``.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from typing import Final, NamedTuple

NO_TELEMETRY: Final = "ORT_DISABLE_TELEMETRY"

PR_SET_SECCOMP: Final = 22
PR_SET_NO_NEW_PRIVS: Final = 38
SECCOMP_MODE_FILTER: Final = 2
ALLOW: Final = 0x7FFF0000
REFUSE: Final = 0x00050000 | errno.EACCES
LOAD: Final = 0x20
IF_EQUAL: Final = 0x15
IF_AT_LEAST: Final = 0x35
ANSWER: Final = 0x06
NUMBER_AT: Final = 0
MACHINE_AT: Final = 4
"""Where the call's number and the machine stand in what the kernel gives a filter."""

OTHER_NUMBERS: Final = 0x40000000
"""From here on x86-64 counts the calls of another width."""


class Machine(NamedTuple):
    """What one kind of processor calls itself, and its number of the call that makes a socket."""

    audited_as: int
    socket: int


MACHINES: Final = {"x86_64": Machine(0xC000003E, 41), "aarch64": Machine(0xC00000B7, 198)}
IO_URING_SETUP: Final = 425
"""Makes sockets, too; the same number everywhere."""


def refuse_connections() -> None:
    """Refuse connections from here on, for good. Call it before native code and any thread."""
    os.environ[NO_TELEMETRY] = "1"
    sys.addaudithook(_refuse)
    if sys.platform == "linux" and platform.machine() in MACHINES:
        _install(_filter(MACHINES[platform.machine()]))


def _refuse(event: str, _values: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise PermissionError("nothing is fetched by a decoder")


def _filter(machine: Machine) -> bytes:
    """A filter's instructions of eight bytes: what, steps if so, steps if not, which number."""
    steps = (
        (LOAD, 0, 0, MACHINE_AT),
        (IF_EQUAL, 0, 5, machine.audited_as),
        (LOAD, 0, 0, NUMBER_AT),
        (IF_AT_LEAST, 3, 0, OTHER_NUMBERS),
        (IF_EQUAL, 2, 0, machine.socket),
        (IF_EQUAL, 1, 0, IO_URING_SETUP),
        (ANSWER, 0, 0, ALLOW),
        (ANSWER, 0, 0, REFUSE),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _install(steps: bytes) -> None:
    """Install a filter; a kernel built without refuses it, and two other refusals remain."""
    buffer = ctypes.create_string_buffer(steps, len(steps))
    program = struct.pack("@HP", len(steps) // 8, ctypes.addressof(buffer))
    library = ctypes.CDLL(None)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    library.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0)
