"""A wire of the test's own, closed with it, and an authority nobody trusts."""

from contextlib import asynccontextmanager

import pytest

from tests.fakes.authority import Authority
from workstation.web.network import Network
from workstation.web.opening import open_wire


@asynccontextmanager
async def _wire(network: Network):
    wire = await open_wire(network)
    try:
        yield wire
    finally:
        await wire.aclose()


@pytest.fixture
def wired():
    """``async with wired(**network) as wire``."""
    return lambda **network: _wire(Network(**network))


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """An authority whose certificates the tests' servers show."""
    return Authority(tmp_path_factory.mktemp("authority"))
