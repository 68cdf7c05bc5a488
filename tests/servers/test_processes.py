"""Ports of the servers under test belong to one server each, from the moment they are chosen."""

import random
import socket

import pytest

from tests.servers.processes import free_ports, listening


def test_who_asks_next_gets_another_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """As two engines of two workers do, which start at the same time."""
    order = random.sample(range(20_800, 32_000), 100)
    monkeypatch.setattr(random, "sample", lambda *_: order)
    assert not set(free_ports(5)) & set(free_ports(5))


def test_a_server_listens_on_its_port_again_and_again() -> None:
    (port,) = free_ports(1)
    for _ in range(2):
        with socket.create_server(("127.0.0.1", port)) as server:
            assert listening(port)
            with socket.create_connection(("127.0.0.1", port)), server.accept()[0]:
                """A connection that the server closes first keeps its port for a while."""
        assert not listening(port)
