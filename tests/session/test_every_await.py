"""Opening and closing a session, each await failed once: it ends in order, all is let go of."""

import asyncio
import contextlib
import threading
from pathlib import Path

import pytest

from tests.fakes.failing_await import FailingAwait
from tests.session.runs import KEY, SETTINGS, prepared
from tests.simulation.clinic import Ward, ward
from tests.simulation.people import ME
from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.domain.address import ApiBase
from workstation.domain.errors import DiskFull
from workstation.program import session_lifecycle
from workstation.services.access import open_access
from workstation.services.audit import AuditTrail
from workstation.session.session import UserSession, prepare_session
from workstation.session.sign_in_parts import SignedInDoctor, Surroundings
from workstation.session.storage import Storage
from workstation.vault.database import Vault

MAX_AWAITS = 200
PATIENCE = 60.0
FAULTS = [DiskFull("full"), LookupError("a defect")]


class Opened:
    """A session's parts, and whether they were let go of."""

    def __init__(self, session: UserSession, monkeypatch: pytest.MonkeyPatch) -> None:
        self.session, self.closed = session, list[str]()
        self._vault_closed = threading.Event()
        self._watch(monkeypatch, session.vault, "close")
        for number, wire in enumerate(session.access.wires):
            self._watch_async(monkeypatch, wire, "aclose", f"wire {number}")

    async def all_closed(self) -> bool:
        """The vault closes in a thread, which goes on where the await for it failed."""
        vault = await asyncio.to_thread(self._vault_closed.wait, PATIENCE)
        return vault and len(set(self.closed)) == len(self.session.access.wires)

    def _watch(self, monkeypatch, part, name: str) -> None:
        before = getattr(part, name)

        def watched() -> None:
            before()
            self._vault_closed.set()

        monkeypatch.setattr(part, name, watched)

    def _watch_async(self, monkeypatch, part, name: str, called: str) -> None:
        before = getattr(part, name)

        async def watched() -> None:
            self.closed.append(called)
            await before()

        monkeypatch.setattr(part, name, watched)


async def opened(clinic: Ward, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    return Opened(await prepared(clinic, folder, SETTINGS), monkeypatch)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_a_session_that_fails_at_any_await_of_its_start_can_still_be_closed(
    fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ward() as clinic:
        for nth in range(MAX_AWAITS):
            one = await opened(clinic, tmp_path / str(nth), monkeypatch)
            starting = FailingAwait(one.session.start(), nth, fault)
            with contextlib.suppress(type(fault)):
                await starting
            await one.session.aclose()
            assert await one.all_closed(), nth
            if not starting.struck:
                break
    assert nth > 5


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_a_session_that_fails_at_any_await_on_its_way_leaves_no_vault_open(
    fault: Exception, tmp_path: Path
) -> None:
    """From what the link must know of earlier runs to the last await of the start."""
    for nth in range(MAX_AWAITS):
        folders = Folders.of_profile(tmp_path / str(nth))
        folders.prepare()
        vault, closed = Vault.open(folders.data / "vault.db", KEY), threading.Event()
        close = vault.close
        vault.close = lambda close=close, closed=closed: (close(), closed.set())
        access = await open_access(SETTINGS, ApiBase.parse("https://a.example"), "t", SystemClock())

        async def prepare(_entry, storage, access=access, folders=folders) -> UserSession:
            clock = SystemClock()
            surroundings = Surroundings(SETTINGS, folders, clock, AuditTrail(folders, clock))
            return await prepare_session(surroundings, access, storage, SignedInDoctor(ME))

        work = session_lifecycle._start(prepare, None, Storage(vault, KEY), is_durable=True)
        starting = FailingAwait(work, nth, fault)
        try:
            session = await starting
        except type(fault):
            assert await asyncio.to_thread(closed.wait, PATIENCE), nth
        else:
            await session.aclose(access=False)
        await access.aclose()
        if not starting.struck:
            break
    assert nth > 8


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_closing_lets_go_of_network_and_disk_whichever_await_fails(
    fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: list[str]
) -> None:
    expect_log.append("a step of the session's end failed")
    async with ward() as clinic:
        for nth in range(MAX_AWAITS):
            one = await opened(clinic, tmp_path / str(nth), monkeypatch)
            await one.session.start()
            one.session.lists.last_seen.update()
            running = asyncio.ensure_future(one.session.run())
            await asyncio.sleep(0)
            await one.session.close()
            await running
            closing = FailingAwait(one.session.aclose(), nth, fault)
            await closing
            assert await one.all_closed(), nth
            if not closing.struck:
                break
    assert nth > 2
