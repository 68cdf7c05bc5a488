"""A domain that offered SCRAM is never given the password itself, unless the policy says so."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.simulation.clinic import Ward, ward
from tests.simulation.people import DOMAIN, ME
from workstation.clinic.im import stream
from workstation.clock import SystemClock
from workstation.config import BY_KEY, Settings
from workstation.domain.connection import Phase
from workstation.domain.sign_in_errors import WeakerSignIn
from workstation.paths import Folders
from workstation.services.access import open_access
from workstation.services.server_address import read_address
from workstation.session.session import UserSession, prepare_session
from workstation.session.storage import Storage
from workstation.vault.database import Vault
from workstation.xmpp import sasl

KEY = bytes(range(32))
SETTINGS = Settings(im_domain=DOMAIN)
DECIDED = frozenset({Phase.ONLINE, Phase.WAITING})


@contextlib.asynccontextmanager
async def signed_in(clinic: Ward, folder: Path, settings: Settings) -> AsyncIterator[UserSession]:
    """One run of the program without its window, on the disk of this folder."""
    clock, folders = SystemClock(), Folders.of_profile(folder)
    folders.prepare()
    base = read_address(f"http://127.0.0.1:{clinic.port}", settings)
    access = await open_access(settings, base, clinic.clinic.tokens.of(ME), clock)
    storage = Storage(Vault.open(folders.data / "vault.db", KEY), KEY)
    session = await prepare_session(
        settings, access, storage, folders, clock, profile=None, member_id=ME
    )
    await session.start()
    running = asyncio.create_task(session.run())
    try:
        yield session
    finally:
        await session.close()
        await running
        await session.aclose()


async def outcome(clinic: Ward, folder: Path, settings: Settings = SETTINGS) -> tuple[Phase, str]:
    """How the first attempt of a run ends: online, or waiting and why."""
    async with signed_in(clinic, folder, settings) as session:
        decided = asyncio.Event()

        def heard(connection) -> None:
            if connection.phase in DECIDED:
                decided.set()

        session.store.connections.subscribe(heard)
        heard(session.store.connection)
        await decided.wait()
        connection = session.store.connection
        return connection.phase, connection.error.code if connection.error else ""


@pytest.fixture
def offering(monkeypatch: pytest.MonkeyPatch):
    """Lets the clinic offer these mechanisms."""
    return lambda *names: monkeypatch.setattr(stream, "MECHANISMS", names)


async def test_scram_once_and_plain_later_is_refused(offering, tmp_path: Path) -> None:
    async with ward() as clinic:
        assert await outcome(clinic, tmp_path) == (Phase.ONLINE, "")
        offering("PLAIN")
        assert await outcome(clinic, tmp_path) == (Phase.WAITING, WeakerSignIn.code)
        offering("SCRAM-SHA-1", "PLAIN")
        assert await outcome(clinic, tmp_path) == (Phase.WAITING, WeakerSignIn.code)


async def test_a_hospital_that_offers_plain_alone_is_served(offering, tmp_path: Path) -> None:
    offering("PLAIN")
    async with ward() as clinic:
        for _ in range(2):
            assert await outcome(clinic, tmp_path) == (Phase.ONLINE, "")


async def test_the_policy_lets_a_hospital_change_its_server(offering, tmp_path: Path) -> None:
    async with ward() as clinic:
        await outcome(clinic, tmp_path)
        offering("PLAIN")
        allowed = replace(SETTINGS, weakest_mechanism="PLAIN")
        assert await outcome(clinic, tmp_path, allowed) == (Phase.ONLINE, "")


async def test_the_policy_may_ask_for_more_than_was_ever_seen(offering, tmp_path: Path) -> None:
    offering("SCRAM-SHA-1", "PLAIN")
    async with ward() as clinic:
        asked = replace(SETTINGS, weakest_mechanism="SCRAM-SHA-256")
        assert await outcome(clinic, tmp_path, asked) == (Phase.WAITING, WeakerSignIn.code)


def test_every_mechanism_can_be_named() -> None:
    words = BY_KEY["im.weakest_mechanism"].kind.words
    assert words == ("remembered", *sasl.STRENGTH)
