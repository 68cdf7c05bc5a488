"""Servers of names that do not answer, as where the network went away: nobody waits for them."""

import asyncio
import socket
import threading

import pytest

from workstation.link import reconnect_policy
from workstation.program.app import program_loop

TOO_LONG = 10.0
"""Seconds after which the system gives up: a test that waits for that has failed."""


@pytest.fixture
def answered(monkeypatch):
    """Set once the system has given up looking for a name."""
    given_up = threading.Event()

    def silent(*_asked, **_hints):
        given_up.wait(TOO_LONG)
        given_up.set()
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr(reconnect_policy, "PROBE_SECONDS", 0.01)
    yield given_up
    given_up.set()


def test_the_window_ends_while_a_name_is_looked_for(answered, qapp):
    with program_loop(qapp) as loop:
        asked = reconnect_policy.is_port_open("wss://im.hospital.example:443/xmpp")
        assert not loop.run_until_complete(asked)
    assert not answered.is_set()


def test_names_leave_the_loop_its_threads(answered, qapp):
    """It has ten, in which photos are read and files are saved."""

    async def many(count):
        url = "wss://im.hospital.example:443/xmpp"
        await asyncio.gather(*(reconnect_policy.is_port_open(url) for _ in range(count)))
        await asyncio.to_thread(answered.is_set)

    with program_loop(qapp) as loop:
        loop.run_until_complete(many(20))
    assert not answered.is_set()
