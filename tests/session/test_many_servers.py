"""A new profile comes online behind any number of dead servers: real sockets, a real IM server."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.session.runs import SETTINGS, outcome
from tests.simulation.clinic import Ward, ward
from tests.simulation.people import ME
from workstation.base.clock import SystemClock
from workstation.domain.connection import Phase
from workstation.services.access import open_access
from workstation.services.server_address import read_address
from workstation.session.link_factory import LinkFactory

ANYWHERE = "0.0.0.0"  # noqa: S104  what no server has


@contextlib.contextmanager
def closed_ports(count: int) -> Iterator[list[int]]:
    """Ports that refuse: taken, and nobody listens."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        yield [each.getsockname()[1] for each in sockets]


def name(clinic: Ward, ports: list[int]) -> None:
    """The platform lists these servers of this computer, and some that are none."""
    nobodys = [f"{ANYWHERE}:{ports[0]}", f"255.255.255.255:{ports[0]}", "127.0.0.1:0"]
    servers = [*nobodys, *(f"127.0.0.1:{port}" for port in ports)]
    clinic.clinic.faults.add(f"servers={','.join(servers)}")


@pytest.mark.parametrize("dead", [8, 9, 20, 100])
async def test_a_new_profile_is_online_behind_so_many_dead_servers(
    dead: int, tmp_path: Path
) -> None:
    async with ward() as clinic:
        with closed_ports(dead) as ports:
            name(clinic, [*ports, clinic.port])
            phase, _ = await outcome(clinic, tmp_path)
    assert phase is Phase.ONLINE


class SlowLists:
    """The platform's calls for the IM, of which the list of servers waits for the password."""

    def __init__(self, im) -> None:
        self._im, self._password_asked = im, asyncio.Event()

    async def servers(self):
        async with asyncio.timeout(60):
            await self._password_asked.wait()
        return await self._im.servers()

    async def password(self):
        self._password_asked.set()
        return await self._im.password()


async def test_the_password_is_fetched_beside_the_list_of_servers() -> None:
    async with ward() as clinic:
        base = read_address(f"http://127.0.0.1:{clinic.port}", SETTINGS)
        access = await open_access(SETTINGS, base, clinic.clinic.tokens.of(ME), SystemClock())
        try:
            side_by_side = replace(access, im=SlowLists(access.im))
            tried = LinkFactory(SETTINGS, side_by_side, SystemClock(), member_id=ME)
            assert await tried.try_session()
        finally:
            await access.aclose()


async def test_the_check_signs_in_behind_dead_servers_as_well() -> None:
    async with ward() as clinic:
        with closed_ports(20) as ports:
            name(clinic, [*ports, clinic.port])
            base = read_address(f"http://127.0.0.1:{clinic.port}", SETTINGS)
            token = clinic.clinic.tokens.of(ME)
            access = await open_access(SETTINGS, base, token, SystemClock())
            try:
                tried = LinkFactory(SETTINGS, access, SystemClock(), member_id=ME)
                assert await tried.try_session()
            finally:
                await access.aclose()
