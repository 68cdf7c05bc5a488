"""Audit lines at a collector: whole, in order, in the form of RFC 5424."""

import re
import socket
import sys
import threading

import pytest

from workstation.audit import forwarding
from workstation.audit.event_log import event_id
from workstation.audit.forwarding import forward, message
from workstation.audit.line import to_json
from workstation.domain.audit import AuditEvent, AuditLine

LINES = [
    AuditLine(n, 1_790_000_000_123 + n, "record_printed", 1001, 7, "", "ab") for n in (1, 2, 3)
]
RFC5424 = re.compile(
    rb"<109>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [!-~]{1,255} doctor-workstation \d+"
    rb" record_printed - (\{.*\})"
)

no_refusals = pytest.mark.skipif(
    sys.platform == "win32", reason="Wine tells nobody that a datagram was refused"
)


def test_a_message_has_the_form_of_the_standard_and_the_line_byte_for_byte():
    match = RFC5424.fullmatch(message(LINES[0]))
    assert match is not None
    assert match[1] == to_json(LINES[0])


def test_each_line_is_a_datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        collector.settimeout(60)
        forward(f"udp://127.0.0.1:{collector.getsockname()[1]}", LINES)
        assert [collector.recv(4096) for _ in LINES] == [message(line) for line in LINES]


def _datagram_place(port: int, *hosts: str):
    """What the system says of a name that leads to these numbers, in this order."""
    return [
        (
            socket.AF_INET6 if ":" in host else socket.AF_INET,
            socket.SOCK_DGRAM,
            socket.IPPROTO_UDP,
            "",
            (host, port),
        )
        for host in hosts
    ]


@no_refusals
@pytest.mark.parametrize("dead", ["::1", "127.0.0.2"])
def test_a_first_address_that_refuses_is_not_the_last(monkeypatch, dead):
    """Such as a name's IPv6 address, on a network or at a collector that has IPv4 alone."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        collector.settimeout(60)
        places = _datagram_place(collector.getsockname()[1], dead, "127.0.0.1")
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
        forward("udp://collector.example:514", LINES[:1])
        assert collector.recv(4096) == message(LINES[0])


@no_refusals
def test_where_nobody_listens_the_line_did_not_go(monkeypatch):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    monkeypatch.setattr(forwarding, "REFUSAL_SECONDS", 60)
    with pytest.raises(OSError, match=r".*"):
        forward(f"udp://127.0.0.1:{port}", LINES[:1])


def test_lines_on_a_connection_are_counted():
    received = []
    with socket.create_server(("127.0.0.1", 0)) as collector:
        collector.settimeout(60)

        def collect() -> None:
            connection, _ = collector.accept()
            with connection, connection.makefile("rb") as stream:
                received.append(stream.read())

        thread = threading.Thread(target=collect)
        thread.start()
        forward(f"tcp://127.0.0.1:{collector.getsockname()[1]}", LINES)
        thread.join(10)
    expected = b"".join(b"%d %s" % (len(message(line)), message(line)) for line in LINES)
    assert received == [expected]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has an event log instead")
def test_the_systems_log_is_a_local_socket(tmp_path, monkeypatch):
    place = str(tmp_path / "log")
    monkeypatch.setattr(forwarding, "LOCAL_SOCKETS", (place,))
    with pytest.raises(OSError, match=r".*"):
        forward("system", LINES)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as daemon:
        daemon.bind(place)
        daemon.settimeout(60)
        forward("system", LINES)
        assert [daemon.recv(4096) for _ in LINES] == [message(line) for line in LINES]


@pytest.mark.skipif(sys.platform != "win32", reason="an event log is Windows' own")
def test_windows_has_a_log_of_its_own():
    forward("system", LINES)


def test_an_id_of_the_event_log_is_that_of_its_event():
    assert event_id(LINES[0]) == AuditEvent.RECORD_PRINTED
    assert event_id(AuditLine(1, 1, "of_a_newer_version", 1, 1, "", "")) == 1000
