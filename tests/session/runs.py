"""Runs of the program without its window, against the simulated clinic."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.simulation.clinic import Ward
from tests.simulation.people import DOMAIN, ME
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.connection import Connection, Phase
from workstation.services.access import open_access
from workstation.services.audit import AuditTrail
from workstation.services.server_address import read_address
from workstation.session.session import UserSession, prepare_session
from workstation.session.sign_in_parts import SignedInDoctor, Surroundings
from workstation.session.storage import Storage
from workstation.vault.database import Vault

KEY = bytes(range(32))


SETTINGS = Settings(im_domain=DOMAIN)


DECIDED = frozenset({Phase.ONLINE, Phase.WAITING})


async def prepared(clinic: Ward, folder: Path, settings: Settings) -> UserSession:
    """A session that is not started yet, on the disk of this folder."""
    clock, folders = SystemClock(), Folders.of_profile(folder)
    folders.prepare()
    base = read_address(f"http://127.0.0.1:{clinic.port}", settings)
    access = await open_access(settings, base, clinic.clinic.tokens.of(ME), clock)
    storage = Storage(Vault.open(folders.data / "vault.db", KEY), KEY)
    surroundings = Surroundings(settings, folders, clock, AuditTrail(folders, clock))
    return await prepare_session(surroundings, access, storage, SignedInDoctor(ME))


@contextlib.asynccontextmanager
async def signed_in(clinic: Ward, folder: Path, settings: Settings) -> AsyncIterator[UserSession]:
    """One run of the program without its window, on the disk of this folder."""
    session = await prepared(clinic, folder, settings)
    await session.start()
    running = asyncio.create_task(session.run())
    try:
        yield session
    finally:
        await session.close()
        await running
        await session.aclose()


async def outcome(clinic: Ward, folder: Path, settings: Settings = SETTINGS) -> tuple[Phase, str]:
    """How the first attempt of a run ends: online, or waiting and why.

    As it was told then: by the time that this goes on, the next attempt may be under way.
    """
    async with signed_in(clinic, folder, settings) as session:
        decided: asyncio.Future[Connection] = asyncio.get_running_loop().create_future()

        def received(connection: Connection) -> None:
            if connection.phase in DECIDED and not decided.done():
                decided.set_result(connection)

        session.store.connections.subscribe(received)
        received(session.store.connection)
        connection = await decided
        return connection.phase, connection.error.code if connection.error else ""
