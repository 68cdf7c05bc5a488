"""Whether somebody is behind a socket of this computer: a server that crashed leaves its file."""

import socket
from pathlib import Path


def is_listened_to(place: Path) -> bool:
    """Whether a server listens at this Unix socket; does not block, and sends it nothing."""
    with socket.socket(socket.AF_UNIX) as line:
        line.setblocking(False)
        try:
            line.connect(str(place))
        except BlockingIOError:  # many want in just now
            return True
        except OSError:
            return False
    return True
