"""The way to the IM server begins before anything is read from the disk."""

import asyncio
from pathlib import Path

import pytest

from tests.session.runs import SETTINGS, prepared
from tests.simulation.clinic import ward
from workstation.domain.connection import Phase
from workstation.domain.events import ConnectionChanged
from workstation.session import session as sessions
from workstation.session.session import UserSession


async def _become_online(session: UserSession) -> None:
    async for batch in session.messaging.link:
        session.messaging.link.commit(batch.mark)
        if any(
            isinstance(event, ConnectionChanged) and event.connection.phase is Phase.ONLINE
            for event in batch.events
        ):
            return


async def test_a_slow_disk_does_not_keep_the_link_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_at_last = asyncio.Event()

    async def read(_vault: object, _store: object) -> int:
        await read_at_last.wait()
        return 0

    monkeypatch.setattr(sessions, "load_cached_state", read)
    async with ward() as clinic:
        session = await prepared(clinic, tmp_path, SETTINGS)
        starting = asyncio.create_task(session.start())
        await _become_online(session)
        assert not starting.done()
        read_at_last.set()
        await starting
        await session.aclose()
        assert session.messaging.link.connection.phase is Phase.SIGNED_OUT
