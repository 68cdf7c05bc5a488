"""Audit lines on their way to the system's log or a collector: RFC 5424, or the Windows Event Log.

The message is the line's JSON byte for byte, over which the chain's hash is made, so a collector
checks the chain without a key, and a gap in the numbers tells of lines that did not arrive. UDP as
in RFC 5426, TCP with octet counting (RFC 6587, 3.4.1). Everything here blocks, for at most
``SECONDS`` a connection and a line, and belongs into a thread.

Both go to the first of a name's addresses that takes them. Of a datagram nobody learns that it
arrived, but that there is no way to an address the system says at once, and that nobody listens
there its host answers in the same moment.
"""

import contextlib
import datetime as dt
import os
import socket
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from workstation.audit.event_log import report_events
from workstation.audit.line import to_json
from workstation.domain.audit import AuditLine

OFF, SYSTEM = "off", "system"
SECONDS = 5.0
REFUSAL_SECONDS = 0.1
"""For which a host is waited for that says that nobody listens; within a clinic it takes 1 ms."""
PRIORITY = 13 * 8 + 5
"""Facility 13, log audit; severity 5, notice."""
LOCAL_SOCKETS = ("/dev/log", "/var/run/syslog")


def forward(target: str, lines: Sequence[AuditLine]) -> None:
    """Send lines to ``system``, ``udp://host:port`` or ``tcp://host:port``. Raises ``OSError``."""
    if target == SYSTEM and sys.platform == "win32":
        report_events(lines)
        return
    messages = [message(line) for line in lines]
    if target == SYSTEM:
        _send_locally(messages)
        return
    address = urlsplit(target)
    host, port = address.hostname or "", address.port or 0
    if address.scheme == "tcp":
        framed = b"".join(b"%d %s" % (len(each), each) for each in messages)
        with socket.create_connection((host, port), SECONDS) as connection:
            connection.sendall(framed)
        return
    _send_datagrams(host, port, messages)


def message(line: AuditLine) -> bytes:
    """A line as RFC 5424 has it."""
    moment = dt.datetime.fromtimestamp(line.at_ms / 1000, dt.UTC)
    at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    host = socket.gethostname().encode("ascii", "replace").decode()[:255] or "-"
    head = f"<{PRIORITY}>1 {at} {host} doctor-workstation {os.getpid()} {line.event} - "
    return head.encode("ascii") + to_json(line)


def _send_datagrams(host: str, port: int, messages: Sequence[bytes]) -> None:
    failure = OSError("no address")
    for family, kind, protocol, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM):
        try:
            with socket.socket(family, kind, protocol) as sender:
                sender.settimeout(SECONDS)
                sender.connect(place)
                for each in messages:
                    sender.send(each)
                _require_listener(sender)
        except OSError as error:
            failure = error
        else:
            return
    raise failure


def _require_listener(sender: socket.socket) -> None:
    """Raise ``OSError`` where the host of a connected datagram socket refuses what was sent."""
    sender.settimeout(REFUSAL_SECONDS)
    with contextlib.suppress(TimeoutError):
        sender.recv(1)


def _send_locally(messages: Sequence[bytes]) -> None:
    place = next((path for path in LOCAL_SOCKETS if os.path.exists(path)), LOCAL_SOCKETS[0])  # noqa: PTH110 - a socket
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.settimeout(SECONDS)
        sender.connect(place)
        for each in messages:
            sender.send(each)
