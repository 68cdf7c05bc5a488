"""The user of a local socket's other end, according to the kernel.

A separate module, loaded at the first call: the window's first painting does not wait for
``socket``.
"""

import os
import socket
import struct
import sys

_CREDENTIALS = "3i"
"""Process, user and group: ``struct ucred`` of unix(7)."""


def is_same_user(descriptor: int) -> bool:
    """Whether a socket's other end is a process of this user; true where it cannot be known."""
    option = getattr(socket, "SO_PEERCRED", None)
    if sys.platform == "win32" or option is None:
        return True
    with socket.socket(fileno=os.dup(descriptor)) as end:
        credentials = end.getsockopt(socket.SOL_SOCKET, option, struct.calcsize(_CREDENTIALS))
    return bool(struct.unpack(_CREDENTIALS, credentials)[1] == os.getuid())
